#include "squall/core/field.hpp"

#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"
#include "squall/world/scenario.hpp"

#include "support/catch.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace squall;

namespace {

struct PumpSpec {
  Duration pause = 5s;
  std::optional<int> limit;
  std::map<std::string, Weight> shares;
};

// Visits every type that a type is made of, once.
void each_type(const Type& type, std::set<const Type*>& seen) {
  if (!seen.insert(&type).second) return;
  if (const auto* record = type.as<RecordType>())
    for (const Field& field : record->fields) each_type(field.type(), seen);
  if (const auto* choice = type.as<ChoiceType>())
    for (const Alternative& each : choice->alternatives) each_type(each.type(), seen);
  if (const auto* list = type.as<ListType>()) each_type(list->element(), seen);
  if (const auto* map = type.as<MapType>()) each_type(map->element(), seen);
  if (const auto* optional = type.as<OptionalType>()) each_type(optional->element(), seen);
}

}  // namespace

template <>
struct squall::Fields<PumpSpec> {
  static constexpr std::string_view name = "pump";
  static constexpr std::array table{
      field<&PumpSpec::pause>("pause", "between two strokes").within("1s", "60s").settable(),
      field<&PumpSpec::limit>("limit", "how many strokes"),
      field<&PumpSpec::shares>("shares", "how strokes are shared"),
  };
};

TEST_CASE("a table of fields reaches the members of a record", "[core][field]") {
  const auto& record = *type_of<PumpSpec>().as<RecordType>();
  REQUIRE(record.fields.size() == 3);
  PumpSpec pump;
  *static_cast<Duration*>(record.fields[0].reach(&pump)) = 9s;
  CHECK(pump.pause == 9s);
  CHECK(record.fields[0].least == "1s");
  CHECK(record.fields[0].live);
  CHECK(!record.fields[0].needed);
  CHECK(static_cast<const PumpSpec*>(record.defaults)->pause == 5s);
}

TEST_CASE("what may be absent is told from what is there", "[core][field]") {
  const Type& type = type_of<std::optional<int>>();
  const auto& optional = *type.as<OptionalType>();
  std::optional<int> value;
  CHECK(optional.get(&value) == nullptr);
  *static_cast<int*>(optional.emplace(&value)) = 3;
  CHECK(value == 3);
  optional.clear(&value);
  CHECK(!value);
  CHECK(&without_optional(type) == &type_of<int>());
}

TEST_CASE("a map takes a key once, in whichever spelling", "[core][field]") {
  const auto& map = *type_of<std::map<Duration, Rate>>().as<MapType>();
  std::map<Duration, Rate> value;
  std::optional<Problem> problem;
  CHECK(map.add(&value, "60s", problem) != nullptr);
  CHECK(map.add(&value, "1m", problem) == nullptr);
  CHECK(!problem);
  CHECK(map.add(&value, "soon", problem) == nullptr);
  CHECK(problem->what == "is not a duration");
  CHECK(map.entries(&value).size() == 1);
}

TEST_CASE("a choice is in the one form that was entered last", "[core][field]") {
  const auto& choice = *type_of<DistributionSpec>().as<ChoiceType>();
  DistributionSpec value;
  for (const Alternative& entered : choice.alternatives) {
    entered.enter(&value);
    for (const Alternative& each : choice.alternatives) {
      INFO(entered.key << ", " << each.key);
      CHECK((each.peek(&value) != nullptr) == (each.key == entered.key));
    }
  }
}

TEST_CASE("every field of the language is described in a sentence, and every limit reads",
          "[core][field]") {
  std::set<const Type*> types;
  each_type(type_of<world::Scenario>(), types);
  for (const Type* type : types) {
    const auto* record = type->as<RecordType>();
    if (!record) continue;
    for (const Field& field : record->fields) {
      INFO(type->name << "." << field.key);
      CHECK(!field.meaning.empty());
      CHECK(!field.meaning.ends_with('.'));
      CHECK(!(field.meaning[0] >= 'A' && field.meaning[0] <= 'Z' && field.meaning[1] >= 'a'));
      const auto* scalar = without_optional(field.type()).as<ScalarType>();
      for (const std::string_view limit : {field.least, field.most}) {
        if (limit.empty()) continue;
        REQUIRE(scalar);
        alignas(std::max_align_t) std::byte room[64] = {};
        CHECK(!scalar->read(limit, room));
        CHECK(scalar->compare);
      }
    }
  }
}

TEST_CASE("a guess is near: two swapped letters are one change, other words are far",
          "[core][nearest]") {
  const std::vector<std::string> known{"web", "api", "health_check", "interval"};
  CHECK(spelling_distance("wbe", "web") == 1);
  CHECK(spelling_distance("", "web") == 3);
  CHECK(spelling_distance_any_case("WEB", "web") == 0);
  CHECK(nearest("wbe", known) == "web");
  CHECK(nearest("helth_chek", known) == "health_check");
  CHECK(!nearest("colour", known));
  CHECK(!nearest("", known));
}
