#pragma once

#include "squall/core/field.hpp"
#include "squall/scenario/document.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How a tree fits its type, for whoever changes the tree before it is read.
namespace squall::scenario {

/// The field of a record that reads a key, itself or through a choice inlined in it; else null.
const Field* field_of(const RecordType& form, std::string_view key);

const Alternative* alternative_of(const ChoiceType& form, std::string_view key);

/// The whole alternative that a map has and a key of the map belongs to; else null.
const Alternative* whole_of(const ChoiceType& form, const Node& map, std::string_view key);

/// Every key that may be written.
std::vector<std::string_view> keys_of(const RecordType& form);
std::vector<std::string_view> keys_of(const ChoiceType& form);

/// What stands under a key: its type, the sections it names a thing of, and the choice that the
/// key is one form of.
struct Slot {
  const Type* type = nullptr;
  std::string_view names = {};
  const ChoiceType* choice = nullptr;
};

/// Nothing where the key cannot stand in the map.
std::optional<Slot> slot_of(const RecordType& form, const Node& map, std::string_view key);
std::optional<Slot> slot_of(const ChoiceType& form, const Node& map, std::string_view key);

/// A value inside another one. A value written in short has one child: itself, as what it stands
/// for.
struct Child {
  const Type* type;
  std::string_view names;
  Node* node;
};

std::vector<Child> children_of(const Type& type, std::string_view names, Node& node);

/// Calls `visit(type, names, node)` for a value and all inside it, the outer before the inner; it
/// may change the node.
template <class Visit>
void walk(const Type& type, std::string_view names, Node& node, const Visit& visit) {
  visit(type, names, node);
  for (const Child& child : children_of(type, names, node))
    walk(*child.type, child.names, *child.node, visit);
}

/// One text for all ways to write the same key: '60s' for '1m'. What cannot be read stays as it is.
std::string same_key(const MapType& form, std::string_view key);

/// The field that a bare value stands for; empty where the record is always written as a map.
std::string_view bare_key(const RecordType& form, const Node& node);

/// A record's fields, also where it is written in short; nothing where it is no such record.
std::optional<Node> as_fields(const RecordType& form, const Node& node);

/// Whether a map may be written as bare names, which have equal weights.
bool holds_weights(const MapType& form);

/// Bare names as the map they stand for; anything else as it is.
Node as_weights(const Node& node);

/// "a step", "an algorithm".
std::string an(std::string_view noun);

/// "load balancer" of "load_balancers", "Auto Scaling group" of "auto_scaling_groups".
std::string singular(std::string_view section);

/// How many values a tree has, itself counted.
std::size_t count_values(const Node& node);

}  // namespace squall::scenario
