// Runs tests/aws/stickiness.txt: a world for each row, with users in front.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

world::Scenario scenario_of(const std::string& groups, const std::string& forward,
                            const std::string& client) {
  return scenario::load_text("row.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 100s
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  web: {{count: 2, instance_type: t3.micro, service: web, target_groups: web}}
  other: {{count: 2, instance_type: t3.micro, service: web, target_groups: other}}
target_groups: {}
load_balancers: {{front: {{listeners: {{80: {{forward: {}}}, 81: other}}}}}}
clients: {{users: {{to: front, {}}}}}
)",
                                                     groups, forward, client))
      .scenario;
}

std::uint64_t requests(const world::Result& result, const std::string& instance) {
  return result.target_groups.at("web").targets.at(instance).requests;
}

void apply(world::World& world, const std::string& event, const std::string& instance) {
  if (event == "deregister") world.apply({faults::Action::Deregister{{instance}}});
  if (event == "stop") world.apply({faults::Action::Stop{{instance}}});
}

void see_user(const std::vector<std::string>& columns) {
  world::World world(scenario_of("{web: " + columns[1] + ", other: {}}", "web", columns[2]));
  world.run_until(Time(50s));
  const world::Result before = world.result();
  const std::string its = requests(before, "web-1") > 0 ? "web-1" : "web-2";
  const std::string other = its == "web-1" ? "web-2" : "web-1";
  apply(world, columns[3], its);
  world.run();
  const world::Result after = world.result();
  const std::uint64_t all = after.target_groups.at("web").requests;
  const std::uint64_t got = requests(after, its) - requests(before, its);
  const std::uint64_t others = requests(after, other) - requests(before, other);
  CHECK(columns[4] == (others == 0 ? "all" : got == 0 ? "nothing" : "some"));
  const std::uint64_t chosen = after.load_balancers.at("front").non_sticky_requests;
  CHECK(columns[5] == (chosen == all ? "all" : std::to_string(chosen)));
}

void see_user_of_groups(const std::vector<std::string>& columns) {
  world::World world(scenario_of("{web: {}, other: {}}",
                                 "{web: 1, other: 1}, stickiness: " + columns[1], columns[2]));
  const auto group = [](const world::Result& result, const std::string& name) {
    return result.target_groups.at(name).requests;
  };
  world.run_until(Time(50s));
  const world::Result before = world.result();
  const std::string its = group(before, "web") > group(before, "other") ? "web" : "other";
  const std::string next = its == "web" ? "other" : "web";
  apply(world, columns[3], its);
  world.run();
  const world::Result after = world.result();
  const std::uint64_t got = group(after, its) - group(before, its);
  const std::uint64_t others = group(after, next) - group(before, next);
  const std::uint64_t refused = after.load_balancers.at("front").own_codes.at(503);
  CHECK(columns[4] == (got == 0 ? "nothing" : others == 0 ? "all" : "some"));
  CHECK(others + got + refused > 5);
  CHECK(columns[5] == (refused == 0 ? "none" : got + others == 0 ? "all" : "some"));
}

void see_refusal(const std::vector<std::string>& columns) {
  std::string said;
  try {
    scenario_of(columns[1], columns[2], "users: 1");
  } catch (const ScenarioError& error) {
    said = error.what();
  }
  CHECK(said.find(columns[3]) != std::string::npos);
}

}  // namespace

TEST_CASE("users come back as AWS writes of it", "[aws][stickiness]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("stickiness.txt")) {
    const auto& columns = each.columns;
    if (each.left_out()) continue;
    INFO(each.place);
    ++rows;
    if (columns.size() == 4) see_refusal(columns);
    if (columns.size() == 6)
      columns[0] == "6.9 tg" ? see_user_of_groups(columns) : see_user(columns);
  }
  CHECK(rows == 10);
}
