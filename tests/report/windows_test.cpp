// Promises about parts of a run, and the course that a run tells.

#include "squall/scenario/loader.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using world::PromiseResult;

namespace {

// Every request takes 10 ms, but those that are sent in the second minute find nobody.
world::Scenario shop(const std::string& more) {
  return scenario::load_text("shop.yaml", R"(
region: us-east-1
start: 2026-11-27T09:00Z
duration: 5m
services: {web: {handler: {wait: 10ms}}}
instances: {web: {count: 2, instance_type: m6i.large, service: web}}
clients: {users: {to: web-1, rate: 10/s, arrivals: even, timeout: 2s}}
timeline: [{at: 1m, crash: web-1}, {at: 2m, reboot: web-1}]
)" + more)
      .scenario;
}

world::Result run(const world::Scenario& scenario) {
  world::World world(scenario);
  world.run();
  return world.result();
}

}  // namespace

TEST_CASE("a promise about each window is missed in those that miss it", "[report][windows]") {
  const auto result = run(shop("slo: [errors < 1% each 1m, p99 < 1s each 40s, errors < 90%]"));
  const PromiseResult& errors = result.slo[0];
  CHECK(errors.verdict == PromiseResult::Verdict::missed);
  CHECK(errors.windows == 5);
  CHECK(errors.missed == 2);  // a reboot takes its time
  CHECK(errors.first_missed == Duration(1min));
  CHECK(errors.value == 1);
  CHECK(result.slo[1].windows == 8);
  CHECK(result.slo[1].endless);
  CHECK(result.slo[2].verdict == PromiseResult::Verdict::kept);
  CHECK(result.slo[2].windows == 1);
}

TEST_CASE("a promise from one time to another looks at nothing else", "[report][windows]") {
  const auto result = run(shop(
      "slo: [errors = 0 from 0 to 1m, errors = 0 from 09:03 to 09:05, errors > 99% from 1m to 2m,"
      " errors = 0 each 30s from 3m to 5m, throughput > 9.9/s from 3m to 4m]"));
  for (const PromiseResult& each : result.slo) {
    INFO(each.promise.text);
    CHECK(each.verdict == PromiseResult::Verdict::kept);
  }
  CHECK(result.slo[3].windows == 4);
}

TEST_CASE("a promise about a time in which nothing counts is refused before the run",
          "[report][windows]") {
  CHECK(world::not_runnable(shop("measure_from: 2m\nslo: [errors = 0 from 0 to 1m]")).has_value());
  CHECK(world::not_runnable(shop("measure_until: 3m\nslo: [errors = 0 from 3m to 4m]")));
  CHECK_FALSE(world::not_runnable(shop("measure_until: 3m\nslo: [errors = 0 from 2m to 4m]")));
  CHECK(world::not_runnable(shop("slo: [errors = 0 each 10ms]")).has_value());
}

TEST_CASE("the steps of a run's course add up to all that counts", "[report][windows]") {
  for (const char* more : {"", "measure_from: 37s", "measure_from: 1m\nmeasure_until: 127s",
                           "slo: [errors < 1% each 7s]"}) {
    INFO(more);
    const world::Result result = run(shop(more));
    std::uint64_t requests = 0;
    std::uint64_t succeeded = 0;
    Duration at = result.measure_from;
    for (const world::CourseStep& step : result.course.steps) {
      CHECK(step.from == at);
      at = step.until;
      CHECK(step.until - step.from <= result.course.step);
      requests += step.requests;
      succeeded += step.succeeded;
    }
    CHECK(at == result.measure_until);
    CHECK(requests == result.totals.requests);
    CHECK(succeeded == result.totals.succeeded);
    CHECK(result.course.steps.size() <= 121);
  }
}

TEST_CASE("the course says how many instances ran at the end of each step", "[report][windows]") {
  const world::Result result = run(shop(""));
  for (const world::CourseStep& step : result.course.steps) {
    INFO(seconds(step.until));
    if (step.until <= 1min) CHECK(step.running == 2);
    if (step.until > 1min && step.until < 2min) CHECK(step.running == 1);
    if (step.until > 4min) CHECK(step.running == 2);
  }
}

TEST_CASE("only what is sent before measure_until counts", "[report][windows]") {
  const world::Result result = run(shop("measure_until: 1m"));
  CHECK(result.totals.requests == 600);
  CHECK(result.totals.succeeded == 600);
  CHECK(result.counted() == 1min);
}
