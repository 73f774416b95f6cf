#include "squall/scenario/document_spec.hpp"
#include "squall/world/scenario.hpp"

#include "scenario/aws_words.hpp"
#include "scenario/phrases.hpp"
#include "scenario/place_path.hpp"
#include "scenario/places.hpp"
#include "scenario/value_kinds.hpp"
#include "support/catch.hpp"

#include <cctype>
#include <regex>
#include <set>

using namespace squall;
using namespace squall::scenario;

namespace {

struct Row {
  const Type* table;
  const Field* field;
};

std::vector<Row> all_fields() {
  std::vector<Row> rows;
  for (const Type* table : tables()) {
    const auto* record = table->as<RecordType>();
    if (!record) continue;
    for (const Field& field : record->fields) rows.push_back({table, &field});
  }
  return rows;
}

const ValueKind* kind_of(const Type& type) {
  for (const ValueKind& kind : value_kinds())
    if (&kind.type() == &type) return &kind;
  return nullptr;
}

void check_sentence(std::string_view text) {
  INFO(text);
  REQUIRE(!text.empty());
  CHECK(text.back() != '.');
  const bool shouts = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1]));
  const bool lower = !std::isupper(static_cast<unsigned char>(text[0]));
  CHECK((lower || shouts || text.starts_with("Auto Scaling")));
}

}  // namespace

TEST_CASE("every row of a table says what it means, in lower case and without a full stop",
          "[scenario][tables]") {
  for (const auto& [table, field] : all_fields()) check_sentence(field->meaning);
  for (const Type* table : tables()) {
    const auto* choice = table->as<ChoiceType>();
    if (!choice) continue;
    for (const Alternative& form : choice->alternatives) check_sentence(form.meaning);
  }
  for (const LanguagePlace& place : places()) {
    const auto* scalar = inner(*place.type).as<ScalarType>();
    if (!scalar) continue;
    for (const Word& word : scalar->words) check_sentence(word.meaning);
  }
}

TEST_CASE("every limit is a value of its field's type, and the least is not above the most",
          "[scenario][tables]") {
  int limits = 0;
  for (const auto& [table, field] : all_fields()) {
    INFO(table->name << ": " << field->key);
    if (field->least.empty() && field->most.empty()) continue;
    const Type& type = inner(field->type());
    REQUIRE(type.as<ScalarType>());
    REQUIRE(type.as<ScalarType>()->compare);
    const ValueKind* kind = kind_of(type);
    REQUIRE(kind);
    if (!field->least.empty()) CHECK(kind->reads(field->least));
    if (!field->most.empty()) CHECK(kind->reads(field->most));
    ++limits;
  }
  CHECK(limits > 20);
}

TEST_CASE("every required field has an example that says how it is written", "[scenario][tables]") {
  for (const auto& [table, field] : all_fields()) {
    INFO(table->name << ": " << field->key);
    if (field->needed && !field->inlined) CHECK(!example_of(field->type(), field).empty());
  }
}

TEST_CASE("every shorthand is the key of a field or a form", "[scenario][tables]") {
  for (const Type* table : tables()) {
    INFO(table->name);
    if (const auto* record = table->as<RecordType>(); record && !record->shorthand.empty())
      CHECK(shorthand_of(*record));
    if (const auto* choice = table->as<ChoiceType>(); choice && !choice->shorthand.empty())
      CHECK(shorthand_of(*choice));
  }
}

TEST_CASE("a field that names a thing names one of a section that exists", "[scenario][tables]") {
  for (const auto& [table, field] : all_fields()) {
    std::string_view rest = field->names;
    while (!rest.empty()) {
      const std::string section(rest.substr(0, rest.find('|')));
      rest.remove_prefix(std::min(rest.size(), section.size() + 1));
      INFO(table->name << ": " << field->key << " names " << section);
      const LanguagePlace* place = find_place(section);
      REQUIRE(place);
      CHECK(place->path == section);
      CHECK(place->type->as<MapType>());
    }
  }
}

TEST_CASE("no two tables have the same name, and no two fields of one the same key",
          "[scenario][tables]") {
  std::set<std::string> names;
  for (const Type* table : tables()) CHECK(names.insert(anchor(table->name)).second);
  std::set<std::pair<const Type*, std::string_view>> keys;
  for (const auto& [table, field] : all_fields()) {
    INFO(table->name << ": " << field->key);
    CHECK(keys.insert({table, field->key}).second);
  }
}

TEST_CASE("every kind of values that a field has is in the reference, and its examples read",
          "[scenario][tables]") {
  for (const LanguagePlace& place : places()) {
    const Type& type = inner(*place.type);
    const auto* scalar = type.as<ScalarType>();
    if (!scalar || !scalar->words.empty()) continue;
    INFO(place.path << " is a " << type.name);
    CHECK(kind_of(type));
  }
  for (const ValueKind& kind : value_kinds()) {
    const auto& scalar = *kind.type().as<ScalarType>();
    std::string text = std::string(scalar.example) + "  " + std::string(kind.examples);
    for (auto end = text.find("  "); !text.empty(); end = text.find("  ")) {
      const std::string example = text.substr(0, end);
      text.erase(0, end == text.npos ? end : end + 2);
      INFO(kind.type().name << ": " << example);
      CHECK(kind.reads(example));
      CHECK((scalar.pattern.empty() ||
             std::regex_search(example, std::regex(std::string(scalar.pattern)))));
    }
  }
}

TEST_CASE("every word of AWS leads to a place that exists, or says why there is none",
          "[scenario][tables]") {
  for (const AwsWord& word : aws_words()) {
    INFO(word.word);
    if (word.path.empty()) {
      CHECK(!word.why.empty());
    } else {
      const LanguagePlace* place = find_place(word.path);
      REQUIRE(place);
      CHECK(place->path == word.path);
    }
    CHECK(find_aws_word(word.word) == &word);
  }
}
