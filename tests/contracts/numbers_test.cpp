// What the numbers of a run mean: which requests count, what becomes of those that nobody answered,
// and what the journal tells.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace squall;

namespace {

const std::string shop = R"(
region: ap-northeast-2
zones: [a, c]
services: {web: {workers: 8, handler: [{cpu: {exponential: 8ms}}, {wait: 5ms}]}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: [web]}}
target_groups: {web: {health_check: {interval: 5s, timeout: 2s}, deregistration_delay: 10s}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
clients: {shoppers: {to: front, rate: 100/s, timeout: 4s}}
)";

world::Result run(const std::string& more) {
  world::World world(scenario::load_text("test.yaml", shop + more).scenario);
  world.run();
  return world.result();
}

}  // namespace

TEST_CASE("a request counts in the one window in which it is born", "[contracts][numbers]") {
  const auto first = run("duration: 10s\n").totals;
  auto both = run("duration: 30s\nmeasure_from: 10s\n").totals;
  const auto whole = run("duration: 30s\n").totals;
  REQUIRE(first.requests > 800);
  both += first;
  CHECK(both.requests == whole.requests);
  CHECK(both.succeeded == whole.succeeded);
  CHECK(both.latency.count() == whole.latency.count());
  CHECK(both.latency.sum() == whole.latency.sum());
}

TEST_CASE("a run goes on without new requests until those that count are settled",
          "[contracts][numbers]") {
  const std::string hung = "duration: 20s\ntimeline: [{at: 18s, hang: web}]\n";
  const auto settled = run(hung).totals;
  CHECK(settled.open == 0);
  CHECK(settled.timed_out > 150);
  CHECK(settled.censored() == settled.timed_out);

  const world::Result cut_short = run(hung + "settle: 1s\nslo: [\"p99.9 < 1h\"]\n");
  const auto& left = cut_short.totals;
  CHECK_FALSE(cut_short.partial);
  CHECK(left.requests == settled.requests);
  CHECK(left.succeeded == settled.succeeded);
  CHECK(left.open > 150);
  CHECK(left.open + left.timed_out == settled.timed_out);
  CHECK(left.censored() == settled.timed_out);
  CHECK(left.latency.count() == left.succeeded);
  CHECK(cut_short.slo.at(0).endless);
  CHECK_FALSE(cut_short.kept());
}

TEST_CASE("the journal tells each action and what came of it, in order and with the reason",
          "[contracts][numbers]") {
  const world::Result result =
      run("duration: 60s\n"
          "timeline: [{at: 10s, hang: web-1}, {at: 30s, deregister: web-2}, {at: 35s, crash: "
          "web-1}]\n");
  const std::vector<world::Happening>& journal = result.journal;
  CHECK(std::is_sorted(journal.begin(), journal.end(),
                       [](const auto& a, const auto& b) { return a.at < b.at; }));
  const auto told = [&](Duration from, Duration to, const std::string& what) {
    return std::count_if(journal.begin(), journal.end(), [&](const world::Happening& one) {
      return from <= one.at && one.at <= to && one.text.find(what) != one.text.npos;
    });
  };
  REQUIRE(result.actions.size() == 3);
  for (const world::Happening& action : result.actions)
    CHECK(told(action.at, action.at, action.text) == 1);
  CHECK(told(10s, 25s, "finds web-1 unhealthy: ") == 2);  // each node for itself
  CHECK(told(10s, 25s, "(Target.") == 2);
  CHECK(told(30s, 30s, "web-2") == 2);  // what was done, and that it drains
  CHECK(told(40s, 40s, "web-2 has left web") == 1);
  CHECK(told(0s, 9s, "") == 0);
}
