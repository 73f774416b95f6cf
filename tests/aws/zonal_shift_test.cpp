// Runs tests/aws/zonal_shift.txt: a world for each row, whose balancer leaves zone a for a while.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

world::Scenario scenario_of(const std::vector<std::string>& columns) {
  return scenario::load_text("row.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 600s
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  in-a: {{count: 2, zones: a, instance_type: t3.micro, service: web, target_groups: web}}
  in-c: {{count: 2, zones: c, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {{web: {1}}}
load_balancers: {{front: {0}}}
clients: {{users: {{to: front, rate: 200/s}}}}
timeline:
  - {{at: 100s, zonal_shift: front, away_from: a, for: 300s}}
  {2}
)",
                                                     columns[1], columns[2],
                                                     columns[3].empty() ? "" : "- " + columns[3]))
      .scenario;
}

std::map<std::string, std::uint64_t> requests(const world::World& world) {
  std::map<std::string, std::uint64_t> by_target;
  const world::Result result = world.result();
  for (const auto& [name, target] : result.target_groups.at("web").targets)
    by_target[name] = target.requests;
  return by_target;
}

}  // namespace

TEST_CASE("a zonal shift does what AWS writes of it", "[aws][zonal_shift]") {
  const auto rows = rows_of("zonal_shift.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    int from = 0;
    int until = 0;
    double in_a = 0;
    double in_c = 0;
    REQUIRE(std::sscanf(columns[4].c_str(), "%ds..%ds", &from, &until) == 2);
    REQUIRE(std::sscanf(columns[5].c_str(), "a=%lf c=%lf", &in_a, &in_c) == 2);
    world::World world(scenario_of(columns));
    world.run_until(Time(1s * from));
    const auto before = requests(world);
    world.run_until(Time(1s * until));
    const auto after = requests(world);
    double all = 0;
    for (const auto& [name, count] : after) all += static_cast<double>(count - before.at(name));
    CHECK(all == Approx(200 * (until - from)).epsilon(0.05));
    for (const auto& [name, count] : after) {
      const double share = 100 * static_cast<double>(count - before.at(name)) / all;
      const double expected = name.starts_with("in-a") ? in_a : in_c;
      INFO(name);
      if (expected == 0) CHECK(count == before.at(name));
      CHECK(share == Approx(expected).margin(1.5));
    }
  }
  CHECK(rows.size() == 9);
}

TEST_CASE("what goes on over a connection to the zone goes on during a zonal shift",
          "[aws][zonal_shift]") {
  const char* const type = GENERATE("application", "network");
  CAPTURE(type);
  const auto loaded = scenario::load_text("test.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 10m
services: {{web: {{handler: {{wait: 10ms}}}}}}
instances: {{web: {{count: 2, instance_type: t3.micro, service: web, target_groups: web}}}}
target_groups: {{web: {{cross_zone: false}}}}
load_balancers: {{front: {{type: {}, zonal_shift: true, listeners: {{80: web}}}}}}
clients: {{users: {{to: front, users: 40, think: 1s}}}}
timeline: [{{at: 3m, zonal_shift: front, away_from: a, for: 5m}}]
)",
                                                                   type));
  world::World world(loaded.scenario);
  world.run_until(Time(4min));
  const auto before = requests(world);
  world.run_until(Time(8min));
  const auto after = requests(world);
  // About half of the users have a connection to a: each comes every second.
  CHECK(after.at("web-1") - before.at("web-1") > 2000);
  world.run();
  CHECK(world.result().totals.succeeded == world.result().totals.requests);
}
