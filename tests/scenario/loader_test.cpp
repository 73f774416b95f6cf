#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::scenario;

namespace {

constexpr const char* shortest = R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {cpu: {exponential: 20ms}}}}
instances: {web: {instance_type: t3.micro, service: web}}
clients: {students: {from: seoul, to: web, rate: 60/s}}
)";

}  // namespace

TEST_CASE("the shortest scenario says all that a run needs", "[scenario][loader]") {
  const world::Scenario scenario = load_text("shortest.yaml", shortest).scenario;
  CHECK(scenario.duration == 10min);
  CHECK(scenario.services.at("web").workers == 200);
  CHECK(scenario.clients.at("students").rate.constant.per_second == 60);
}

TEST_CASE("a scenario written with all its defaults reads as the same scenario",
          "[scenario][loader]") {
  const world::Scenario scenario = load_text("shortest.yaml", shortest).scenario;
  const std::string effective = effective_yaml(scenario);
  CHECK(load_text("effective.yaml", effective).scenario == scenario);
  CHECK(effective.find("health_check_grace_period") == std::string::npos);
}
