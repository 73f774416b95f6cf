#include "squall/scenario/module.hpp"

#include "squall/faults/try_spec.hpp"
#include "squall/network/security_group_spec.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/world/promise.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using Names = std::set<std::string, std::less<>>;

// What a rule of a security group may name beside addresses.
constexpr std::string_view peer_sections = "security_groups|load_balancers|instances|databases";

// Who may try to get in beside addresses.
constexpr std::string_view origin_sections = "clients|instances";

class Renamer {
 public:
  Renamer(const Type& type, const std::string& prefix, Node& root)
      : type_(type), prefix_(prefix), root_(root) {
    for (std::size_t i = 0; i < root.keys.size(); ++i) {
      if (!is_section(root.keys[i].text) || !root.items[i].is_map()) continue;
      for (const Key& key : root.items[i].keys) names_[root.keys[i].text].insert(key.text);
    }
  }

  void rename() {
    walk(type_, {}, root_, [this](const Type& type, std::string_view names, Node& node) {
      if (type.as<ScalarType>() && node.is_scalar()) rename_value(type, names, node);
      const auto* map = type.as<MapType>();
      if (map && !names.empty()) rename_keys(names, node);
    });
    for (auto& [section, names] : names_) rename_section(section, *root_.find(section));
  }

 private:
  bool is_section(std::string_view key) const {
    const Field* field = field_of(*type_.as<RecordType>(), key);
    return field && field->type().as<MapType>() && key != shared_section;
  }

  void rename_value(const Type& type, std::string_view names, Node& node) const {
    if (&type == &type_of<world::Promise>()) {
      rename_scope(node.text);
    } else if (&type == &type_of<network::Peer>()) {
      if (means_ours(peer_sections, node.text)) node.text = renamed(node.text);
    } else if (&type == &type_of<faults::Origin>()) {
      if (means_ours(origin_sections, node.text)) node.text = renamed(node.text);
    } else if (!names.empty() && means_ours(names, node.text)) {
      node.text = renamed(node.text);
    }
  }

  void rename_keys(std::string_view names, Node& node) const {
    for (Key& key : node.keys)
      if (means_ours(names, key.text)) key.text = renamed(key.text);
    // Bare names, whose weights are equal.
    if (node.is_scalar() && means_ours(names, node.text)) node.text = renamed(node.text);
    if (!node.is_list()) return;
    for (Node& item : node.items)
      if (item.is_scalar() && means_ours(names, item.text)) item.text = renamed(item.text);
  }

  void rename_section(const std::string& section, Node& things) const {
    for (std::size_t i = 0; i < things.keys.size(); ++i) {
      things.keys[i].text = renamed(things.keys[i].text);
      Node* like = things.items[i].find("like");
      if (like && like->is_scalar() && means_ours(section, like->text))
        like->text = renamed(like->text);
    }
  }

  // `shoppers.buy.p99 < 1s` speaks of a thing; `p99 < 1s` of everything, here as in the module.
  void rename_scope(std::string& text) const {
    world::Promise promise;
    if (ScalarText<world::Promise>::read(text, promise) || promise.scope.empty()) return;
    for (const auto& [section, names] : names_) {
      if (!means_ours(section, promise.scope)) continue;
      text.insert(text.find(promise.scope), prefix_ + "/");
      return;
    }
  }

  // The name itself, what comes before its dot, or one of several: web-2.
  bool means_ours(std::string_view sections, std::string_view name) const {
    while (!sections.empty()) {
      const std::string_view section = sections.substr(0, sections.find('|'));
      sections.remove_prefix(std::min(sections.size(), section.size() + 1));
      const auto known = names_.find(section);
      if (known == names_.end()) continue;
      const Names& names = known->second;
      if (names.contains(name) || names.contains(name.substr(0, name.find('.')))) return true;
      const std::size_t dash = name.rfind('-');
      const bool counted = dash != name.npos && dash + 1 < name.size() &&
                           name.find_first_not_of("0123456789", dash + 1) == name.npos;
      if (counted && names.contains(name.substr(0, dash))) return true;
    }
    return false;
  }

  std::string renamed(const std::string& name) const { return fmt::format("{}/{}", prefix_, name); }

  const Type& type_;
  const std::string& prefix_;
  Node& root_;
  std::map<std::string, Names, std::less<>> names_;
};

}  // namespace

void place_things(const Type& type, const std::string& field, const Node& value, Node& root) {
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    const Field* section = field_of(*type.as<RecordType>(), root.keys[i].text);
    const auto* map = section ? section->type().as<MapType>() : nullptr;
    const auto* thing = map ? map->element().as<RecordType>() : nullptr;
    if (!thing || !field_of(*thing, field) || root.keys[i].text == shared_section) continue;
    Node& things = root.items[i];
    for (Node& each : things.items) {
      if (!each.is_map() || each.find(field)) continue;
      const Node* like = each.find("like");
      if (like && things.find(like->text)) continue;
      each.set({field, value.mark}, value);
    }
  }
}

void rename_things(const Type& type, const std::string& prefix, Node& root) {
  Renamer(type, prefix, root).rename();
}

}  // namespace squall::scenario
