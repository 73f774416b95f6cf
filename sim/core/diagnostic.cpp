#include "squall/core/diagnostic.hpp"

#include "squall/core/display.hpp"

#include <utility>

#include <fmt/format.h>

namespace squall {

namespace {

constexpr std::size_t widest_line = 160;

// The part of a long line that holds the column, and the column within it.
std::pair<std::string, int> window(const std::string& line, int column) {
  std::string shown;
  int at = 1;
  int first = 1;
  if (column > static_cast<int>(widest_line) / 2)
    first = column - static_cast<int>(widest_line) / 2;
  for (std::size_t i = 0; i < line.size() && at < first + static_cast<int>(widest_line);) {
    const std::size_t length = length_of_character(line, i);
    if (at >= first) {
      const std::string_view character = std::string_view(line).substr(i, length);
      shown += character == "\t" ? std::string_view(" ") : character;
    }
    i += length;
    ++at;
  }
  return {shown, column - first + 1};
}

}  // namespace

std::string one_line(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  if (diagnostic.line > 0) text += fmt::format(":{}:{}", diagnostic.line, diagnostic.column);
  text += diagnostic.severity == Severity::error ? ": error: " : ": warning: ";
  text += diagnostic.what;
  if (!diagnostic.where.empty()) text += " in " + diagnostic.where;
  if (!diagnostic.hint.empty()) text += " (" + diagnostic.hint + ")";
  return text;
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = one_line(diagnostic) + "\n";
  if (diagnostic.line == 0 || diagnostic.source_line.empty()) return text;
  const auto [line, column] = window(diagnostic.source_line, diagnostic.column);
  std::size_t before = 0;
  for (int at = 1; at < column && before < line.size(); ++at)
    before += length_of_character(line, before);
  const std::size_t indent = display_width(std::string_view(line).substr(0, before));
  return text + line + "\n" + std::string(indent, ' ') + "^\n";
}

ScenarioError::ScenarioError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(diagnostics.empty() ? "the scenario is wrong"
                                             : one_line(diagnostics.front())),
      diagnostics_(std::move(diagnostics)) {}

}  // namespace squall
