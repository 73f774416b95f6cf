#include "squall/scenario/yaml.hpp"

#include <string_view>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Whether a text must be quoted to read back as that text.
bool needs_quotes(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return true;
  if (text.front() == ' ' || text.back() == ' ') return true;
  static constexpr std::string_view leaders = "!&*-?:,[]{}#|>@`\"'%";
  if (leaders.find(text.front()) != leaders.npos) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || text[at] == '"' || text[at] == '\\') return true;
    const bool ends = at + 1 == text.size() || text[at + 1] == ' ';
    if (text[at] == ':' && ends) return true;
    if (text[at] == '#' && at > 0 && text[at - 1] == ' ') return true;
    if (std::string_view(",[]{}").find(text[at]) != std::string_view::npos) return true;
  }
  return false;
}

std::string written(const std::string& text) {
  if (!needs_quotes(text)) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (letter == '\n') {
      quoted += "\\n";
    } else if (letter == '\t') {
      quoted += "\\t";
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned>(letter));
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

bool is_leaf(const Node& node) { return node.items.empty(); }

std::string leaf(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return "~";
    case Node::Kind::scalar:
      return node.quoted && !needs_quotes(node.text) ? '"' + node.text + '"' : written(node.text);
    case Node::Kind::list:
      return "[]";
    case Node::Kind::map:
      return "{}";
  }
  return {};
}

// The lines of a list or a map; `first_indented` is false where the first stands behind "- ".
void write_lines(const Node& node, std::size_t indent, bool first_indented, std::string& out) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0 || first_indented) out.append(indent, ' ');
    out += node.is_map() ? written(node.keys[i].text) + ":" : "-";
    const Node& item = node.items[i];
    if (is_leaf(item)) {
      out += ' ' + leaf(item) + '\n';
    } else if (node.is_list()) {
      out += ' ';
      write_lines(item, indent + 2, false, out);
    } else {
      out += '\n';
      write_lines(item, indent + 2, true, out);
    }
  }
}

}  // namespace

std::string write_yaml(const Node& node) {
  if (is_leaf(node)) return leaf(node) + '\n';
  std::string out;
  write_lines(node, 0, true, out);
  return out;
}

}  // namespace squall::scenario
