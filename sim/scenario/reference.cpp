#include "squall/scenario/reference.hpp"

#include "squall/core/type.hpp"
#include "squall/scenario/path.hpp"

#include "scenario/aws_words.hpp"
#include "scenario/explain_page.hpp"
#include "scenario/phrases.hpp"
#include "scenario/places.hpp"
#include "scenario/value_kinds.hpp"

#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// A cell of a table of Markdown.
std::string cell(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '|' || letter == '<' || letter == '*' || letter == '[') safe += '\\';
    safe += letter;
  }
  return safe;
}

std::string code(std::string_view text) {
  return text.empty() ? std::string() : fmt::format("`{}`", text);
}

std::string link(const Type& type) {
  return fmt::format("[{}](#{})", type.name, anchor(type.name, '-'));
}

// The type with a link to the table that describes it.
std::string linked(const Type& type) {
  if (type.as<RecordType>() || type.as<ChoiceType>()) return link(type);
  if (const auto* list = type.as<ListType>()) return "list of " + linked(list->element());
  if (const auto* optional = type.as<OptionalType>()) return linked(optional->element());
  if (const auto* map = type.as<MapType>()) {
    const bool by_name = map->key().name == "text";
    return fmt::format("{} to {}", by_name ? "name" : map->key().name, linked(map->element()));
  }
  if (const auto* scalar = type.as<ScalarType>(); scalar && !scalar->words.empty()) {
    std::string words;
    for (const Word& word : scalar->words) words += (words.empty() ? "" : ", ") + code(word.word);
    return words;
  }
  return cell(type.name);
}

std::string default_cell(const Field& field, const RecordType& record) {
  const std::string written = default_text(field, record);
  return written.empty() ? cell(default_phrase(field, record)) : code(written);
}

std::string meaning_cell(const Field& field) {
  std::string text = cell(field.meaning);
  if (!field.names.empty()) text += "; names one of " + sections_phrase(field.names);
  if (field.live) text += "; may be set while a run goes on";
  if (const auto* scalar = inner(field.type()).as<ScalarType>()) {
    for (const Word& word : scalar->words)
      text += fmt::format("<br>`{}`: {}", word.word, cell(word.meaning));
  }
  return text;
}

std::string field_row(const Field& field, const RecordType& record) {
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", field.key, linked(field.type()),
                     default_cell(field, record), cell(range_phrase(field)), meaning_cell(field));
}

std::string form_row(const Alternative& form) {
  if (!form.whole) {
    std::string meaning = cell(form.meaning);
    if (!form.names.empty()) meaning += "; names one of " + sections_phrase(form.names);
    return fmt::format("| `{}` | {} | | | {} |\n", form.key, linked(form.type()), meaning);
  }
  std::string text;
  const auto& record = *form.type().as<RecordType>();
  for (const Field& field : record.fields) text += field_row(field, record);
  return text;
}

std::string table_text(const Type& type) {
  std::string text = "| key | type | default | range | meaning |\n|---|---|---|---|---|\n";
  if (const auto* choice = type.as<ChoiceType>()) {
    for (const Alternative& form : choice->alternatives) text += form_row(form);
    return text;
  }
  const auto& record = *type.as<RecordType>();
  for (const Field& field : record.fields) {
    if (!field.inlined) {
      text += field_row(field, record);
      continue;
    }
    for (const Alternative& form : field.type().as<ChoiceType>()->alternatives)
      text += form_row(form);
  }
  return text;
}

// How it is written, where that is not simply a map of its fields.
std::string form_text(const Type& type) {
  std::string text;
  std::string_view shorthand;
  std::string_view word;
  if (const auto* record = type.as<RecordType>()) {
    shorthand = record->shorthand;
    word = record->word;
    if (record->positional) text = "Written as a list, one value for each of these. ";
  } else {
    shorthand = type.as<ChoiceType>()->shorthand;
    text = "Exactly one of these. ";
  }
  if (!shorthand.empty()) text += fmt::format("A value without a key stands for `{}`. ", shorthand);
  if (!word.empty()) text += fmt::format("One that begins with a letter, for `{}`. ", word);
  if (text.empty()) return text;
  text.pop_back();
  return text + "\n\n";
}

std::string where_text(const Type& type) {
  constexpr std::size_t most = 3;
  std::string text;
  std::size_t count = 0;
  for (const LanguagePlace& place : places()) {
    if (&inner(*place.type) != &type) continue;
    if (++count <= most) text += (text.empty() ? "" : ", ") + code(place.path);
  }
  if (count > most) text += " and elsewhere";
  return text.empty() ? text : fmt::format("Stands at {}.\n\n", text);
}

std::string values_text() {
  std::string text = "## Values\n\n| kind | written | meaning |\n|---|---|---|\n";
  std::string_view before;
  for (const ValueKind& kind : value_kinds()) {
    const std::string_view name = kind.type().name;
    if (std::exchange(before, name) == name) continue;
    std::string examples;
    std::string_view rest = kind.examples;
    while (!rest.empty()) {
      const auto end = rest.find("  ");
      examples += (examples.empty() ? "" : "<br>") + code(rest.substr(0, end));
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 2);
    }
    text += fmt::format("| {} | {} | {} |\n", name, examples, cell(kind.meaning));
  }
  return text + '\n';
}

std::string aliases_text() {
  std::string text;
  for (const SectionAlias& alias : section_aliases) {
    const bool last = &alias == std::end(section_aliases) - 1;
    text += (text.empty() ? "" : last ? " and " : ", ") + code(alias.word);
  }
  return text;
}

std::string deviations_text() {
  std::string text = "## What differs from AWS\n\n| field | difference |\n|---|---|\n";
  for (const Type* table : tables()) {
    const auto* record = table->as<RecordType>();
    if (!record) continue;
    for (const Field& field : record->fields) {
      if (!field.differs.empty())
        text += fmt::format("| {}: `{}` | {} |\n", link(*table), field.key, cell(field.differs));
    }
  }
  return text + '\n';
}

std::string words_text() {
  std::string text = "## Words of AWS\n\n| word | here | |\n|---|---|---|\n";
  for (const AwsWord& word : aws_words()) {
    text += fmt::format("| `{}` | {} | {} |\n", word.word,
                        word.path.empty() ? "left out" : code(word.path), cell(word.why));
  }
  return text;
}

}  // namespace

std::string reference_markdown() {
  std::string text =
      "# The scenario language\n\nPrinted by `squall explain --markdown`: every field that a "
      "scenario may have.\n\nA list with one value needs no brackets. Keys at the top level that "
      "begin with `x-` may hold anything. Paths may say " +
      aliases_text() + " for their sections.\n\n";
  for (const Type* table : tables()) {
    text += fmt::format("## {}\n\n{}{}{}\n", table->name, where_text(*table), form_text(*table),
                        table_text(*table));
  }
  return text + values_text() + deviations_text() + words_text();
}

}  // namespace squall::scenario
