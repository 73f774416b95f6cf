#include "squall/world/zones.hpp"

#include "support/catch.hpp"

using namespace squall::world;

namespace {

using Names = std::vector<std::string>;

Scenario in_seoul() {
  Scenario scenario;
  scenario.region = "ap-northeast-2";
  return scenario;
}

}  // namespace

TEST_CASE("a thing that names no zone is in the first two of its region", "[world][zones]") {
  CHECK(zones_of(in_seoul(), "", {}) == Names{"ap-northeast-2a", "ap-northeast-2b"});
  CHECK(zones_of(in_seoul(), "ap-northeast-1", {}) == Names{"ap-northeast-1a", "ap-northeast-1c"});
}

TEST_CASE("the scenario's zones are those of its own region only", "[world][zones]") {
  Scenario scenario = in_seoul();
  scenario.zones = {"c", "ap-northeast-2d"};
  CHECK(zones_of(scenario, "", {}) == Names{"ap-northeast-2c", "ap-northeast-2d"});
  CHECK(zones_of(scenario, "ap-northeast-2", {}) == zones_of(scenario, "", {}));
  CHECK(zones_of(scenario, "us-east-1", {}) == Names{"us-east-1a", "us-east-1b"});
}

TEST_CASE("a zone is written as a letter or in full", "[world][zones]") {
  CHECK(zones_of(in_seoul(), "", {"ap-northeast-2c", "a"}) ==
        Names{"ap-northeast-2c", "ap-northeast-2a"});
  CHECK(!full_zone_name(in_seoul(), "ap-northeast-2", "f"));
  CHECK(!full_zone_name(in_seoul(), "ap-northeast-2", "us-east-1a"));
}

TEST_CASE("a region of the scenario's own comes before the catalogue", "[world][zones]") {
  Scenario scenario = in_seoul();
  scenario.regions["lab"].zones = {"x"};
  scenario.regions["ap-northeast-2"].zones = {"d", "e", "f"};
  CHECK(zones_of(scenario, "lab", {}) == Names{"labx"});
  CHECK(zones_of(scenario, "", {}) == Names{"ap-northeast-2d", "ap-northeast-2e"});
  CHECK(zones_of(scenario, "mars", {}).empty());
}
