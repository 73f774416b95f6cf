#include "scenario/checks/written.hpp"

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t small_map = 16;

}  // namespace

Place::Place(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) parts_.push_back({std::string(key), -1});
}

Place Place::operator/(std::string_view key) const {
  Place longer = *this;
  longer.parts_.push_back({std::string(key), -1});
  return longer;
}

Place Place::operator[](std::size_t index) const {
  Place longer = *this;
  longer.parts_.push_back({{}, static_cast<int>(index)});
  return longer;
}

Place Place::parent() const {
  Place shorter = *this;
  if (!shorter.parts_.empty()) shorter.parts_.pop_back();
  return shorter;
}

Written::Written(const Node& root, const Diagnostics& diagnostics)
    : root_(root), wrong_(diagnostics.error_marks()) {}

const Node* Written::child(const Node& map, std::string_view key) const {
  if (map.keys.size() <= small_map) return map.find(key);
  auto& index = index_[&map];
  if (index.empty())
    for (std::size_t i = 0; i < map.keys.size(); ++i)
      index.emplace(map.keys[i].text, &map.items[i]);
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

const Node* Written::child(const Node& node, const Place::Part& part) const {
  if (part.index < 0) return child(node, part.key);
  const auto index = static_cast<std::size_t>(part.index);
  if (!node.is_list()) return index == 0 ? &node : nullptr;
  return index < node.items.size() ? &node.items[index] : nullptr;
}

Written::Found Written::descend(const Place& place) const {
  Found found{&root_, nullptr, 0};
  for (const Place::Part& part : place.parts()) {
    const Node* next = child(*found.node, part);
    if (!next) break;
    found = {next, found.node, found.depth + 1};
  }
  return found;
}

const Node* Written::find(const Place& place) const {
  const Found found = descend(place);
  return found.depth == place.parts().size() ? found.node : nullptr;
}

Mark Written::mark(const Place& place) const { return descend(place).node->mark; }

Mark Written::key_mark(const Place& place) const {
  const Found found = descend(place);
  if (found.depth < place.parts().size() || !found.holder || !found.holder->is_map())
    return found.node->mark;
  const auto at = static_cast<std::size_t>(found.node - found.holder->items.data());
  return found.holder->keys[at].mark;
}

std::string Written::text(const Place& place) const {
  std::string text;
  const Node* node = &root_;
  for (const Place::Part& part : place.parts()) {
    if (part.index < 0) {
      text = join_path(text, part.key);
    } else if (node && node->is_list()) {
      text += fmt::format("[{}]", part.index);
    }
    node = node ? child(*node, part) : nullptr;
  }
  return text;
}

bool Written::sound(const Place& place) const {
  if (wrong_.empty()) return true;
  const Found found = descend(place);
  if (found.depth == place.parts().size()) return sound(*found.node);
  return !wrong_.contains(found.node->mark);
}

bool Written::sound(const Node& node) const {
  if (wrong_.contains(node.mark)) return false;
  for (const Key& key : node.keys)
    if (wrong_.contains(key.mark)) return false;
  for (const Node& item : node.items)
    if (!sound(item)) return false;
  return true;
}

}  // namespace squall::scenario
