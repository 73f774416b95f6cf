#include "squall/scenario/launch_templates.hpp"

#include "squall/compute/launch_template.hpp"
#include "squall/core/field_types.hpp"
#include "squall/scenario/like.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/yaml.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::scenario {

namespace {

std::optional<int> number_in(const std::string& text) {
  int number = 0;
  if (ScalarText<int>::read(text, number)) return std::nullopt;
  return number;
}

std::optional<int> number_in(const Node* node) {
  return node && node->is_scalar() ? number_in(node->text) : std::nullopt;
}

// The versions of one template, each with what it takes from its source.
class Versions {
 public:
  explicit Versions(const Node& thing)
      : default_(number_in(thing.find("default_version")).value_or(1)) {
    const Node* versions = thing.find("versions");
    if (!versions) written_.emplace(1, &thing);
    if (!versions || !versions->is_map()) return;
    for (std::size_t i = 0; i < versions->keys.size(); ++i)
      if (const auto number = number_in(versions->keys[i].text))
        written_.emplace(*number, &versions->items[i]);
  }

  int meant_by(const compute::VersionChoice& choice) const {
    if (choice.number > 0) return choice.number;
    return choice.latest && !written_.empty() ? written_.rbegin()->first : default_;
  }

  bool contains(int version) const { return written_.contains(version); }

  /// All that a version says; null where all that was taken, this with it, is too much.
  const Node* find(int version, std::size_t& taken) {
    std::vector<int> chain;
    for (std::optional<int> next = version; next && !whole_.contains(*next);
         next = source_of(*next))
      chain.push_back(*next);
    for (; !chain.empty() && taken <= YamlLimits{}.values; chain.pop_back()) {
      const Node& said = *written_.at(chain.back());
      const auto source = source_of(chain.back());
      const Type& type = type_of<compute::LaunchVersionSpec>();
      const Node& whole =
          whole_.emplace(chain.back(), source ? laid_over(type, whole_.at(*source), said) : said)
              .first->second;
      taken += count_values(whole);
    }
    const auto found = whole_.find(version);
    return found == whole_.end() ? nullptr : &found->second;
  }

  std::string known() const {
    std::vector<int> numbers;
    for (const auto& [number, said] : written_) numbers.push_back(number);
    return numbers.empty() ? std::string("it has none")
                           : fmt::format("it has {}", fmt::join(numbers, ", "));
  }

 private:
  std::optional<int> source_of(int version) const {
    const auto source = number_in(written_.at(version)->find("source_version"));
    return source && *source < version && contains(*source) ? source : std::nullopt;
  }

  int default_;
  std::map<int, const Node*> written_;
  std::map<int, Node> whole_;
};

class Launches {
 public:
  Launches(const Node& templates, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < templates.keys.size(); ++i)
      if (templates.items[i].is_map())
        templates_.emplace(templates.keys[i].text, templates.items[i]);
  }

  /// Of one section, whose things are of a type.
  void resolve(const Key& section, const Type& element, Node& things) {
    for (std::size_t i = 0; i < things.keys.size(); ++i)
      if (things.items[i].is_map())
        resolve(element, things.items[i], join_path(section.text, things.keys[i].text));
  }

 private:
  // A name that leads nowhere is found as all names are.
  void resolve(const Type& element, Node& thing, const std::string& where) {
    const Node* use = thing.find("launch_template");
    if (!use) return;
    const Node* name = use->is_map() ? use->find("name") : use;
    const auto its = name && name->is_scalar() ? templates_.find(name->text) : templates_.end();
    if (its == templates_.end()) return;
    const Node* written = use->is_map() ? use->find("version") : nullptr;
    compute::VersionChoice choice;
    if (written &&
        (!written->is_scalar() || ScalarText<compute::VersionChoice>::read(written->text, choice)))
      return;
    Versions& versions = its->second;
    const int version = versions.meant_by(choice);
    if (!versions.contains(version)) {
      if (choice.number > 0)
        diagnostics_.error(
            written->mark,
            fmt::format("launch template '{}' has no version {}", its->first, version), where,
            versions.known());
      return;
    }
    const Node* says = versions.find(version, taken_);
    if (says) taken_ += count_values(*says);
    if (!says || taken_ > YamlLimits{}.values) {
      diagnostics_.error(use->mark, fmt::format("more than {} values", YamlLimits{}.values), where,
                         "a launch template counts with all that is taken from it");
      return;
    }
    thing = laid_over(element, fitting(element, *says), thing);
  }

  // What things of that type may say too.
  static Node fitting(const Type& element, const Node& says) {
    Node fitting = Node::map(says.mark);
    for (std::size_t i = 0; i < says.keys.size(); ++i)
      if (field_of(*element.as<RecordType>(), says.keys[i].text))
        fitting.set(says.keys[i], says.items[i]);
    return fitting;
  }

  Diagnostics& diagnostics_;
  std::map<std::string, Versions, std::less<>> templates_;
  std::size_t taken_ = 0;
};

void put_first(Node& root, std::string_view key) {
  const auto found = std::find_if(root.keys.begin(), root.keys.end(),
                                  [&](const Key& each) { return each.text == key; });
  const auto place = found - root.keys.begin();
  std::rotate(root.keys.begin(), found, found + 1);
  std::rotate(root.items.begin(), root.items.begin() + place, root.items.begin() + place + 1);
}

}  // namespace

void resolve_launch_templates(const Type& type, Node& root, Diagnostics& diagnostics) {
  const Node* templates = root.find("launch_templates");
  if (!templates || !templates->is_map()) return;
  put_first(root, "launch_templates");
  Launches launches(root.items.front(), diagnostics);
  for (std::size_t i = 1; i < root.keys.size(); ++i) {
    const Field* field = field_of(*type.as<RecordType>(), root.keys[i].text);
    const auto* section = field ? field->type().as<MapType>() : nullptr;
    const auto* record = section ? section->element().as<RecordType>() : nullptr;
    if (record && field_of(*record, "launch_template") && root.items[i].is_map())
      launches.resolve(root.keys[i], section->element(), root.items[i]);
  }
}

}  // namespace squall::scenario
