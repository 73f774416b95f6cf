#include "squall/scenario/sets.hpp"

#include "squall/core/display.hpp"
#include "squall/scenario/source_file.hpp"
#include "squall/scenario/yaml.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr std::size_t most_edits = 10'000;

// Where a text read on its own stands in its source.
class Moved {
 public:
  explicit Moved(const Mark& start) : start_(start) {}

  Mark mark(int line, int column) const {
    return {start_.source, start_.line + std::max(line, 1) - 1, line < 1 ? start_.column : column};
  }

  void move(Node& node) const {
    node.mark = mark(node.mark.line, node.mark.column);
    for (Key& key : node.keys) key.mark = mark(key.mark.line, key.mark.column);
    for (Node& item : node.items) move(item);
  }

 private:
  Mark start_;
};

int column_in_bytes(std::string_view line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) at += length_of_character(line, at);
  return static_cast<int>(at) + 1;
}

// The value as a tree whose marks lie in the source of `start`: it is read behind as many blanks
// as stand before it there.
std::optional<Node> read_value(std::string_view text, const Mark& start, Diagnostics& diagnostics) {
  const std::string blanks(static_cast<std::size_t>(start.column) - 1, ' ');
  Sources scratch;
  Diagnostics said(scratch);
  const std::uint32_t source = scratch.add("value", blanks + std::string(text));
  Node value = read_yaml(scratch, source, said);
  const Moved moved(start);
  for (const Diagnostic& each : said.sorted()) {
    const int column = column_in_bytes(each.source_line, each.column);
    diagnostics.error(moved.mark(each.line, column), each.what, each.where, each.hint);
  }
  if (said.failed()) return std::nullopt;
  moved.move(value);
  return value;
}

// The '=' behind the path; one inside a quoted name does not count.
std::size_t end_of_path(std::string_view text) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '=' && !quoted) return at;
  }
  return text.npos;
}

std::size_t blanks_before(std::string_view text) {
  return std::min(text.size(), text.find_first_not_of(" \t"));
}

std::optional<Edit> read_set(std::string_view text, const Mark& start, Diagnostics& diagnostics) {
  const auto at = [&](std::size_t offset) {
    return Mark{start.source, start.line, start.column + static_cast<int>(offset)};
  };
  const std::size_t equals = end_of_path(text);
  if (equals == text.npos) {
    diagnostics.error(at(0), fmt::format("'{}' has no '='", text), {},
                      "write 'auto_scaling_groups.web.max_size=20'");
    return std::nullopt;
  }
  const std::size_t begin = blanks_before(text.substr(0, equals));
  std::string_view path = text.substr(begin, equals - begin);
  while (path.ends_with(' ')) path.remove_suffix(1);
  if (path.empty()) {
    diagnostics.error(at(0), "no path stands before '='", {},
                      "write 'auto_scaling_groups.web.max_size=20'");
    return std::nullopt;
  }
  const std::string_view value = text.substr(equals + 1);
  if (value.find_first_not_of(" \t\n") == value.npos) {
    diagnostics.error(at(equals), "no value stands behind '='", {},
                      "write 'null' to take away what is there");
    return std::nullopt;
  }
  auto parts = read_path(path, at(begin), diagnostics);
  auto node = read_value(value, at(equals + 1), diagnostics);
  if (!parts || !node) return std::nullopt;
  return Edit{std::move(*parts), std::move(*node)};
}

// The first line as far as it fits into a message.
std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  const std::string_view line = text.substr(0, text.find('\n'));
  std::size_t end = 0;
  while (end < line.size() && end < longest) end += length_of_character(line, end);
  const std::string_view shown = line.substr(0, end);
  return fmt::format("{}{}", shown, shown.size() < text.size() ? "..." : "");
}

void read_file(std::uint32_t source, const Sources& sources, Diagnostics& diagnostics,
               std::vector<Edit>& edits) {
  const std::size_t lines = sources[source].line_starts.size();
  if (lines > most_edits) {
    diagnostics.error({source, 0, 0}, fmt::format("has more than {} lines", most_edits));
    return;
  }
  for (std::size_t i = 1; i <= lines; ++i) {
    const Mark mark{source, static_cast<int>(i), 1};
    const std::string_view line = sources.line(mark);
    const std::size_t begin = blanks_before(line);
    if (begin == line.size() || line[begin] == '#') continue;
    if (auto edit = read_set(line, mark, diagnostics)) edits.push_back(std::move(*edit));
  }
}

}  // namespace

std::vector<Edit> read_sets(const std::vector<std::string>& sets, Sources& sources,
                            Diagnostics& diagnostics) {
  std::vector<Edit> edits;
  for (const std::string& text : sets) {
    const Mark start{sources.add("--set " + shortened(text), text), 1, 1};
    if (text.starts_with('@')) {
      const Mark behind{start.source, 1, 2};
      if (const auto file = add_file(text.substr(1), most_bytes, behind, sources, diagnostics))
        read_file(*file, sources, diagnostics, edits);
    } else if (auto edit = read_set(text, start, diagnostics)) {
      edits.push_back(std::move(*edit));
    }
  }
  return edits;
}

}  // namespace squall::scenario
