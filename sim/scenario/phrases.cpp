#include "scenario/phrases.hpp"

#include "squall/core/text.hpp"
#include "squall/scenario/writer.hpp"

#include "scenario/places.hpp"

#include <cctype>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::string words_phrase(const ScalarType& form) {
  std::string text;
  for (const Word& word : form.words) text += (text.empty() ? "" : ", ") + std::string(word.word);
  return (form.words.size() > 1 ? "one of " : "") + text;
}

std::string record_example(const RecordType& form) {
  if (const Field* shorthand = shorthand_of(form)) return example_of(shorthand->type(), shorthand);
  std::string text;
  for (const Field& field : form.fields) {
    if (!field.needed && !form.positional) continue;
    const std::string value = example_of(field.type(), &field);
    if (value.empty()) return {};
    if (!text.empty()) text += ", ";
    text += form.positional ? value : fmt::format("{}: {}", field.key, value);
  }
  // Nothing is needed: its first field that has a default shows what may be said.
  for (const Field& field : form.fields) {
    if (!text.empty()) break;
    const std::string value = default_text(field, form);
    if (!value.empty()) text = fmt::format("{}: {}", field.key, value);
  }
  return fmt::format("{}{}{}", form.positional ? '[' : '{', text, form.positional ? ']' : '}');
}

}  // namespace

std::string type_phrase(const Type& type) {
  if (const auto* scalar = type.as<ScalarType>(); scalar && !scalar->words.empty())
    return words_phrase(*scalar);
  if (const auto* list = type.as<ListType>()) return "list of " + type_phrase(list->element());
  if (const auto* optional = type.as<OptionalType>()) return type_phrase(optional->element());
  if (const auto* map = type.as<MapType>()) {
    const Type& key = map->key();
    const std::string name = &key == &type_of<std::string>() ? "NAME" : std::string(key.name);
    return fmt::format("map of {}: {}", name, type_phrase(map->element()));
  }
  return std::string(type.name);
}

std::string range_phrase(const Field& field) {
  if (field.least.empty() && field.most.empty()) return {};
  if (field.most.empty()) return fmt::format("at least {}", field.least);
  if (field.least.empty()) return fmt::format("at most {}", field.most);
  if (field.least == field.most) return fmt::format("only {}", field.least);
  return fmt::format("{} to {}", field.least, field.most);
}

std::string sections_phrase(std::string_view names) {
  std::string text;
  std::string_view rest = names;
  while (!rest.empty()) {
    const std::string_view section = rest.substr(0, rest.find('|'));
    rest.remove_prefix(section.size() + (section.size() < rest.size() ? 1 : 0));
    text += (text.empty() ? "" : rest.empty() ? " or " : ", ") + std::string(section);
  }
  return text;
}

std::string default_text(const Field& field, const RecordType& record) {
  if (field.needed || field.inlined || !field.absent.empty()) return {};
  const Node written = write(field.type(), field.reach_const(record.defaults));
  return written.is_scalar() ? written.text : std::string();
}

std::string default_phrase(const Field& field, const RecordType& record) {
  if (field.needed) return "required";
  if (!field.absent.empty()) return std::string(field.absent);
  const std::string text = default_text(field, record);
  return text.empty() && !field.type().as<RecordType>() ? "none" : text;
}

std::string example_of(const Type& type, const Field* field) {
  if (field && !field->example.empty()) return std::string(field->example);
  if (const auto* scalar = type.as<ScalarType>()) {
    // Any text would do for a text; only a name is told by an example.
    const bool plain = &type == &type_of<std::string>();
    return plain && (!field || field->names.empty()) ? std::string() : std::string(scalar->example);
  }
  if (const auto* optional = type.as<OptionalType>()) return example_of(optional->element(), field);
  if (const auto* record = type.as<RecordType>()) return record_example(*record);
  if (const auto* list = type.as<ListType>()) {
    const std::string item = example_of(list->element(), field);
    return item.empty() ? item : fmt::format("[{}]", item);
  }
  if (const auto* map = type.as<MapType>()) {
    const std::string item = example_of(map->element(), nullptr);
    const auto* key = map->key().as<ScalarType>();
    return item.empty() ? item : fmt::format("{{{}: {}}}", key->example, item);
  }
  if (const auto* choice = type.as<ChoiceType>()) {
    if (const Alternative* shorthand = shorthand_of(*choice))
      return example_of(shorthand->type(), nullptr);
    const Alternative& first = choice->alternatives.front();
    const std::string value = example_of(first.type(), nullptr);
    return value.empty() || first.whole ? value : fmt::format("{{{}: {}}}", first.key, value);
  }
  return {};
}

std::string anchor(std::string_view name, char between) {
  std::string text;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == ' ' || letter == '_' || letter == '-') {
      text += between;
    } else if (std::isalnum(byte)) {
      text += static_cast<char>(std::tolower(byte));
    }
  }
  return text;
}

}  // namespace squall::scenario
