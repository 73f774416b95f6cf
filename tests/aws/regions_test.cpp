// Runs tests/aws/regions.txt: an instance in every zone of a region, and one where there is none.

#include "squall/network/catalogue.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <string>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

// Where the instance of a scenario stands; empty where that is refused.
std::string zone_of_instance(const std::string& region, const std::string& fields) {
  try {
    const auto loaded = scenario::load_text("row.yaml", fmt::format(R"(
region: {}
duration: 10s
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances: {{web: {{instance_type: m6i.large, service: web{}}}}}
clients: {{users: {{to: web, rate: 10/s}}}}
)",
                                                                    region, fields));
    world::World world(loaded.scenario);
    world.run();
    const world::Result result = world.result();
    CHECK(result.totals.succeeded == result.totals.requests);
    return result.instances.at("web-1").zone;
  } catch (const ScenarioError&) {
    return {};
  }
}

}  // namespace

TEST_CASE("a region has as many zones as AWS shows a new account", "[aws][regions]") {
  const auto rows = rows_of("regions.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    const std::string& region = columns[1];
    int zones = 0;
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      const std::string zone = region + letter;
      const std::string its = zone_of_instance(region, fmt::format(", zones: [{}]", zone));
      zones += its == zone;
      CHECK((its.empty() || its == zone));
    }
    CHECK(std::to_string(zones) == columns[2]);
  }
  CHECK(rows.size() == 15);
}

TEST_CASE("row 1.1: who names no zone is given one of the region", "[aws][regions]") {
  for (const network::KnownRegion& region : network::known_regions()) {
    const std::string name(region.name);
    INFO(name);
    const std::string zone = zone_of_instance(name, "");
    REQUIRE(zone.size() == name.size() + 1);
    CHECK(zone.starts_with(name));
    CHECK(region.zones.find(zone.back()) != std::string_view::npos);
  }
}
