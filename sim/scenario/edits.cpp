#include "squall/scenario/edits.hpp"

#include "squall/core/text.hpp"
#include "squall/scenario/like.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/yaml.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::string key_of(const PathPart& part, std::size_t at) {
  return at > 0 ? part.text : std::string(full_section(part.text));
}

const Node* below(const Node* taken, std::string_view key) {
  return taken ? taken->find(key) : nullptr;
}

// What is written whole has to be there before a part of it can change.
void bring(Node& node, const Node* taken) {
  if (node.is_nothing() && taken) node = *taken;
}

// The key of a map under which the same is said, in these words or others.
const Key* same_in(const MapType& form, const Node* node, const std::string& name) {
  if (!node || !node->is_map()) return nullptr;
  if (const Key* key = node->find_key(name)) return key;
  const std::string wanted = same_key(form, name);
  for (const Key& key : node->keys)
    if (same_key(form, key.text) == wanted) return &key;
  return nullptr;
}

std::string subject(const std::string& path) {
  return path.empty() ? "the scenario" : fmt::format("'{}'", path);
}

std::string of(const std::string& path) { return path.empty() ? "the scenario" : path; }

}  // namespace

Editor::Editor(const Type& type, Node& root, Diagnostics& diagnostics)
    : type_(type), root_(root), diagnostics_(diagnostics) {}

void Editor::apply(const Edit& edit) {
  edit_ = &edit;
  step(type_, {root_, nullptr, 0, std::string()});
}

bool Editor::refuse(const PathPart& part, std::string what, std::string_view where,
                    std::string hint) {
  diagnostics_.error(part.mark, std::move(what), where, std::move(hint));
  return false;
}

bool Editor::refuse_kind(const Type& type, const Place& place) {
  const PathPart& part = edit_->path[place.at];
  if (part.kind == PathPart::Kind::item)
    return refuse(part, fmt::format("{} is not a list", subject(place.path)), {});
  return refuse(part, fmt::format("'*' cannot choose among the fields of {}", an(type.name)),
                place.path, "it stands for names");
}

bool Editor::step(const Type& type, const Place& place) {
  if (place.at < edit_->path.size())
    return std::visit([&](const auto& form) { return step_into(form, type, place); }, type.form);
  const bool fitted = written_ <= YamlLimits{}.values;
  written_ += count_values(edit_->value);
  if (written_ > YamlLimits{}.values) {
    if (fitted)
      refuse(edit_->path[0], fmt::format("edits write more than {} values", YamlLimits{}.values),
             {});
    return false;
  }
  place.node = edit_->value;
  return true;
}

bool Editor::step_into(const OptionalType& form, const Type&, const Place& place) {
  return step(form.element(), place);
}

bool Editor::step_into(const ScalarType&, const Type& type, const Place& place) {
  return refuse(part(place),
                fmt::format("{} has no fields, it is {}", subject(place.path), an(type.name)), {});
}

bool Editor::step_into(const AnyType&, const Type& type, const Place& place) {
  return step_into(ScalarType{}, type, place);
}

// Goes on under the part's key; what is new is kept only when the rest of the path is right.
bool Editor::step_key(const Type& type, const PathPart& part, const Place& place) {
  const std::string key = key_of(part, place.at);
  const std::string path = join_path(place.path, key);
  const Node* taken = below(place.taken, key);
  if (removes(place)) {
    place.node.erase(key);
    if (taken) place.node.set({key, part.mark}, edit_->value);
    return true;
  }
  Node* known = place.node.find(key);
  Node fresh;
  fresh.mark = part.mark;
  if (!step(type, {known ? *known : fresh, taken, place.at + 1, path})) return false;
  if (!known) place.node.set({key, part.mark}, std::move(fresh));
  return true;
}

bool Editor::step_into(const RecordType& form, const Type& type, const Place& place) {
  const PathPart& part = this->part(place);
  if (part.kind != PathPart::Kind::name) return refuse_kind(type, place);
  if (form.positional) return step_positional(form, place);
  if (!place.node.is_map()) {
    auto fields = as_fields(form, place.node);
    if (!fields) return false;  // the file says something else there, which its reading reports
    place.node = std::move(*fields);
  }
  const std::string key = key_of(part, place.at);
  if (place.at == 2 && key == "like") return step_key(type_of<std::string>(), part, place);
  const auto slot = slot_of(form, place.node, key);
  if (!slot) {
    return refuse(part, fmt::format("unknown field '{}'", part.text), of(place.path),
                  guess(part.text, keys_of(form)));
  }
  const auto taken = place.taken ? as_fields(form, *place.taken) : std::nullopt;
  const Place here{place.node, taken ? &*taken : nullptr, place.at, place.path};
  if (!slot->choice) return step_key(*slot->type, part, here);
  const auto* whole = whole_of(*slot->choice, place.node, key);
  if (!step_key(*slot->type, part, here)) return false;
  for (const std::string_view other : keys_of(*slot->choice)) {
    if (other != key && !(whole && whole->key == other)) place.node.erase(other);
  }
  return true;
}

bool Editor::step_positional(const RecordType& form, const Place& place) {
  const PathPart& part = this->part(place);
  bring(place.node, place.taken);
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (form.fields[i].key != part.text) continue;
    if (!place.node.is_list() || place.node.items.size() != form.fields.size()) return false;
    const std::string path = join_path(place.path, part.text);
    return step(form.fields[i].type(), {place.node.items[i], nullptr, place.at + 1, path});
  }
  return refuse(part, fmt::format("unknown field '{}'", part.text), of(place.path),
                guess(part.text, keys_of(form)));
}

bool Editor::step_into(const ChoiceType& form, const Type& type, const Place& place) {
  const PathPart& part = this->part(place);
  if (part.kind != PathPart::Kind::name) return refuse_kind(type, place);
  bring(place.node, place.taken);
  Node written = place.node;
  if (!written.is_map()) {
    written = Node::map(written.is_nothing() ? part.mark : written.mark);
    if (!place.node.is_nothing() && !form.shorthand.empty())
      written.set({std::string(form.shorthand), place.node.mark}, place.node);
  }
  const auto slot = slot_of(form, written, part.text);
  if (!slot) {
    return refuse(part, fmt::format("unknown field '{}'", part.text), of(place.path),
                  guess(part.text, keys_of(form)));
  }
  const auto* whole = whole_of(form, written, part.text);
  if (!step_key(*slot->type, part, {written, nullptr, place.at, place.path})) return false;
  // One form replaces another; the fields of the same whole form stand beside each other.
  Node result = Node::map(written.mark);
  for (std::size_t i = 0; i < written.keys.size(); ++i) {
    const std::string& key = written.keys[i].text;
    const bool kept = key == part.text || (whole && whole_of(form, written, key) == whole);
    if (kept) result.set(written.keys[i], written.items[i]);
  }
  place.node = std::move(result);
  return true;
}

bool Editor::step_into(const ListType& form, const Type&, const Place& place) {
  const PathPart& part = this->part(place);
  bring(place.node, place.taken);
  const auto* record = form.element().as<RecordType>();
  const bool single = !place.node.is_list() || (record && record->positional);
  if (part.kind == PathPart::Kind::item) {
    if (!single) return step_item(form, place);
    if (part.item > 0 || place.node.is_nothing())
      return refuse(part, fmt::format("'{}' has no item {}", place.path, part.text), {});
    if (removes(place)) {
      place.node = Node::list(part.mark);
      return true;
    }
    return step(form.element(), {place.node, nullptr, place.at + 1, place.path});
  }
  if (single) return step(form.element(), {place.node, nullptr, place.at, place.path});
  if (place.node.items.size() == 1)
    return step(form.element(), {place.node.items[0], nullptr, place.at, place.path});
  return refuse(part, fmt::format("'{}' is a list of {}", place.path, place.node.items.size()), {},
                fmt::format("say which: {}[0]", place.path));
}

bool Editor::step_item(const ListType& form, const Place& place) {
  const PathPart& part = this->part(place);
  auto& items = place.node.items;
  if (part.item >= items.size()) {
    return refuse(part, fmt::format("'{}' has no item {}", place.path, part.text), {},
                  items.empty() ? "it is empty" : fmt::format("[0] to [{}]", items.size() - 1));
  }
  if (removes(place)) {
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(part.item));
    return true;
  }
  const std::string path = place.path + part.text;
  return step(form.element(), {items[part.item], nullptr, place.at + 1, path});
}

bool Editor::step_into(const MapType& form, const Type& type, const Place& place) {
  const PathPart& part = this->part(place);
  if (part.kind == PathPart::Kind::item) return refuse_kind(type, place);
  if (place.node.is_nothing()) place.node = Node::map(part.mark);
  if (holds_weights(form) && !place.node.is_map()) place.node = as_weights(place.node);
  if (!place.node.is_map()) return false;  // reported when the file is read
  if (part.kind == PathPart::Kind::every) return step_every(form, place);
  if (is_new(form, part, place)) {
    // In a section only a whole map makes a new thing: a slip of the pen makes none.
    const bool makes =
        is_last(place) && !edit_->value.is_nothing() && (place.at > 1 || edit_->value.is_map());
    return makes ? step_key(form.element(), part, place) : refuse_name(part, place);
  }
  return step_entry(form, part.text, place);
}

bool Editor::refuse_name(const PathPart& part, const Place& place) {
  std::vector<std::string_view> names;
  for (const Key& key : place.node.keys) names.push_back(key.text);
  if (place.taken)
    for (const Key& key : place.taken->keys) names.push_back(key.text);
  const std::string what =
      place.at == 1 ? fmt::format("no {} is called '{}'", singular(place.path), part.text)
                    : fmt::format("nothing in {} is called '{}'", place.path, part.text);
  std::string hint =
      names.empty() && place.at == 1 ? "the scenario has none" : guess(part.text, names);
  return refuse(part, what, {}, std::move(hint));
}

bool Editor::is_new(const MapType& form, const PathPart& part, const Place& place) {
  return !same_in(form, &place.node, part.text) && !same_in(form, place.taken, part.text);
}

bool Editor::step_every(const MapType& form, const Place& place) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < place.node.keys.size(); ++i) names.insert(place.node.keys[i].text);
  if (place.taken)
    for (const Key& key : place.taken->keys)
      if (!same_in(form, &place.node, key.text)) names.insert(key.text);
  if (names.empty())
    return refuse(part(place), fmt::format("'*' finds nothing in {}", place.path), {});
  bool all = true;
  for (const std::string& name : names) all = step_entry(form, name, place) && all;
  return all;
}

bool Editor::step_entry(const MapType& form, const std::string& name, const Place& place) {
  const Key* own = same_in(form, &place.node, name);
  const Key* others = same_in(form, place.taken, name);
  const std::string key = own ? own->text : others->text;
  PathPart part = this->part(place);
  part.text = key;
  std::optional<Node> taken;
  if (place.at == 1 && !is_last(place)) taken = taken_by(form.element(), place.node, key);
  if (!taken) return step_key(form.element(), part, place);
  return step(form.element(),
              {*place.node.find(key), &*taken, place.at + 1, join_path(place.path, key)});
}

std::vector<Edit> edits_of(const Node& paths, const Sources& sources, Diagnostics& diagnostics) {
  std::vector<Edit> edits;
  if (paths.is_nothing()) return edits;
  if (!paths.is_map()) {
    diagnostics.error(paths.mark, fmt::format("must be a map of paths, is {}", described(paths)),
                      {}, "write 'auto_scaling_groups.web.max_size: 20'");
    return edits;
  }
  for (std::size_t i = 0; i < paths.keys.size(); ++i) {
    const Key& key = paths.keys[i];
    Mark start = key.mark;
    const std::string_view line = sources.line(start);
    const std::size_t column = static_cast<std::size_t>(std::max(start.column, 1)) - 1;
    if (column < line.size() && (line[column] == '"' || line[column] == '\'')) ++start.column;
    if (auto path = read_path(key.text, start, diagnostics))
      edits.push_back({std::move(*path), paths.items[i]});
  }
  return edits;
}

}  // namespace squall::scenario
