#include "squall/scenario/like.hpp"

#include "squall/scenario/reader.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/yaml.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Longer chains are no one's intention, and recursion has to end.
constexpr int longest_chain = 64;

void put(Node& map, std::size_t index, const Key& key, Node value) {
  map.keys[index] = key;
  map.items[index] = std::move(value);
}

Node records_over(const RecordType& form, const Node& base, const Node& over) {
  Node result = base;
  result.mark = over.mark;
  const Field* replaced = nullptr;
  for (std::size_t i = 0; i < over.keys.size(); ++i) {
    const Key& key = over.keys[i];
    const Field* field = field_of(form, key.text);
    if (field && field->inlined && field != replaced) {
      replaced = field;
      for (const Key& each : base.keys)
        if (field_of(form, each.text) == field) result.erase(each.text);
    }
    const Node* below = field && !field->inlined ? result.find(key.text) : nullptr;
    if (over.items[i].is_nothing()) {
      result.erase(key.text);
    } else if (below) {
      Node both = laid_over(field->type(), *below, over.items[i]);
      result.erase(key.text);
      result.set(key, std::move(both));
    } else {
      result.set(key, over.items[i]);
    }
  }
  return result;
}

Node maps_over(const MapType& form, const Node& base, const Node& over) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < base.keys.size(); ++i)
    places.emplace(same_key(form, base.keys[i].text), i);
  Node both = base;
  both.mark = over.mark;
  std::vector<bool> gone(base.keys.size(), false);
  for (std::size_t i = 0; i < over.keys.size(); ++i) {
    const auto place = places.find(same_key(form, over.keys[i].text));
    const Node& item = over.items[i];
    if (place == places.end()) {
      if (item.is_nothing()) continue;
      both.keys.push_back(over.keys[i]);
      both.items.push_back(item);
    } else if (item.is_nothing()) {
      gone[place->second] = true;
    } else {
      const std::size_t at = place->second;
      put(both, at, over.keys[i], laid_over(form.element(), base.items[at], item));
    }
  }
  Node result = Node::map(both.mark);
  for (std::size_t i = 0; i < both.keys.size(); ++i) {
    if (i < gone.size() && gone[i]) continue;
    result.keys.push_back(std::move(both.keys[i]));
    result.items.push_back(std::move(both.items[i]));
  }
  return result;
}

// Resolves the things of one section, each after what it is like.
class Section {
 public:
  Section(const Key& name, const Type& element, Node& things, Diagnostics& diagnostics)
      : name_(name.text), element_(element), things_(things), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < things.keys.size(); ++i) places_.emplace(things.keys[i].text, i);
    states_.resize(things.keys.size());
  }

  void resolve_all() {
    for (std::size_t i = 0; i < states_.size(); ++i) resolve(i, 0);
    Node ordered = Node::map(things_.mark);
    for (const std::size_t place : order_) {
      ordered.keys.push_back(std::move(things_.keys[place]));
      ordered.items.push_back(std::move(things_.items[place]));
    }
    things_ = std::move(ordered);
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };

  void resolve(std::size_t place, int depth) {
    if (states_[place] != State::fresh) return;
    states_[place] = State::open;
    open_.push_back(place);
    Node& thing = things_.items[place];
    if (const Node* like = thing.find("like")) {
      const Node name = *like;
      thing.erase("like");
      if (const auto base = base_of(place, name, depth)) take(*base, place, name);
    }
    open_.pop_back();
    states_[place] = State::done;
    order_.push_back(place);
  }

  // The resolved thing that one is like.
  std::optional<std::size_t> base_of(std::size_t place, const Node& like, int depth) {
    const std::string where = join_path(name_, things_.keys[place].text);
    const auto refuse = [&](std::string what, std::string hint) {
      diagnostics_.error(like.mark, std::move(what), where, std::move(hint));
      return std::nullopt;
    };
    if (!like.is_scalar())
      return refuse(fmt::format("'like' must be a name, is {}", described(like)),
                    fmt::format("name one thing of {}", name_));
    const auto known = places_.find(like.text);
    if (known == places_.end()) {
      std::vector<std::string_view> names;
      for (const Key& each : things_.keys)
        if (each.text != things_.keys[place].text) names.push_back(each.text);
      return refuse(fmt::format("no {} is called '{}'", singular(name_), like.text),
                    guess(like.text, names));
    }
    if (states_[known->second] == State::open)
      return refuse(circle(known->second), "one of them must stand on its own");
    if (depth >= longest_chain)
      return refuse(fmt::format("a chain of more than {} 'like' ends here", longest_chain), {});
    resolve(known->second, depth + 1);
    return known->second;
  }

  std::string circle(std::size_t first) const {
    std::string text;
    bool inside = false;
    for (const std::size_t place : open_) {
      inside = inside || place == first;
      if (inside) text += fmt::format("'{}' is like ", things_.keys[place].text);
    }
    return fmt::format("{}'{}'", text, things_.keys[first].text);
  }

  void take(std::size_t base, std::size_t place, const Node& like) {
    taken_ += count_values(things_.items[base]);
    if (taken_ > YamlLimits{}.values) {
      diagnostics_.error(like.mark, fmt::format("more than {} values", YamlLimits{}.values),
                         join_path(name_, things_.keys[place].text),
                         "'like' counts with all that it takes");
      return;
    }
    things_.items[place] = laid_over(element_, things_.items[base], things_.items[place]);
  }

  std::string name_;
  const Type& element_;
  Node& things_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<State> states_;
  std::vector<std::size_t> open_;   // from the first asked for to the one it needs now
  std::vector<std::size_t> order_;  // those done, each behind what it is like
  std::size_t taken_ = 0;
};

void refuse_stray_likes(const Type& type, Node& root, Diagnostics& diagnostics) {
  walk(type, {}, root, [&](const Type& its_type, std::string_view, Node& node) {
    const auto* record = its_type.as<RecordType>();
    const auto* choice = its_type.as<ChoiceType>();
    if ((!record && !choice) || !node.is_map()) return;
    const Key* key = node.find_key("like");
    if (!key || (record && field_of(*record, "like")) ||
        (choice && alternative_of(*choice, "like")))
      return;
    diagnostics.error(key->mark, fmt::format("'like' cannot stand in {}", an(its_type.name)), {},
                      "it stands in a thing of a section: 'services: {green: {like: web}}'");
    node.erase("like");
  });
}

}  // namespace

Node laid_over(const Type& type, const Node& base, const Node& over) {
  const Type& inner = without_optional(type);
  if (const auto* record = inner.as<RecordType>()) {
    const auto below = as_fields(*record, base);
    const auto above = as_fields(*record, over);
    if (below && above) return records_over(*record, *below, *above);
  }
  if (const auto* map = inner.as<MapType>(); map && base.is_map() && over.is_map())
    return maps_over(*map, base, over);
  return over;
}

void resolve_likes(const Type& type, Node& root, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    const Field* field = field_of(*type.as<RecordType>(), root.keys[i].text);
    const auto* section = field ? field->type().as<MapType>() : nullptr;
    if (!section || !section->element().as<RecordType>()) continue;
    if (!root.items[i].is_map()) continue;  // wrong in itself, or empty
    Section(root.keys[i], section->element(), root.items[i], diagnostics).resolve_all();
  }
  refuse_stray_likes(type, root, diagnostics);
}

std::optional<Node> taken_by(const Type& element, const Node& section, std::string_view thing) {
  std::vector<const Node*> chain;
  for (const Node* node = section.find(thing); node && node->find("like");) {
    const Node* like = node->find("like");
    if (!like->is_scalar() || chain.size() > static_cast<std::size_t>(longest_chain))
      return std::nullopt;
    node = section.find(like->text);
    if (node) chain.push_back(node);
  }
  if (chain.empty()) return std::nullopt;
  Node taken = *chain.back();
  for (std::size_t i = chain.size() - 1; i-- > 0;) taken = laid_over(element, taken, *chain[i]);
  taken.erase("like");
  return taken;
}

}  // namespace squall::scenario
