#include "squall/scenario/loader.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <algorithm>

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

TEST_CASE("50 and 50% are the same target of a policy, and are written with the sign",
          "[scenario][loader]") {
  const auto scenario = [](const std::string& target) {
    return load_text("web.yaml", shop, {std::nullopt, {"asg.web.policies.cpu.target=" + target}})
        .scenario;
  };
  CHECK(scenario("50") == scenario("50%"));
  CHECK(scenario("50") != scenario("51%"));
  CHECK(effective_yaml(scenario("50")).find("target: 50%\n") != std::string::npos);
  const std::string requests = "{metric: ALBRequestCountPerTarget, target: 1000}";
  const auto other =
      load_text("web.yaml", shop, {std::nullopt, {"asg.web.policies.cpu=" + requests}}).scenario;
  CHECK(effective_yaml(other).find("target: 1000\n") != std::string::npos);
}

TEST_CASE("variants of a large file are checked as far as that is soon done, which is said",
          "[scenario][loader]") {
  std::string text = shop + "databases:\n";
  for (int i = 0; i < 40'000; ++i) text += "  d" + std::to_string(i) + ": {max_connections: 5}\n";
  text += "variants: {a: {seed: 1}, b: {seed: 2}, c: {seed: 3}, d: {seed: x}}\n";
  const auto warnings = load_text("web.yaml", text).warnings;
  const auto unchecked = std::find_if(warnings.begin(), warnings.end(), [](const auto& each) {
    return each.what == "the file is large: not checked from 'd' on";
  });
  CHECK(unchecked != warnings.end());
}
