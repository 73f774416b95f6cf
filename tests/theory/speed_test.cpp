// Types whose vCPUs are faster or slower than the one on which a service was measured.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

#include <fmt/format.h>

using namespace squall;

namespace {

world::Result result_on(const std::string& type, const std::string& demand,
                        const std::string& measured_on = "measured_on: m6i.large, ") {
  world::World world(scenario::load_text("speed.yaml", fmt::format(R"(
region: us-east-1
duration: 100s
instance_types: {{box.large: {{vcpus: 2, memory: 8GiB}}}}
instance_families: {{m6i: 100%, c7i: 200%, m5: 80%, box: 50%}}
services: {{web: {{{}handler: [{{cpu: {}}}, {{wait: 10ms}}]}}}}
instances: {{web: {{instance_type: {}, service: web}}}}
clients: {{users: {{to: web, rate: 1/s, arrivals: even}}}}
)",
                                                                   measured_on, demand, type))
                         .scenario);
  world.run();
  return world.result();
}

Duration mean_of(const world::Result& result) {
  return result.clients.at("users").total.latency.mean();
}

}  // namespace

TEST_CASE("twice as fast a vCPU works half as long, and waits as long as any", "[theory][speed]") {
  CHECK(mean_of(result_on("m6i.large", "40ms")) == 50ms);
  CHECK(mean_of(result_on("c7i.large", "40ms")) == 30ms);
  CHECK(mean_of(result_on("m5.large", "40ms")) == 60ms);
  CHECK(mean_of(result_on("box.large", "40ms")) == 90ms);
  CHECK(mean_of(result_on("c7i.large", "40ms", "")) == 50ms);
}

TEST_CASE("on a faster type every demand is the same draw, shorter", "[theory][speed]") {
  for (const char* form :
       {"{exponential: 40ms}", "{lognormal: {mean: 40ms, cv: 1}}", "{uniform: [20ms, 60ms]}",
        "{empirical: [10ms, 70ms]}",
        "{mixture: [{weight: 1, of: 10ms}, {weight: 2, of: {exponential: 5ms}}]}"}) {
    CAPTURE(form);
    const double used = result_on("m6i.large", form).instances.at("web-1").utilization;
    const double less = result_on("c7i.large", form).instances.at("web-1").utilization;
    CHECK(less == Approx(used / 2).epsilon(1e-6));
  }
}
