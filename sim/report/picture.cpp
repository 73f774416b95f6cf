#include "squall/report/picture.hpp"

#include "squall/core/display.hpp"
#include "squall/core/layout.hpp"
#include "squall/report/clock.hpp"
#include "squall/report/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t label_width = 11;
constexpr std::size_t scale_width = 20;  // "  max 1234/s", "  max time-out (log)"
constexpr std::size_t time_width = 10;
constexpr std::size_t least_shown = 12;  // of what happened
constexpr std::string_view numbers = "123456789abcdefghijklmnopqrstuvwxyz";

// One or more steps of the course, one or more cells wide.
struct Column {
  Duration from{};
  Duration until{};
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::optional<double> p99;  // seconds, the longest; infinite: a time-out
  std::size_t running = std::numeric_limits<std::size_t>::max();  // the fewest

  void add(const world::CourseStep& step) {
    until = step.until;
    requests += step.requests;
    errors += step.errors();
    running = std::min(running, step.running);
    if (step.requests == 0) return;
    p99 = std::max(p99.value_or(0), step.p99 ? seconds(*step.p99) : infinity);
  }

  double rate() const { return static_cast<double>(requests) / seconds(until - from); }
  double error_ratio() const {
    return requests == 0 ? 0 : static_cast<double>(errors) / static_cast<double>(requests);
  }
};

std::vector<Column> columns_of(const world::Course& course, std::size_t most) {
  const std::size_t together = (course.steps.size() + most - 1) / most;
  std::vector<Column> columns;
  for (std::size_t i = 0; i < course.steps.size(); ++i) {
    if (i % together == 0) columns.emplace_back().from = course.steps[i].from;
    columns.back().add(course.steps[i]);
  }
  return columns;
}

// 0: nothing, 8: all of it.
std::string_view bar(int eighths) {
  static constexpr std::string_view bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  return bars[std::clamp(eighths, 0, 8)];
}

// Whatever is not nothing can be seen. Of nothing there is no part.
int eighths(double part) { return part > 0 ? std::max(1, static_cast<int>(part * 8 + 0.5)) : 0; }

class Picture {
 public:
  Picture(const world::Result& result, const Screen& screen)
      : result_(result), screen_(screen), clock_(result) {
    const std::size_t room = std::max<std::size_t>(screen.width, label_width + scale_width + 20) -
                             label_width - scale_width;
    columns_ = columns_of(result.course, room);
    if (!columns_.empty()) cells_ = std::max<std::size_t>(1, room / columns_.size());
  }

  std::string text() {
    std::string list = happenings();
    if (columns_.size() < 2) return list.empty() ? list : "\n" + list;
    std::string text = "\n" + clock() + rate() + running() + p99() + errors();
    if (marks_.find_first_not_of(' ') != marks_.npos) text += line("", marks_, "");
    return text + list;
  }

 private:
  static std::string line(std::string_view label, std::string_view cells, std::string_view scale) {
    std::string text = fmt::format("  {:<{}}{}", label, label_width - 2, cells);
    if (!scale.empty()) text += fmt::format("  {}", scale);
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  }

  template <class Eighths>
  std::string row(std::string_view label, const Eighths& its_eighths, const std::string& scale) {
    std::string cells;
    for (const Column& column : columns_)
      for (std::size_t i = 0; i < cells_; ++i) cells += bar(its_eighths(column));
    return line(label, cells, scale);
  }

  std::string clock() const {
    static constexpr Duration apart[] = {
        1ms,  2ms,  5ms,  10ms,  20ms,  50ms,  100ms, 200ms, 500ms, 1s, 2s, 5s,  10s, 15s, 30s,
        1min, 2min, 5min, 10min, 15min, 20min, 30min, 1h,    2h,    3h, 6h, 12h, 24h, 48h, 7 * 24h};
    const Duration all = columns_.back().until - columns_.front().from;
    const std::size_t cells = columns_.size() * cells_;
    Duration tick = apart[0];
    for (const Duration each : apart) {
      tick = each;
      if (static_cast<double>(cells) * seconds(each) >= 12 * seconds(all)) break;
    }
    std::string text;
    for (Duration at = (columns_.front().from + tick - 1ns) / tick * tick;
         at < columns_.back().until; at += tick) {
      const std::size_t cell = cell_of(at);
      const std::string label = clock_.tick(at, tick);
      if (text.size() > cell || cell + label.size() > cells) continue;
      text.append(cell - text.size(), ' ');
      text += label + " ";
    }
    return line("", text, "");
  }

  std::string rate() {
    double most = 0;
    for (const Column& each : columns_) most = std::max(most, each.rate());
    return row(
        "rate", [&](const Column& each) { return eighths(each.rate() / most); },
        most == 0 ? "nobody asks" : fmt::format("max {:.4g}/s", most));
  }

  // Where there is always the same number of instances there is nothing to see.
  std::string running() {
    std::size_t most = 0;
    std::size_t least = columns_.front().running;
    for (const Column& each : columns_) {
      most = std::max(most, each.running);
      least = std::min(least, each.running);
    }
    if (most == least) return {};
    return row(
        "running",
        [&](const Column& each) {
          return eighths(static_cast<double>(each.running) / static_cast<double>(most));
        },
        fmt::format("{} to {}", least, most));
  }

  std::string p99() {
    double most = 0;
    double least = infinity;
    bool any = false;
    bool endless = false;
    for (const Column& each : columns_) {
      if (!each.p99) continue;
      any = true;
      if (std::isinf(*each.p99)) {
        endless = true;
        continue;
      }
      most = std::max(most, *each.p99);
      least = std::min(least, *each.p99);
    }
    if (!any) return {};
    const bool logarithmic = least > 0 && most > 20 * least;
    const int top = endless ? 7 : 8;
    const auto its_eighths = [&](const Column& each) {
      if (!each.p99) return 0;
      if (std::isinf(*each.p99)) return 8;
      const double part = logarithmic ? std::log(*each.p99 / least) / std::log(most / least)
                          : most > 0  ? *each.p99 / most
                                      : 0;
      return std::max(1, static_cast<int>(part * top + 0.5));
    };
    std::string scale = "max " + (endless ? "time-out" : short_duration(from_seconds(most)));
    if (logarithmic) scale += " (log)";
    return row("p99", its_eighths, scale);
  }

  std::string errors() {
    double most = 0;
    for (const Column& each : columns_) most = std::max(most, each.error_ratio());
    if (most == 0) return {};
    return row(
        "errors", [&](const Column& each) { return eighths(each.error_ratio() / most); },
        "max " + percent(most));
  }

  // Requires: within the columns.
  std::size_t cell_of(Duration at) const {
    const auto after =
        std::upper_bound(columns_.begin(), columns_.end(), at,
                         [](Duration t, const Column& each) { return t < each.from; });
    const std::size_t column = static_cast<std::size_t>(after - columns_.begin()) - 1;
    const Column& its = columns_[column];
    const double within = seconds(at - its.from) / seconds(its.until - its.from);
    return column * cells_ + static_cast<std::size_t>(within * static_cast<double>(cells_));
  }

  // The number of the cell in which it happened: new ones are given in their order.
  std::string number_at(Duration at) {
    if (columns_.size() < 2 || at < columns_.front().from || at >= columns_.back().until) return {};
    const std::size_t cell = cell_of(at);
    if (marks_.size() <= cell) marks_.resize(cell + 1, ' ');
    if (marks_[cell] != ' ' || given_ == numbers.size()) return {};
    marks_[cell] = numbers[given_++];
    return std::string(1, marks_[cell]);
  }

  std::string happenings() {
    std::string text;
    std::vector<const world::Happening*> told;
    for (const world::Happening& each : result_.journal)
      if (screen_.verbose || !each.is_minor) told.push_back(&each);
    const std::size_t all = result_.journal.size();
    if (!screen_.verbose && told.size() > least_shown + 3) told.resize(least_shown);
    std::size_t width = time_width;
    for (const world::Happening* each : told)
      width = std::max(width, display_width(clock_.time(each->at)));
    for (const world::Happening* happening : told) {
      const world::Happening& each = *happening;
      text += fmt::format("  {:>1} {:>{}}   ", number_at(each.at), clock_.time(each.at), width);
      text += wrapped(each.text, width + 7, screen_.width) + "\n";
    }
    if (told.size() < all) text += fmt::format("  and {} more (-v says all)\n", all - told.size());
    return text;
  }

  const world::Result& result_;
  const Screen screen_;
  const Clock clock_;
  std::vector<Column> columns_;
  std::size_t cells_ = 1;  // of each column
  std::string marks_;
  std::size_t given_ = 0;
};

}  // namespace

std::string picture(const world::Result& result, const Screen& screen) {
  return Picture(result, screen).text();
}

}  // namespace squall::report
