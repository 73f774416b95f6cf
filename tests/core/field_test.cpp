#include "squall/core/distribution_spec.hpp"
#include "squall/core/field_types.hpp"
#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"

#include "support/catch.hpp"

#include <array>
#include <map>
#include <optional>
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
