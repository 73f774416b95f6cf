#include "scenario/yaml_syntax.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

SyntaxError misplaced_colon(const Mark& mark, std::string_view line) {
  const auto before = line.substr(0, static_cast<std::size_t>(mark.column - 1));
  if (before.find(": ") != before.npos)
    return {mark, "a second ':' on one line", "quote a text that holds ': '"};
  return {{mark.source, mark.line, static_cast<int>(indentation(line)) + 1},
          "this line goes on with the text above it",
          "a key ends with ':', and keys of one thing are indented alike"};
}

SyntaxError unclosed(const Mark& mark, const Node* opener, std::string_view sign) {
  return {opener ? opener->mark : mark, fmt::format("this '{}' is not closed", sign),
          fmt::format("it goes wrong on line {}", mark.line)};
}

}  // namespace

SyntaxError syntax_error(const Sources& sources, const Mark& mark, std::string message,
                         const OpenBrackets& open) {
  const std::string_view line = sources.line(mark);
  const auto column = static_cast<std::size_t>(std::max(mark.column, 1)) - 1;
  const std::string_view rest = column < line.size() ? line.substr(column) : std::string_view();
  const auto tab = line.substr(0, indentation(line)).find('\t');
  if (tab != line.npos) {
    return {{mark.source, mark.line, static_cast<int>(tab) + 1},
            "a tab indents this line",
            "write spaces"};
  }
  if (message.starts_with("illegal map value")) return misplaced_colon(mark, line);
  if (message.starts_with("end of map flow not found")) return unclosed(mark, open.map, "{");
  if (message.starts_with("end of sequence flow not found")) return unclosed(mark, open.list, "[");
  if (message.starts_with("end of map not found") && rest.starts_with('-'))
    return {mark, "a list item stands among keys", "write either keys or items"};
  if (message.starts_with("end of map not found") ||
      message.starts_with("end of sequence not found"))
    return {mark, "the indentation of this line fits none above it",
            "things of one level are indented alike"};
  if (message.starts_with("illegal flow end") && !rest.empty())
    return {mark, fmt::format("this '{}' closes nothing", rest[0])};
  if (message.starts_with("unknown token") && rest.starts_with('?'))
    return {mark, "'?' cannot stand in a text between brackets", "quote the text"};
  if (message.starts_with("unknown token") && !rest.empty())
    return {mark, fmt::format("a text cannot begin with '{}'", rest[0]), "quote it"};
  if (message.starts_with("unknown escape character") && !message.empty()) {
    return {mark, fmt::format("unknown escape '\\{}' in a quoted text", message.back()),
            "in single quotes a backslash is only a backslash"};
  }
  if (message.starts_with("the referenced anchor is not defined") && !rest.empty()) {
    const std::string_view name = rest.substr(1, rest.find_first_of(" ,]}") - 1);
    return {mark, fmt::format("no anchor is called '{}' above", name),
            "'&name' behind a key defines one"};
  }
  if (message.ends_with('.')) message.pop_back();
  if (!message.empty())
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  return {mark, std::move(message)};
}

}  // namespace squall::scenario
