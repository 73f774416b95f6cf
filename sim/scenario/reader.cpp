#include "squall/scenario/reader.hpp"

#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"
#include "squall/scenario/shape.hpp"

#include "scenario/checks/topology.hpp"
#include "scenario/phrases.hpp"

#include <algorithm>
#include <climits>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t short_list = 120;

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// A group numbers its instances on and on.
constexpr int any_number = INT_MAX;

// A name that is there, or the one of an instance: web-3 where web has a count of 3.
template <class Names>
bool is_one_of(const Names& names, std::string_view word) {
  if (names.contains(word)) return true;
  const auto [entry, number] = instance_name(word);
  const auto found = number > 0 ? names.find(entry) : names.end();
  return found != names.end() && number <= found->second;
}

template <class Names>
void add_guesses(const Names& names, std::vector<std::string>& known) {
  constexpr int most_instances = 100;
  constexpr int most_of_group = 2;
  for (const auto& [name, instances] : names) {
    if (known.size() > most_guesses) return;
    known.push_back(name);
    const int most = instances == any_number ? most_of_group : most_instances;
    for (int n = 1; n <= std::min(instances, most); ++n)
      known.push_back(fmt::format("{}-{}", name, n));
  }
}

// What stands there of other forms is said already.
Node without_others(const ChoiceType& form, const Node& node, const Alternative& chosen) {
  Node own = Node::map(node.mark);
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Alternative* alternative = alternative_of(form, node.keys[i].text);
    if (!alternative || alternative == &chosen) own.set(node.keys[i], node.items[i]);
  }
  return own;
}

}  // namespace

std::string guess(std::string_view word, const std::vector<std::string_view>& known) {
  if (const auto near = nearest(word, known)) return fmt::format("did you mean '{}'?", *near);
  // A part of a word: best one that it begins, of these the shortest.
  std::vector<std::string_view> longer;
  std::string_view begun;
  for (const std::string_view each : known) {
    if (word.size() <= 2 || each.find(word) == each.npos) continue;
    longer.push_back(each);
    const bool begins =
        each.starts_with(word) && each.size() > word.size() && each[word.size()] == '_';
    if (begins && (begun.empty() || each.size() < begun.size())) begun = each;
  }
  if (!begun.empty()) return fmt::format("did you mean '{}'?", begun);
  if (longer.size() == 1) return fmt::format("did you mean '{}'?", longer[0]);
  const std::string list = joined(known);
  return list.empty() || list.size() > short_list ? std::string() : "known: " + list;
}

Reader::Reader(const Node& root, Diagnostics& diagnostics)
    : root_(root), diagnostics_(diagnostics) {}

void Reader::read(const Type& type, const Node& node, void* value) {
  read(type, node, value, Path{}, nullptr);
}

void Reader::read(const Type& type, const Node& node, void* value, const Path& path,
                  const Field* field) {
  std::visit([&](const auto& form) { read_form(form, type, node, value, path, field); }, type.form);
}

void Reader::read_form(const ScalarType& form, const Type& type, const Node& node, void* value,
                       const Path& path, const Field* field) {
  if (!node.is_scalar()) return expected(an(type.name), node, path);
  if (const auto wrong = form.read(node.text, value)) {
    if (form.words.empty()) return problem(node, path, *wrong);
    std::vector<std::string_view> known;
    for (const Word& word : form.words) known.push_back(word.word);
    diagnostics_.error(node.mark, fmt::format("unknown {} '{}'", type.name, node.text), where(path),
                       guess(node.text, known));
    return;
  }
  if (!field) return;
  check_range(form, node.mark, value, path, *field);
  if (!field->names.empty()) check_name(*field, {node.text, node.mark}, path);
}

void Reader::check_range(const ScalarType& form, const Mark& mark, const void* value,
                         const Path& path, const Field& field) {
  if (!form.compare || (field.least.empty() && field.most.empty())) return;
  // Room for any scalar that has an order.
  alignas(std::max_align_t) std::byte room[64] = {};
  const auto breaks = [&](std::string_view limit, int sign) {
    if (limit.empty()) return false;
    form.read(limit, room);
    return form.compare(value, room) * sign < 0;
  };
  if (!breaks(field.least, 1) && !breaks(field.most, -1)) return;
  const std::string limits = field.most.empty() ? fmt::format("at least {}", field.least)
                                                : fmt::format("{} to {}", field.least, field.most);
  diagnostics_.error(mark,
                     fmt::format("{} is {}, must be {}", subject(path), form.print(value), limits),
                     where(path));
}

const Reader::Names& Reader::names_of(std::string_view section) {
  const auto known = names_.find(section);
  if (known != names_.end()) return known->second;
  Names& names = names_[std::string(section)];
  const Node* node = root_.find(section);
  if (!node || !node->is_map()) return names;
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    int instances = 0;
    if (section == "instances") {
      const Node* count = node->items[i].find("count");
      if (!count || ScalarText<int>::read(count->text, instances)) instances = 1;
    }
    if (section == "auto_scaling_groups") instances = any_number;
    names.emplace(node->keys[i].text, instances);
  }
  return names;
}

// A name may go on behind a dot: `orders.write`.
void Reader::check_name(const Field& field, const Key& name, const Path& path) {
  if (diagnostics_.full()) return;
  std::vector<std::string> known;
  std::string kinds;
  std::string_view sections = field.names;
  const std::string_view first = std::string_view(name.text).substr(0, name.text.find('.'));
  while (!sections.empty()) {
    const std::string_view section = sections.substr(0, sections.find('|'));
    sections.remove_prefix(std::min(sections.size(), section.size() + 1));
    const Node* written = root_.find(section);
    if (written && !written->is_map() && !written->is_nothing()) return;  // wrong itself
    const Names& names = names_of(section);
    const bool is_group = field.names == "auto_scaling_groups";  // and none of its instances
    if (is_group ? names.contains(name.text)
                 : is_one_of(names, name.text) || is_one_of(names, first))
      return;
    add_guesses(names, known);
    kinds += (kinds.empty() ? "" : sections.empty() ? " or " : ", ") + singular(section);
  }
  std::string hint = guess(first, std::vector<std::string_view>(known.begin(), known.end()));
  if (known.empty() && field.names.find('|') == field.names.npos)
    hint = fmt::format("the scenario has no '{}'", field.names);
  if (is_one_of(names_of("dns_records"), first))
    hint = fmt::format("'{}' is a DNS record, which cannot stand here", first);
  diagnostics_.error(name.mark, fmt::format("no {} is called '{}'", kinds, name.text), text(path),
                     std::move(hint));
}

void Reader::read_form(const RecordType& form, const Type& type, const Node& node, void* value,
                       const Path& path, const Field*) {
  if (form.positional) return read_positional(form, type, node, value, path);
  if (!node.is_map() && !node.is_nothing()) {
    if (!path.parent && form.shorthand.empty()) {
      return diagnostics_.error(
          node.mark, fmt::format("{} is a map of fields, not {}", an(type.name), described(node)));
    }
    if (form.shorthand.empty())
      return expected("a map of fields", node, path, guess("", keys_of(form)));
    const std::string_view bare = bare_key(form, node);
    for (const Field& field : form.fields) {
      if (field.key == bare) read(field.type(), node, field.reach(value), path, &field);
    }
    return;
  }
  read_fields(form, type, node, value, path);
  require(form, node, path);
}

void Reader::read_fields(const RecordType& form, const Type& type, const Node& node, void* value,
                         const Path& path) {
  const Field* choice_read = nullptr;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Key& key = node.keys[i];
    const Field* field = field_of(form, key.text);
    if (!field) {
      unknown(key, type.name, keys_of(form), path);
    } else if (!field->inlined) {
      read(field->type(), node.items[i], field->reach(value), Path{&path, key.text}, field);
    } else if (field != choice_read) {
      choice_read = field;
      Node choice = Node::map(node.mark);
      for (std::size_t j = 0; j < node.keys.size(); ++j) {
        if (field_of(form, node.keys[j].text) == field) choice.set(node.keys[j], node.items[j]);
      }
      read(field->type(), choice, field->reach(value), path, field);
    }
  }
}

void Reader::require(const RecordType& form, const Node& node, const Path& path) {
  // What was meant by a key that is unknown is not missing.
  std::set<std::string> meant;
  for (const Key& key : node.keys)
    if (!field_of(form, key.text) && !diagnostics_.full())
      meant.insert(guess(key.text, keys_of(form)));
  for (const Field& field : form.fields) {
    if (!field.needed || meant.contains(fmt::format("did you mean '{}'?", field.key))) continue;
    const Type& type = without_optional(field.type());
    if (field.inlined) {
      const auto keys = keys_of(*type.as<ChoiceType>());
      const bool any = std::any_of(keys.begin(), keys.end(),
                                   [&](std::string_view key) { return node.find(key); });
      if (!any && meant.empty()) {
        diagnostics_.error(node.mark, fmt::format("the {} is missing", type.name), text(path),
                           "known: " + joined(keys));
      }
      continue;
    }
    if (node.find(field.key)) continue;
    const std::string example = example_of(field.type(), &field);
    diagnostics_.error(node.mark, fmt::format("'{}' is missing", field.key), text(path),
                       example.empty() ? std::string(field.meaning)
                                       : fmt::format("write '{}: {}'", field.key, example));
  }
}

void Reader::read_positional(const RecordType& form, const Type& type, const Node& node,
                             void* value, const Path& path) {
  if (!node.is_list() || node.items.size() != form.fields.size()) {
    std::vector<std::string_view> keys = keys_of(form);
    return expected(fmt::format("{} written [{}]", an(type.name), joined(keys)), node, path);
  }
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    read(field.type(), node.items[i], field.reach(value), Path{&path, field.key}, &field);
  }
}

void Reader::read_form(const ChoiceType& form, const Type& type, const Node& node, void* value,
                       const Path& path, const Field* field) {
  if (!node.is_map()) {
    const Alternative* bare = alternative_of(form, form.shorthand);
    if (!bare || node.is_nothing()) {
      return expected(fmt::format("{}, one of {}", an(type.name), joined(keys_of(form))), node,
                      path);
    }
    return read(bare->type(), node, bare->enter(value), path, field);
  }
  const Alternative* chosen = nullptr;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Key& key = node.keys[i];
    const Alternative* alternative = alternative_of(form, key.text);
    if (!alternative) {
      if (!whole_of(form, node, key.text)) unknown(key, type.name, keys_of(form), path);
      continue;
    }
    if (chosen) {
      diagnostics_.error(
          key.mark,
          fmt::format("'{}' and '{}' cannot stand in one {}", chosen->key, key.text, type.name),
          text(path),
          path.index >= 0 || (field && field->type().as<ListType>()) ? "write a list, one item each"
                                                                     : "write one of them");
      continue;
    }
    chosen = alternative;
    const Type& its_type = alternative->type();
    if (alternative->whole) {
      read(its_type, without_others(form, node, *alternative), alternative->enter(value), path,
           nullptr);
    } else {
      read(its_type, node.items[i], alternative->enter(value), Path{&path, key.text}, nullptr);
    }
  }
  if (node.keys.empty())
    expected(fmt::format("{}, one of {}", an(type.name), joined(keys_of(form))), node, path);
}

void Reader::read_form(const ListType& form, const Type&, const Node& node, void* value,
                       const Path& path, const Field* field) {
  form.clear(value);
  const Type& element = form.element();
  // A single value needs no list, unless it is itself written as one.
  const auto* record = element.as<RecordType>();
  const bool written_as_list = record && record->positional;
  if (node.is_list() && !written_as_list) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      read(element, node.items[i], form.add(value), Path{&path, {}, static_cast<int>(i)}, field);
  } else if (node.is_map() && element.as<ScalarType>()) {
    expected(fmt::format("{} or a list", an(element.name)), node, path);
  } else if (!node.is_nothing()) {
    read(element, node, form.add(value), path, field);
  }
}

void Reader::read_form(const MapType& form, const Type& type, const Node& node, void* value,
                       const Path& path, const Field* field) {
  form.clear(value);
  if (node.is_nothing()) return;
  if (node.is_map()) {
    for (std::size_t i = 0; i < node.keys.size(); ++i)
      add_entry(form, node, node.keys[i], &node.items[i], value, path, field);
    return;
  }
  if (!form.bare.empty() && node.is_scalar())
    return add_entry(form, node, {std::string(form.bare), node.mark}, &node, value, path, field);
  // A bare name, or several, where each has the same weight.
  const bool weights = holds_weights(form);
  if (weights && node.is_scalar()) {
    add_entry(form, node, {node.text, node.mark}, nullptr, value, path, field);
  } else if (weights && node.is_list()) {
    for (const Node& item : node.items) {
      if (!item.is_scalar()) return expected("a name", item, path);
      add_entry(form, node, {item.text, item.mark}, nullptr, value, path, field);
    }
  } else {
    const Node& first = node.is_list() && !node.items.empty() ? node.items.front() : node;
    expected(fmt::format("{} of names", an(type.name)), node, path,
             fmt::format("write '{{{}: ..}}'", first.is_scalar() ? first.text : "NAME"));
  }
}

// The key of a map that says the same as a later one in other words: 60s and 1m.
std::string Reader::said_before(const MapType& form, const Node& map, const Key& key) {
  const auto* scalar = form.key().as<ScalarType>();
  if (form.key().name == type_of<std::string>().name) return {};
  alignas(std::max_align_t) std::byte room[64] = {};
  const auto plain = [&](const std::string& text) {
    return scalar->read(text, room) ? text : scalar->print(room);
  };
  const std::string said = plain(key.text);
  for (const Key& each : map.keys)
    if (plain(each.text) == said) return fmt::format("as '{}'", each.text);
  return {};
}

void Reader::add_entry(const MapType& form, const Node& map, const Key& key, const Node* item,
                       void* value, const Path& path, const Field* field) {
  std::optional<Problem> wrong;
  const Path place{&path, key.text};
  void* element = form.add(value, key.text, wrong);
  if (wrong) return problem({{}, {}, key.mark, {}, {}, {}}, place, *wrong);
  if (!element) {
    if (diagnostics_.full()) return;
    diagnostics_.error(key.mark, fmt::format("'{}' is already given", key.text), text(path),
                       said_before(form, map, key));
    return;
  }
  if (field && !field->names.empty()) check_name(*field, key, path);
  if (item) read(form.element(), *item, element, place, nullptr);
}

void Reader::read_form(const OptionalType& form, const Type&, const Node& node, void* value,
                       const Path& path, const Field* field) {
  form.clear(value);
  if (!node.is_nothing()) read(form.element(), node, form.emplace(value), path, field);
}

void Reader::expected(const std::string& what, const Node& node, const Path& path,
                      std::string hint) {
  diagnostics_.error(node.mark,
                     fmt::format("{} must be {}, is {}", subject(path), what, described(node)),
                     where(path), std::move(hint));
}

// "is not a duration" becomes "is 'ten minutes', not a duration".
void Reader::problem(const Node& node, const Path& path, const Problem& problem) {
  const std::string_view what = problem.what;
  const bool tells_kind =
      what.starts_with("is not ") || what.starts_with("is neither ") || what.starts_with("is a ");
  const std::string said = tells_kind && node.is_scalar()
                               ? fmt::format("is {}, {}", described(node), what.substr(3))
                               : std::string(what);
  diagnostics_.error(node.mark, fmt::format("{} {}", subject(path), said), where(path),
                     problem.hint);
}

void Reader::unknown(const Key& key, std::string_view kind,
                     const std::vector<std::string_view>& known, const Path& path) {
  if (diagnostics_.full()) return;
  std::string hint = key.text == "<<" ? "merge keys are not read; write 'like: NAME' to reuse a "
                                        "thing of the same section"
                                      : guess(key.text, known);
  const std::string where = text(path).empty() ? fmt::format("the {}", kind) : text(path);
  if (hint.empty() && path.parent)
    hint = fmt::format("'squall explain {}' lists what there is", where);
  diagnostics_.error(key.mark, fmt::format("unknown field '{}'", key.text), where, std::move(hint));
}

std::string Reader::text(const Path& path) {
  if (!path.parent) return {};
  const std::string before = text(*path.parent);
  if (path.index >= 0) return fmt::format("{}[{}]", before, path.index);
  return join_path(before, path.key);
}

// What a message is about: the last key, or the item of a list.
std::string Reader::subject(const Path& path) {
  if (!path.parent) return "the scenario";
  if (path.index < 0) return fmt::format("'{}'", path.key);
  return fmt::format("item {} of {}", path.index + 1, subject(*path.parent));
}

std::string Reader::where(const Path& path) {
  const Path* named = &path;
  while (named->parent && named->index >= 0) named = named->parent;
  return named->parent ? text(*named->parent) : std::string();
}

}  // namespace squall::scenario
