#include "squall/scenario/include.hpp"

#include "squall/scenario/edits.hpp"
#include "squall/scenario/module.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/source_file.hpp"
#include "squall/scenario/upgrade.hpp"
#include "squall/scenario/yaml.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t deepest = 16;
constexpr std::size_t most_modules = 1000;

// One name for a file, however its path is written.
std::string identity(const std::string& path) {
  std::error_code code;
  const auto whole = std::filesystem::weakly_canonical(path, code);
  return code ? path : whole.string();
}

// What is dropped is read when the module is run by itself.
bool concerns_the_run(const Type& scenario, std::string_view key) {
  if (key.starts_with("x-") || key == "variants" || key == "zones") return true;
  const Field* field = field_of(*scenario.as<RecordType>(), key);
  if (!field) return false;
  const Type& type = without_optional(field->type());
  return !type.as<MapType>() && !type.as<ListType>();
}

bool same(const Node& a, const Node& b) {
  const auto text = [](const Key& key) { return key.text; };
  return a.kind == b.kind && a.text == b.text &&
         std::ranges::equal(a.keys, b.keys, {}, text, text) &&
         std::ranges::equal(a.items, b.items, same);
}

Node as_list(Node node) {
  if (node.is_list()) return node;
  Node list = Node::list(node.mark);
  if (!node.is_nothing()) list.items.push_back(std::move(node));
  return list;
}

}  // namespace

Includer::Includer(const Type& type, Sources& sources, Diagnostics& diagnostics)
    : type_(type), sources_(sources), diagnostics_(diagnostics) {}

void Includer::include(Node& root, std::uint32_t source) {
  scenario_ = source;
  bytes_ = sources_[source].text.size();
  open_ = {identity(sources_[source].name)};
  include_all(root);
}

void Includer::include_all(Node& root) {
  const Node* written = root.find("include");
  if (!written) return;
  const Node entries = as_list(*written);
  root.erase("include");
  for (const Node& node : entries.items)
    if (const auto entry = read_entry(node)) include_one(root, *entry);
}

std::optional<Includer::Entry> Includer::read_entry(const Node& node) {
  static const std::vector<std::string_view> known{"file", "as", "region", "zones", "set"};
  constexpr std::string_view form = "write '{file: region.yaml, as: seoul}'";
  if (!node.is_map()) {
    diagnostics_.error(node.mark, fmt::format("a module must be a map, is {}", described(node)),
                       "include", std::string(form));
    return std::nullopt;
  }
  for (const Key& key : node.keys) {
    if (std::ranges::find(known, key.text) == known.end())
      diagnostics_.error(key.mark, fmt::format("unknown field '{}'", key.text), "include",
                         guess(key.text, known));
  }
  const Entry entry{node.find("file"), node.find("as"), node.find("region"), node.find("zones"),
                    node.find("set")};
  bool complete = true;
  for (const auto& [key, value] : {std::pair("file", entry.file), std::pair("as", entry.as)}) {
    if (value && value->is_scalar() && !value->text.empty()) continue;
    const Mark& mark = value ? value->mark : node.mark;
    diagnostics_.error(mark, fmt::format("'{}' is missing", key), "include", std::string(form));
    complete = false;
  }
  if (!complete) return std::nullopt;
  if (entry.as->text.find_first_of("./*[]\"'= ") != std::string::npos) {
    diagnostics_.error(entry.as->mark, fmt::format("'{}' cannot begin names", entry.as->text),
                       "include", "letters, digits, '-' and '_'");
    return std::nullopt;
  }
  return entry;
}

void Includer::include_one(Node& root, const Entry& entry) {
  if (modules_ > most_modules || values_ > YamlLimits{}.values) return;
  if (++modules_ > most_modules) {
    diagnostics_.error(entry.file->mark, fmt::format("more than {} modules", most_modules),
                       "include");
    return;
  }
  auto module = read_module(*entry.file);
  if (!module) return;
  if (entry.set) {
    Editor editor(type_, *module, diagnostics_);
    for (const Edit& edit : edits_of(*entry.set, sources_, diagnostics_)) editor.apply(edit);
  }
  const std::pair<const char*, const Node*> places[] = {{"region", entry.region},
                                                        {"zones", entry.zones}};
  for (const auto& [field, given] : places) {
    const Node* found = given ? given : module->find(field);
    if (!found) continue;
    const Node value = *found;
    place_things(type_, field, value, *module);
  }
  rename_things(type_, entry.as->text, *module);
  values_ += count_values(*module);
  if (values_ > YamlLimits{}.values) {
    diagnostics_.error(entry.file->mark, fmt::format("the included files have more than {} values",
                                                     YamlLimits{}.values));
    return;
  }
  add(root, std::move(*module));
}

bool Includer::in_circle(const std::string& path, const Mark& mark) {
  const auto first = std::ranges::find(open_, path);
  if (first == open_.end()) return false;
  std::string chain;
  for (auto each = first; each != open_.end(); ++each)
    chain += fmt::format("{} includes ", std::filesystem::path(*each).filename().string());
  diagnostics_.error(mark,
                     fmt::format("{}{}", chain, std::filesystem::path(path).filename().string()),
                     "include", "a file cannot include itself");
  return true;
}

std::optional<Node> Includer::read_module(const Node& file) {
  const std::string path = beside(file.text, file.mark, scenario_, sources_);
  const std::string id = identity(path);
  if (in_circle(id, file.mark)) return std::nullopt;
  if (open_.size() >= deepest) {
    diagnostics_.error(
        file.mark, fmt::format("files include each other more than {} deep", deepest), "include");
    return std::nullopt;
  }
  const auto known = files_.find(id);
  auto module = known != files_.end() ? std::optional(known->second) : parse(path, file.mark);
  if (!module || !module->is_map()) return std::nullopt;
  if (known == files_.end()) files_.emplace(id, *module);
  open_.push_back(id);
  include_all(*module);
  open_.pop_back();
  return module;
}

std::optional<Node> Includer::parse(const std::string& path, const Mark& mark) {
  const YamlLimits limits;
  const auto source = add_file(path, limits.bytes, mark, sources_, diagnostics_);
  if (!source) return std::nullopt;
  bytes_ += sources_[*source].text.size();
  if (bytes_ > limits.bytes) {
    diagnostics_.error(
        mark, fmt::format("the scenario's files have more than {} MiB", limits.bytes >> 20),
        "include");
    return std::nullopt;
  }
  Diagnostics said(sources_);
  Node module = read_yaml(sources_, *source, said);
  if (!said.failed() && !module.is_map() && !module.is_nothing())
    said.error(module.mark, fmt::format("a module must be a map, is {}", described(module)));
  if (!said.failed()) upgrade(module, said);
  diagnostics_.add_errors(said, Diagnostics(sources_), {});
  if (said.failed()) return Node::list();
  if (module.is_nothing()) return Node::map(module.mark);
  return module;
}

void Includer::add(Node& root, Node module) {
  for (std::size_t i = 0; i < module.keys.size(); ++i) {
    const Key& key = module.keys[i];
    if (concerns_the_run(type_, key.text)) continue;
    const Field* field = field_of(*type_.as<RecordType>(), key.text);
    Node* into = root.find(key.text);
    if (!into) {
      root.set(key, std::move(module.items[i]));
    } else if (field && field->type().as<ListType>()) {
      Node all = as_list(std::move(*into));
      Node more = as_list(std::move(module.items[i]));
      std::ranges::move(more.items, std::back_inserter(all.items));
      *into = std::move(all);
    } else if (field) {
      add_section(key, *into, std::move(module.items[i]));
    }
  }
}

void Includer::add_section(const Key& name, Node& into, Node section) {
  if (into.is_nothing()) into = Node::map(into.mark);
  if (section.is_nothing()) return;
  if (!into.is_map() || !section.is_map()) {
    const Node& wrong = section.is_map() ? into : section;
    diagnostics_.error(
        wrong.mark, fmt::format("'{}' must be a map of names, is {}", name.text, described(wrong)),
        name.text);
    return;
  }
  std::map<std::string, std::size_t, std::less<>> places;
  for (std::size_t i = 0; i < into.keys.size(); ++i) places.emplace(into.keys[i].text, i);
  for (std::size_t i = 0; i < section.keys.size(); ++i) {
    Key& key = section.keys[i];
    const auto twin = places.find(key.text);
    if (twin == places.end()) {
      into.keys.push_back(std::move(key));
      into.items.push_back(std::move(section.items[i]));
    } else if (name.text != shared_section || !same(into.items[twin->second], section.items[i])) {
      const Mark& first = into.keys[twin->second].mark;
      diagnostics_.error(key.mark, fmt::format("'{}' is already given", key.text), name.text,
                         first == key.mark ? "its file is included twice under one name"
                                           : fmt::format("first at {}:{}",
                                                         sources_[first.source].name, first.line));
    }
  }
}

}  // namespace squall::scenario
