#include "squall/core/text.hpp"
#include "squall/scenario/reader.hpp"

#include "scenario/recorded.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using traffic::Series;

constexpr int most_errors = 5;  // of one file: the rest is the same mistake

struct Cell {
  std::string_view text;
  int column = 1;
};

constexpr std::string_view separators = ",;\t";

// Without the quotes and blanks around them; a separator within quotes separates nothing.
std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    std::size_t end = begin;
    for (bool quoted = false; end < line.size(); ++end) {
      if (line[end] == '"') quoted = !quoted;
      if (!quoted && separators.find(line[end]) != separators.npos) break;
    }
    std::string_view text = line.substr(begin, end - begin);
    const std::size_t first = std::min(text.find_first_not_of(" \"\r"), text.size());
    text.remove_prefix(first);
    text = text.substr(0, text.find_last_not_of(" \"\r") + 1);
    cells.push_back({text, static_cast<int>(begin + first) + 1});
    begin = end + 1;
  }
  return cells;
}

// The moment of a row: a timestamp or a time since the start.
std::optional<Moment> moment_of(std::string_view text) {
  Moment moment;
  if (ScalarText<Moment>::read(text, moment) || moment.kind == Moment::Kind::time_of_day)
    return std::nullopt;
  return moment;
}

Duration between(const Moment& from, const Moment& to) {
  if (to.kind == Moment::Kind::since_start) return to.since_start - from.since_start;
  return to.timestamp.instant - from.timestamp.instant;
}

class Table {
 public:
  Table(std::uint32_t source, const Node& fields, Diagnostics& diagnostics)
      : source_(source), fields_(fields), diagnostics_(diagnostics) {
    if (const Node* per = fields.find("per"))
      static_cast<void>(ScalarText<Duration>::read(per->text, per_));
  }

  /// A line that is not empty, the first of which may be a header.
  void add(int line, std::string_view text) {
    const std::vector<Cell> cells = cells_of(text);
    if (!std::exchange(begun_, true) && is_header(cells)) return find_columns(cells);
    if (errors_ > 0 && time_ == no_column) return;
    if (cells.size() <= std::max(time_, value_)) {
      return error(line, 1, fmt::format("this row has {} columns", cells.size()),
                   "a row has a time and a number of requests");
    }
    add_row(line, cells[time_], cells[value_]);
  }

  std::optional<Series> series() {
    if (errors_ == 0 && series_.points.empty())
      error(0, 0, "the file has no rows", "write a time and a number of requests in each line");
    if (errors_ > 0) return std::nullopt;
    auto& points = series_.points;
    const Duration last =
        points.size() < 2 ? per_ : points.back().after - points[points.size() - 2].after;
    points.push_back({points.back().after + last, {}});
    return std::move(series_);
  }

 private:
  static constexpr std::size_t no_column = 1'000'000;

  bool is_header(const std::vector<Cell>& cells) const {
    if (fields_.find("time") || fields_.find("value")) return true;
    return cells[0].text.find_first_of("0123456789") != 0;
  }

  void find_columns(const std::vector<Cell>& header) {
    time_ = column(header, "time", 0);
    value_ = column(header, "value", 1);
  }

  std::size_t column(const std::vector<Cell>& header, std::string_view field, std::size_t usual) {
    const Node* name = fields_.find(field);
    if (!name) return usual;
    std::vector<std::string_view> known;
    for (const Cell& cell : header) known.push_back(cell.text);
    const auto found = std::find(known.begin(), known.end(), name->text);
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    diagnostics_.error(name->mark, fmt::format("no column of the file is called '{}'", name->text),
                       {}, guess(name->text, known));
    ++errors_;
    return no_column;
  }

  void add_row(int line, const Cell& time, const Cell& value) {
    const auto moment = moment_of(time.text);
    if (!moment) {
      return error(line, time.column, fmt::format("'{}' is no time of a row", time.text),
                   "write '2026-11-27T09:00Z', or since the start '60s'");
    }
    const auto count = read_number(value.text);
    if (!count || *count < 0) {
      return error(line, value.column, fmt::format("'{}' is no number of requests", value.text),
                   "write '120'");
    }
    auto& points = series_.points;
    if (points.empty()) series_.from = *moment;
    if (moment->kind != series_.from.kind) {
      return error(line, time.column,
                   fmt::format("'{}' is not of the kind of the first row's time", time.text),
                   "write timestamps, or times since the start, in every row");
    }
    const Duration after = between(series_.from, *moment);
    if (!points.empty() && after <= points.back().after) {
      return error(line, time.column, fmt::format("'{}' is not after the row before", time.text),
                   "rows stand in the order of their times");
    }
    points.push_back({after, {*count / seconds(per_)}});
  }

  void error(int line, int column, std::string what, std::string hint) {
    if (errors_++ < most_errors)
      diagnostics_.error({source_, line, column}, std::move(what), {}, std::move(hint));
  }

  std::uint32_t source_;
  const Node& fields_;
  Diagnostics& diagnostics_;
  Duration per_ = 1min;
  bool begun_ = false;
  std::size_t time_ = 0;
  std::size_t value_ = 1;
  int errors_ = 0;
  Series series_;
};

}  // namespace

std::optional<Series> read_csv(std::uint32_t source, const Node& fields, const Sources& sources,
                               Diagnostics& diagnostics) {
  Table table(source, fields, diagnostics);
  const auto lines = static_cast<int>(sources[source].line_starts.size());
  for (int i = 1; i <= lines; ++i) {
    const std::string_view line = sources.line({source, i, 1});
    const std::size_t first = line.find_first_not_of(" \r");
    if (first != line.npos && line[first] != '#') table.add(i, line);
  }
  return table.series();
}

}  // namespace squall::scenario
