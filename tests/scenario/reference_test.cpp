#include "squall/scenario/reference.hpp"

#include "scenario/phrases.hpp"
#include "scenario/places.hpp"
#include "scenario/value_kinds.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

using namespace squall;
using namespace squall::scenario;

namespace {

const std::string& page() {
  static const std::string text = reference_markdown();
  return text;
}

bool has(const std::string& text) { return page().find(text) != std::string::npos; }

// What stands below a heading.
std::string section(std::string_view heading) {
  const std::string title = fmt::format("\n## {}\n", heading);
  const auto begin = page().find(title);
  if (begin == std::string::npos) return {};
  return page().substr(begin, page().find("\n## ", begin + 1) - begin);
}

}  // namespace

TEST_CASE("every row of every table is in the reference under the name of its table",
          "[scenario][reference]") {
  for (const Type* table : tables()) {
    INFO(table->name);
    const std::string text = section(table->name);
    REQUIRE(!text.empty());
    if (const auto* record = table->as<RecordType>()) {
      for (const Field& field : record->fields) {
        const std::string row = fmt::format("| `{}` |", field.key);
        CHECK((field.inlined || text.find(row) != std::string::npos));
      }
    } else {
      for (const Alternative& form : table->as<ChoiceType>()->alternatives)
        CHECK(text.find(fmt::format("| `{}` |", form.key)) != std::string::npos);
    }
  }
}

TEST_CASE("the reference shows every kind of values", "[scenario][reference]") {
  const std::string values = section("Values");
  for (const ValueKind& kind : value_kinds())
    CHECK(values.find(fmt::format("| {} |", kind.type().name)) != std::string::npos);
}

TEST_CASE("the reference lists every deviation from AWS", "[scenario][reference]") {
  const std::string deviations = section("What differs from AWS");
  int count = 0;
  for (const LanguagePlace& place : places()) {
    if (!place.field || place.field->differs.empty()) continue;
    ++count;
    CHECK(deviations.find(place.field->differs) != std::string::npos);
  }
  CHECK(count > 0);
}

TEST_CASE("every link of the reference leads to a heading", "[scenario][reference]") {
  int links = 0;
  for (auto at = page().find("](#"); at != std::string::npos; at = page().find("](#", at + 1)) {
    const std::string target = page().substr(at + 3, page().find(')', at) - at - 3);
    bool found = false;
    for (const Type* table : tables()) found = found || anchor(table->name, '-') == target;
    INFO(target);
    CHECK(found);
    ++links;
  }
  CHECK(links > 30);
}

TEST_CASE("docs/reference.md is what the tables say", "[scenario][reference]") {
  CHECK(has("Printed by `squall explain --markdown`"));
  INFO("rewrite it with: squall explain --markdown > docs/reference.md");
  const bool fresh = tests::text_of(SQUALL_SOURCE_DIR "/docs/reference.md") == page();
  CHECK(fresh);
}
