// A group that scales on a metric of its service's own, as the sample of T-D does: target 20, and
// taken back below 14.

#include "aws/scaled.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using squall::testing::Told;

namespace {

/// Its requests wait two seconds and hardly need a CPU. One instance has two in flight for each
/// request a second.
world::Result run(const std::string& policies, const std::string& rate,
                  const std::string& duration = "60m", const std::string& desired = "3",
                  const std::string& more = {}) {
  const std::string text = fmt::format(R"(
region: ap-southeast-2
zones: [a, b]
duration: {}
services:
  web:
    workers: 400
    startup: 10s
    metrics:
      Each: {{gauge: in_flight, by: auto_scaling_group}}
      Fine: {{gauge: in_flight, by: auto_scaling_group, period: 10s}}
      All: {{gauge: in_flight}}
      Done: {{unit: Count}}
    handler: [{{cpu: 1ms}}, {{wait: 2s}}, {{put: {{Done: 1}}}}]
target_groups: {{web: {{deregistration_delay: 10s, health_check: {{interval: 10s}}}}}}
load_balancers: {{front: {{listeners: {{80: web}}}}}}
auto_scaling_groups:
  web:
    instance_type: m6i.large
    service: web
    target_groups: web
    detailed_monitoring: true
    image: 20s
    default_instance_warmup: 60s
    min_size: 1
    max_size: 10
    desired_capacity: {}
    policies: {{{}}}
clients: {{users: {{to: front, from: ap-southeast-2, rate: {}, arrivals: even, timeout: 60s}}}}
{}
)",
                                       duration, desired, policies, rate, more);
  world::World world(scenario::load_text("own.yaml", text).scenario);
  world.run();
  return world.result();
}

}  // namespace

TEST_CASE("a group that tracks requests in flight has as many as share them", "[scaling]") {
  // 55 a second for two seconds: 110 in flight, 6 instances at 20.
  const Told web(run("load: {metric: Each, target: 20}", "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 6});
  CHECK(web.in_service() == 6);
  CHECK(web.wanted(6) >= 13min);
  CHECK(web.wanted(6) <= 14min + 30s);
}

TEST_CASE("the same load tells a group nothing that tracks CPU", "[scaling]") {
  const Told web(run("cpu: {target: 50%}", "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 1});
}

TEST_CASE("a group that tracks 20 of its own metric shrinks below 14", "[scaling]") {
  // 90 in flight at 6 are 15, which is above 14; 60 are 10, which 3 share at 20.
  const world::Result result = run("load: {metric: Each, target: 20}",
                                   "{steps: {0: 55/s, 10m: 45/s, 40m: 30/s}}", "80m", "6");
  const Told web(result);
  CHECK(web.course() == std::vector{6, 3});
  CHECK(web.wanted(3) >= 54min);
  CHECK(web.wanted(3) <= 57min);
  const std::string low = "TargetTracking-web-AlarmLow-load";
  REQUIRE(result.alarms.contains(low));
  std::string reasons;
  for (const auto& turn : result.alarms.at(low).changes) reasons += turn.reason + '\n';
  CHECK(reasons.find("less than the threshold (14.0)") != std::string::npos);
}

TEST_CASE("a metric of ten seconds is tracked within a minute", "[scaling]") {
  const Told web(
      run("load: {metric: Fine, target: 20, period: 10s}", "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 6});
  CHECK(web.wanted(6) >= 10min + 20s);
  CHECK(web.wanted(6) <= 11min);
}

TEST_CASE("the mean over a service's processes is tracked as that over a group's", "[scaling]") {
  const Told web(
      run("load: {metric: All, service: web, target: 20}", "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 6});
}

TEST_CASE("an expression is tracked as a metric is", "[scaling]") {
  const std::string policy =
      "load: {expression: (all + 0) / running, target: 20, metrics: {all: {metric: All, service: "
      "web, statistic: Sum}, running: {metric: All, service: web, statistic: SampleCount}}}";
  const Told web(run(policy, "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 6});
}

TEST_CASE("a step policy runs by an expression of the group's own metrics", "[scaling]") {
  const std::string policy =
      "up: {type: step, expression: 'IF(done > 0, each)', metrics: {each: {metric: Each}, done: "
      "{metric: Done, service: web}}, when: '>= 30', for: 2, adjust: {30: +2, 60: +5}}";
  const Told web(run(policy, "{steps: {0: 25/s, 10m: 55/s}}"));
  CHECK(web.course() == std::vector{3, 5});
}

TEST_CASE("policies run by an alarm on an expression", "[scaling]") {
  const std::string alarms =
      "alarms: {busy: {expression: 2 * each, metrics: {each: {metric: Each, auto_scaling_group: "
      "web}}, when: '> 60', for: 2}}";
  const Told web(run("up: {type: simple, alarm: busy, adjust: +1}", "{steps: {0: 25/s, 10m: 55/s}}",
                     "16m", "3", alarms));
  CHECK(web.course() == std::vector{3, 4});
}
