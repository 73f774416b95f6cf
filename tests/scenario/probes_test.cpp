#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

namespace {

// Two machines whose handler 'health' answers with a status, probed as it is said.
world::Result run(const std::string& health_check) {
  const auto loaded = scenario::load_text("test.yaml", R"(
region: ap-northeast-2
duration: 2m
services: {web: {handlers: {default: {cpu: 5ms}, health: [{cpu: 100ms}, {fail: 404}]}}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: [web]}}
load_balancers: {front: {listeners: {80: web}}}
clients: {users: {to: front, rate: 1/s}}
target_groups: {web: {health_check: )" + health_check + "}}\n");
  world::World world(loaded.scenario);
  world.run();
  return world.result();
}

std::string state(const world::Result& result) {
  return result.target_groups.at("web").targets.at("web-1").state;
}

}  // namespace

TEST_CASE("a probe of '/' costs its demand and is answered with 200", "[scenario][probes]") {
  const auto cheap = run("{}");
  CHECK(state(cheap) == "healthy");
  const auto dear = run("{demand: 1s, interval: 5s}");
  CHECK(state(dear) == "healthy");
  CHECK(dear.instances.at("web-1").utilization > cheap.instances.at("web-1").utilization + 0.15);
}

TEST_CASE("a probe of a path does what that handler does, and the matcher judges its status",
          "[scenario][probes]") {
  const auto strict = run("{path: /health}");
  CHECK(state(strict) == "unhealthy");
  bool said = false;
  for (const auto& happening : strict.journal)
    said = said || happening.text.find("Target.ResponseCodeMismatch") != std::string::npos;
  CHECK(said);
  CHECK(state(run("{path: /health, matcher: \"200,400-404\"}")) == "healthy");
  CHECK(state(run("{path: /health, matcher: 403}")) == "unhealthy");
}
