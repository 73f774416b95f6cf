#include "scenario/explain_page.hpp"

#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"

#include "scenario/phrases.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> row_of(const Field& field, const RecordType& record) {
  // A long list of words has a page of its own.
  constexpr std::size_t widest_type = 40;
  std::string type = type_phrase(field.type());
  const auto* scalar = inner(field.type()).as<ScalarType>();
  if (type.size() > widest_type && scalar && !scalar->words.empty())
    type = fmt::format("one of {} words", scalar->words.size());
  return {std::string(field.key), std::move(type), default_phrase(field, record),
          std::string(field.meaning)};
}

void add_forms(const ChoiceType& choice, Rows& rows, bool with_default) {
  for (const Alternative& form : choice.alternatives) {
    const std::string type = form.whole ? "" : type_phrase(form.type());
    rows.push_back({std::string(form.key), type});
    if (with_default) rows.back().emplace_back("");
    rows.back().emplace_back(form.meaning);
    if (!form.whole) continue;
    for (const Field& field : form.type().as<RecordType>()->fields) {
      if (field.key == form.key) {
        rows.back()[1] = type_phrase(field.type());
      } else {
        rows.push_back(row_of(field, *form.type().as<RecordType>()));
        if (!with_default) rows.back().erase(rows.back().begin() + 2);
      }
    }
  }
}

std::string record_table(const RecordType& record, std::size_t width) {
  Rows rows{{"field", "type", "default", "meaning"}};
  for (const Field& field : record.fields) {
    if (field.inlined) {
      add_forms(*field.type().as<ChoiceType>(), rows, true);
    } else {
      rows.push_back(row_of(field, record));
    }
  }
  return columns(rows, width);
}

void add_words(const Type& type, Rows& rows) {
  const auto* scalar = type.as<ScalarType>();
  if (!scalar) return;
  for (const Word& word : scalar->words)
    rows.push_back({"  " + std::string(word.word), std::string(word.meaning)});
}

// "interval: 10s", or with what the example of the type itself is.
std::string example_line(const LanguagePlace& place) {
  const Type& type = without_optional(*place.type);
  std::string value = place.field ? default_text(*place.field, *place.record) : "";
  const bool says_little = value.empty() || value == "0" || value == "0s" || value == "0%";
  if (says_little) value = example_of(type, place.field);
  if (!place.field && !place.example.empty()) value = place.example;
  return value.empty() ? value : fmt::format("{}: {}", place.key, value);
}

Rows facts(const LanguagePlace& place) {
  Rows rows{{"type", type_phrase(*place.type)}};
  add_words(inner(*place.type), rows);
  const auto add = [&](const char* label, const std::string& text) {
    if (!text.empty()) rows.push_back({label, text});
  };
  add("written", example_line(place));
  if (!place.field) add("names", sections_phrase(place.names));
  if (!place.field) return rows;
  const bool needed = place.field->needed;
  add(needed ? "required" : "default",
      needed ? "yes" : default_phrase(*place.field, *place.record));
  add("range", range_phrase(*place.field));
  add("names", sections_phrase(place.names));
  add("AWS", std::string(place.field->differs));
  if (place.field->live) add("live", "may be set while a run goes on");
  return rows;
}

std::string shorthand_line(const Type& table, std::size_t width) {
  std::string_view key;
  std::string_view word;
  if (const auto* record = table.as<RecordType>()) {
    key = record->shorthand;
    word = record->word;
  }
  if (const auto* choice = table.as<ChoiceType>()) key = choice->shorthand;
  if (key.empty()) return {};
  std::string text = fmt::format("a value without a key stands for '{}'", key);
  if (!word.empty()) text += fmt::format(", one that begins with a letter for '{}'", word);
  return "  " + wrapped(text, 2, width) + '\n';
}

std::string inside(const Type& table, std::size_t width) {
  std::string text;
  if (const auto* record = table.as<RecordType>()) {
    text = record_table(*record, width);
    if (record->positional) text += "\n  written as a list, one value for each\n";
  } else if (const auto* choice = table.as<ChoiceType>()) {
    Rows rows{{"one of", "type", "meaning"}};
    add_forms(*choice, rows, false);
    text = columns(rows, width);
  }
  const std::string shorthand = shorthand_line(table, width);
  return shorthand.empty() ? text : text + '\n' + shorthand;
}

}  // namespace

std::string top_page(std::size_t width) {
  Rows rows{{"field", "type", "meaning"}};
  for (const TopLevel& top : top_level()) {
    std::string meaning(top.field->meaning);
    if (top.field->needed) meaning += " (required)";
    rows.push_back({std::string(top.field->key), type_phrase(top.field->type()), meaning});
  }
  return columns(rows, width) + '\n' +
         wrapped(
             "keys that begin with x- may hold anything; things with a name may say 'like: "
             "NAME', another of their section",
             0, width) +
         '\n' +
         wrapped(
             "'squall explain target_groups.health_check.interval' explains one of them, "
             "'squall explain --search WORD' finds them",
             0, width) +
         '\n';
}

std::string place_page(const LanguagePlace& place, std::size_t width) {
  std::string text = place.path + "\n\n  " + wrapped(place.meaning, 2, width) + "\n\n";
  text += columns(facts(place), width);
  const std::string fields = inside(inner(*place.type), width);
  if (!fields.empty()) text += '\n' + fields;
  const bool section = place.field && place.path == place.key;
  if (!section || !has_named_things(*place.field)) return text;
  return text + "\n  " +
         wrapped("each may say 'like: NAME': what it does not say itself is as in that one", 2,
                 width) +
         '\n';
}

std::string table_page(const Type& table, std::size_t width) {
  return std::string(table.name) + "\n\n" + inside(table, width);
}

std::string place_list(const std::vector<const LanguagePlace*>& places, std::size_t width) {
  std::size_t widest = 0;
  for (const LanguagePlace* place : places) widest = std::max(widest, place->path.size());
  Rows rows;
  for (const LanguagePlace* place : places)
    rows.push_back({place->path, std::string(place->meaning)});
  if (widest <= width / 2) return columns(rows, width);
  std::string text;
  for (const LanguagePlace* place : places)
    text += fmt::format("  {}\n      {}\n", place->path, wrapped(place->meaning, 6, width));
  return text;
}

const Type* find_table(std::string_view name) {
  for (const Type* table : tables())
    if (anchor(table->name) == anchor(name)) return table;
  return nullptr;
}

std::string example_list(const ValueKind& kind) {
  std::string text(kind.examples);
  for (auto at = text.find("  "); at != text.npos; at = text.find("  ", at))
    text.replace(at, 2, ", ");
  return text;
}

}  // namespace squall::scenario
