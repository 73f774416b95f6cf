#include "squall/scenario/data_files.hpp"

#include "squall/core/distribution_spec.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/source_file.hpp"
#include "squall/traffic/rate_spec.hpp"

#include "scenario/recorded.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t most_bytes = 16 << 20;
constexpr std::size_t most_values = 500'000;  // over all places that take them
constexpr int most_errors = 5;                // of one file: the rest is the same mistake

struct Cell {
  std::string text;
  int column = 1;
};

// The first column of a line, without the quotes and blanks around it.
Cell first_cell(std::string_view line) {
  std::string_view cell = line.substr(0, line.find_first_of(",;\t"));
  const std::size_t begin = cell.find_first_not_of(" \"");
  if (begin == cell.npos) return {};
  const std::size_t end = cell.find_last_not_of(" \"");
  return {std::string(cell.substr(begin, end - begin + 1)), static_cast<int>(begin) + 1};
}

Node read_values(std::uint32_t source, const Sources& sources, Diagnostics& diagnostics) {
  const auto lines = static_cast<int>(sources[source].line_starts.size());
  Node values = Node::list({source, 1, 1});
  bool first = true;
  int errors = 0;
  for (int i = 1; i <= lines && values.items.size() <= most_values; ++i) {
    const std::string_view line = sources.line({source, i, 1});
    const Cell cell = first_cell(line);
    if (cell.text.empty() || cell.text.starts_with('#')) continue;
    Duration value{};
    const auto wrong = ScalarText<Duration>::read(cell.text, value);
    const bool number = cell.text.find_first_of("0123456789") == 0;
    const bool header = std::exchange(first, false) && wrong && !number;
    if (!wrong) {
      values.items.push_back(Node::scalar(cell.text, {source, i, cell.column}));
    } else if (!header && errors++ < most_errors) {
      diagnostics.error({source, i, cell.column}, fmt::format("'{}' {}", cell.text, wrong->what),
                        {}, wrong->hint);
    }
  }
  if (values.items.empty() && errors == 0)
    diagnostics.error({source, 0, 0}, "the file has no values", {}, "write one duration a line");
  return values;
}

}  // namespace

DataFiles::DataFiles(std::uint32_t scenario, Sources& sources)
    : scenario_(scenario), sources_(sources) {}

void DataFiles::fill(const Type& type, Node& root, Diagnostics& diagnostics) {
  filled_ = 0;
  walk(type, {}, root, [&](const Type& its_type, std::string_view, Node& node) {
    if (&its_type == &type_of<distributions::Empirical>()) fill_one(node, diagnostics);
    if (&its_type == &type_of<traffic::CsvSpec>()) fill_rate(node, read_csv, diagnostics);
    if (&its_type == &type_of<traffic::CloudWatchSpec>())
      fill_rate(node, read_cloudwatch, diagnostics);
  });
}

void DataFiles::fill_one(Node& node, Diagnostics& diagnostics) {
  Node fields = Node::map(node.mark);
  if (node.is_list()) {  // the values themselves, in short
    fields.set({"values", node.mark}, std::move(node));
    node = std::move(fields);
    return;
  }
  const Node* file = node.is_map() ? node.find("file") : &node;
  if (!file || !file->is_scalar()) {
    if (node.is_nothing() || (node.is_map() && !file && !node.find("values")))
      diagnostics.error(node.mark, "an empirical distribution needs values", {},
                        "write 'empirical: FILE.csv' or 'empirical: [1ms, 2ms]'");
    return;
  }
  if (node.find("values")) {
    diagnostics.error(file->mark, "'file' and 'values' cannot stand together", {}, "one of them");
    return;
  }
  const Node* values = values_of(*file, diagnostics);
  if (!values || values->items.empty()) return;  // said; the name that is left keeps it at that
  fields.set({"values", file->mark}, *values);
  if (node.is_map())
    for (std::size_t i = 0; i < node.keys.size(); ++i)
      if (node.keys[i].text != "file") fields.set(node.keys[i], node.items[i]);
  node = std::move(fields);
}

void DataFiles::fill_rate(Node& node, ReadSeries read, Diagnostics& diagnostics) {
  if (node.is_scalar()) {  // the file itself, in short
    Node fields = Node::map(node.mark);
    fields.set({"file", node.mark}, std::move(node));
    node = std::move(fields);
  }
  const Node* file = node.find("file");
  if (file && !file->is_scalar()) return;  // the reader says so
  if (!file) {
    if (node.is_map() && !node.find("series"))
      diagnostics.error(node.mark, "'file' is missing", {}, "write 'file: FILE'");
    return;
  }
  if (node.find("series")) {
    diagnostics.error(file->mark, "'file' and 'series' cannot stand together", {}, "one of them");
    return;
  }
  const std::string* series = series_of(node, read, diagnostics);
  if (series) node.set({"series", file->mark}, Node::scalar(*series, file->mark));
  node.erase("file");
}

const std::string* DataFiles::series_of(const Node& fields, ReadSeries read,
                                        Diagnostics& diagnostics) {
  const Node& file = *fields.find("file");
  const std::string path = beside(file.text, file.mark, scenario_, sources_);
  std::string key = path;  // and the columns that are read
  for (std::size_t i = 0; i < fields.keys.size(); ++i)
    key += '\n' + fields.keys[i].text + '=' + fields.items[i].text;
  const auto known = series_.find(key);
  if (known != series_.end()) return &known->second;
  const auto source = add_file(path, most_bytes, file.mark, sources_, diagnostics);
  if (!source) return nullptr;
  const auto series = read(*source, fields, sources_, diagnostics);
  if (!series) return nullptr;
  filled_ += series->points.size() - 1;  // the last one is the end
  if (filled_ > most_values) {
    refuse_size(file, diagnostics);
    return nullptr;
  }
  return &series_.emplace(key, ScalarText<traffic::Series>::print(*series)).first->second;
}

void DataFiles::refuse_size(const Node& file, Diagnostics& diagnostics) {
  diagnostics.error(file.mark, fmt::format("the data files have more than {} values", most_values),
                    {}, "take a sample of them");
}

const Node* DataFiles::values_of(const Node& file, Diagnostics& diagnostics) {
  const std::string path = beside(file.text, file.mark, scenario_, sources_);
  auto known = files_.find(path);
  if (known == files_.end()) {
    const auto source = add_file(path, most_bytes, file.mark, sources_, diagnostics);
    if (!source) return nullptr;
    known = files_.emplace(path, read_values(*source, sources_, diagnostics)).first;
  }
  filled_ += known->second.items.size();
  if (filled_ <= most_values) return &known->second;
  refuse_size(file, diagnostics);
  return nullptr;
}

}  // namespace squall::scenario
