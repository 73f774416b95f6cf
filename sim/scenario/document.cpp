#include "squall/scenario/document.hpp"

#include "squall/core/display.hpp"

#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

std::uint32_t Sources::add(std::string name, std::string text) {
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);  // a byte order mark is no text
  Source source{std::move(name), std::move(text), {0}};
  for (std::size_t at = 0; at < source.text.size(); ++at)
    if (source.text[at] == '\n') source.line_starts.push_back(at + 1);
  sources_.push_back(std::move(source));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

std::string_view Sources::line(const Mark& mark) const {
  const Source& source = sources_[mark.source];
  if (mark.line < 1 || static_cast<std::size_t>(mark.line) > source.line_starts.size()) return {};
  std::string_view rest = source.text;
  rest.remove_prefix(source.line_starts[static_cast<std::size_t>(mark.line) - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

int Sources::column_in_characters(const Mark& mark) const {
  const std::string_view text = line(mark);
  int column = 1;
  std::size_t at = 0;
  while (at + 1 < static_cast<std::size_t>(mark.column) && at < text.size()) {
    at += length_of_character(text, at);
    ++column;
  }
  return column;
}

Node Node::scalar(std::string text, Mark mark) {
  Node node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  node.mark = mark;
  return node;
}

Node Node::list(Mark mark) {
  Node node;
  node.kind = Kind::list;
  node.mark = mark;
  return node;
}

Node Node::map(Mark mark) {
  Node node;
  node.kind = Kind::map;
  node.mark = mark;
  return node;
}

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key) return &items[i];
  return nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

const Key* Node::find_key(std::string_view key) const {
  for (const Key& each : keys)
    if (each.text == key) return &each;
  return nullptr;
}

Node& Node::set(Key key, Node value) {
  if (Node* existing = find(key.text)) return *existing = std::move(value);
  keys.push_back(std::move(key));
  return items.emplace_back(std::move(value));
}

void Node::erase(std::string_view key) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text != key) continue;
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(i));
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

std::string described(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return "nothing";
    case Node::Kind::scalar: {
      constexpr std::size_t longest = 40;
      if (node.text.size() <= longest) return fmt::format("'{}'", node.text);
      std::size_t end = 0;
      while (end < longest) end += length_of_character(node.text, end);
      return fmt::format("'{}...'", node.text.substr(0, end));
    }
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return {};
}

std::string join_path(std::string_view path, std::string_view key) {
  const bool plain = !key.empty() && key != "*" && key.find_first_of(".[]=\"") == key.npos;
  const std::string part = plain ? std::string(key) : fmt::format("\"{}\"", key);
  return path.empty() ? part : fmt::format("{}.{}", path, part);
}

}  // namespace squall::scenario
