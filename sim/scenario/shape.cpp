#include "squall/scenario/shape.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

const Field* plain_field(const RecordType& form, std::string_view key) {
  for (const Field& field : form.fields)
    if (!field.inlined && field.key == key) return &field;
  return nullptr;
}

std::vector<Child> children(const ScalarType&, std::string_view, Node&) { return {}; }
std::vector<Child> children(const AnyType&, std::string_view, Node&) { return {}; }

std::vector<Child> children(const OptionalType& form, std::string_view names, Node& node) {
  return {{&form.element(), names, &node}};
}

std::vector<Child> children(const RecordType& form, std::string_view, Node& node) {
  std::vector<Child> found;
  if (form.positional) {
    if (!node.is_list() || node.items.size() != form.fields.size()) return found;
    for (std::size_t i = 0; i < form.fields.size(); ++i)
      found.push_back({&form.fields[i].type(), form.fields[i].names, &node.items[i]});
    return found;
  }
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    if (const auto slot = slot_of(form, node, node.keys[i].text))
      found.push_back({slot->type, slot->names, &node.items[i]});
  }
  if (node.is_map() || node.is_nothing()) return found;
  if (const Field* bare = plain_field(form, bare_key(form, node)))
    found.push_back({&bare->type(), bare->names, &node});
  return found;
}

std::vector<Child> children(const ChoiceType& form, std::string_view names, Node& node) {
  std::vector<Child> found;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    if (const auto slot = slot_of(form, node, node.keys[i].text))
      found.push_back({slot->type, slot->names, &node.items[i]});
  }
  if (node.is_map() || node.is_nothing()) return found;
  if (const Alternative* bare = alternative_of(form, form.shorthand))
    found.push_back({&bare->type(), names, &node});
  return found;
}

std::vector<Child> children(const ListType& form, std::string_view names, Node& node) {
  const Type& element = form.element();
  const auto* record = element.as<RecordType>();
  if (!node.is_list() || (record && record->positional)) {
    if (node.is_nothing()) return {};
    return {{&element, names, &node}};
  }
  std::vector<Child> found;
  for (Node& item : node.items) found.push_back({&element, names, &item});
  return found;
}

std::vector<Child> children(const MapType& form, std::string_view, Node& node) {
  std::vector<Child> found;
  if (!node.is_map()) return found;
  for (Node& item : node.items) found.push_back({&form.element(), {}, &item});
  return found;
}

template <class Key>
bool rewrite(const Type& type, std::string_view text, std::string& result) {
  if (&type != &type_of<Key>()) return false;
  Key key{};
  if (!ScalarText<Key>::read(text, key)) result = ScalarText<Key>::print(key);
  return true;
}

// Whether it is the key of a form, or of what stands beside it.
bool says(const ChoiceType& form, std::string_view key) {
  return std::any_of(
      form.alternatives.begin(), form.alternatives.end(), [key](const Alternative& each) {
        return each.key == key || (each.whole && field_of(*each.type().as<RecordType>(), key));
      });
}

}  // namespace

const Field* field_of(const RecordType& form, std::string_view key) {
  for (const Field& field : form.fields) {
    if (!field.inlined && field.key == key) return &field;
    if (field.inlined && says(*field.type().as<ChoiceType>(), key)) return &field;
  }
  return nullptr;
}

const Alternative* alternative_of(const ChoiceType& form, std::string_view key) {
  for (const Alternative& each : form.alternatives)
    if (each.key == key) return &each;
  return nullptr;
}

const Alternative* whole_of(const ChoiceType& form, const Node& map, std::string_view key) {
  for (const Alternative& each : form.alternatives) {
    if (!each.whole || !map.find(each.key)) continue;
    if (field_of(*each.type().as<RecordType>(), key)) return &each;
  }
  return nullptr;
}

std::vector<std::string_view> keys_of(const RecordType& form) {
  std::vector<std::string_view> keys;
  for (const Field& field : form.fields) {
    if (!field.inlined) {
      keys.push_back(field.key);
      continue;
    }
    for (const Alternative& each : field.type().as<ChoiceType>()->alternatives)
      keys.push_back(each.key);
  }
  return keys;
}

std::vector<std::string_view> keys_of(const ChoiceType& form) {
  std::vector<std::string_view> keys;
  for (const Alternative& each : form.alternatives) keys.push_back(each.key);
  return keys;
}

std::optional<Slot> slot_of(const RecordType& form, const Node& map, std::string_view key) {
  const Field* field = field_of(form, key);
  if (!field) return std::nullopt;
  if (field->inlined) return slot_of(*field->type().as<ChoiceType>(), map, key);
  return Slot{&field->type(), field->names, nullptr};
}

std::optional<Slot> slot_of(const ChoiceType& form, const Node& map, std::string_view key) {
  const Alternative* alternative = alternative_of(form, key);
  if (alternative && !alternative->whole)
    return Slot{&alternative->type(), alternative->names, &form};
  const Alternative* whole = alternative ? alternative : whole_of(form, map, key);
  if (!whole) return std::nullopt;
  const Field* field = plain_field(*whole->type().as<RecordType>(), key);
  if (!field) return std::nullopt;
  return Slot{&field->type(), field->names, &form};
}

std::vector<Child> children_of(const Type& type, std::string_view names, Node& node) {
  return std::visit([&](const auto& form) { return children(form, names, node); }, type.form);
}

std::string same_key(const MapType& form, std::string_view key) {
  const Type& type = form.key();
  std::string result(key);
  static_cast<void>(rewrite<Duration>(type, key, result) || rewrite<int>(type, key, result) ||
                    rewrite<std::int64_t>(type, key, result) ||
                    rewrite<Moment>(type, key, result) || rewrite<Ratio>(type, key, result) ||
                    rewrite<TimeOfDay>(type, key, result));
  return result;
}

std::string_view bare_key(const RecordType& form, const Node& node) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool word = node.is_scalar() && !node.text.empty() && is_letter(node.text.front());
  return word && !form.word.empty() ? form.word : form.shorthand;
}

std::optional<Node> as_fields(const RecordType& form, const Node& node) {
  if (form.positional) return std::nullopt;
  if (node.is_map()) return node;
  Node fields = Node::map(node.mark);
  if (node.is_nothing()) return fields;
  if (form.shorthand.empty()) return std::nullopt;
  fields.set({std::string(bare_key(form, node)), node.mark}, node);
  return fields;
}

bool holds_weights(const MapType& form) { return &form.element() == &type_of<Weight>(); }

Node as_weights(const Node& node) {
  const Node equal = Node::scalar(ScalarText<Weight>::print(Weight{}), node.mark);
  Node weights = Node::map(node.mark);
  if (node.is_scalar()) {
    weights.set({node.text, node.mark}, equal);
    return weights;
  }
  const auto names = [](const Node& item) { return item.is_scalar(); };
  if (!node.is_list() || !std::all_of(node.items.begin(), node.items.end(), names)) return node;
  for (const Node& item : node.items) weights.set({item.text, item.mark}, equal);
  return weights;
}

std::string an(std::string_view noun) {
  const bool vowel = std::string_view("aeiouAE").find(noun.front()) != std::string_view::npos &&
                     !noun.starts_with("uni");
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

std::string singular(std::string_view section) {
  std::string kind(section);
  std::replace(kind.begin(), kind.end(), '_', ' ');
  if (kind.starts_with("auto scaling")) kind.replace(0, 12, "Auto Scaling");
  if (kind.starts_with("dns")) kind.replace(0, 3, "DNS");
  if (kind.ends_with(" ips")) kind.replace(kind.size() - 3, 3, "IPs");
  if (kind.ends_with("ies")) return kind.replace(kind.size() - 3, 3, "y");
  if (kind.ends_with('s')) kind.pop_back();
  return kind;
}

std::size_t count_values(const Node& node) {
  std::size_t values = 1;
  for (const Node& item : node.items) values += count_values(item);
  return values;
}

}  // namespace squall::scenario
