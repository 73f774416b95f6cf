// Requests are followed one by one, and following changes nothing.

#include "squall/report/following.hpp"
#include "squall/report/json.hpp"
#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace squall;
using world::Follower;

namespace {

// Three servers, one of which has hung since the start; the other two take turns.
const char* const three = R"(
region: ap-northeast-2
zones: [a]
duration: 60s
services: {web: {workers: 1, handler: {cpu: 30ms}}}
instances: {web: {count: 3, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
clients:
  slow: {to: front, rate: 2/s, arrivals: even, timeout: 3s}
  quick: {to: front, rate: 2/s, arrivals: even, requests: {ask: 1, tell: 1}}
  direct: {to: web-2, rate: 1/s}
timeline: [{at: 0s, hang: web-1}]
)";

std::vector<world::Followed> follow(Follower::Wish wish) {
  world::World world(scenario::load_text("three.yaml", three).scenario);
  Follower follower(world, std::move(wish));
  world.look_on(follower);
  while (!follower.done() && world.now() < Time(60s)) world.run_until(world.now() + 100ms);
  return follower.attempts();
}

}  // namespace

TEST_CASE("the first requests are followed from sending to answer", "[report][follow]") {
  const auto attempts = follow({6, "", "", Time{}});
  REQUIRE(attempts.size() == 6);
  CHECK(std::is_sorted(attempts.begin(), attempts.end(),
                       [](const auto& a, const auto& b) { return a.sent < b.sent; }));
  for (const world::Followed& each : attempts) {
    REQUIRE(each.ended.has_value());
    if (each.target == "web-1") {
      CHECK_FALSE(each.outcome.has_value());
    } else {
      REQUIRE(each.started.has_value());
      CHECK(each.sent <= *each.started);
      CHECK(each.outcome == service::Outcome{});
      CHECK(*each.ended - *each.started == 30ms);
    }
  }
}

TEST_CASE("what one instance got is followed alone", "[report][follow]") {
  for (const world::Followed& each : follow({20, "web-2", "", Time{}})) {
    CHECK(each.target == "web-2");
    CHECK(each.node == (each.client == "direct" ? "" : "front in ap-northeast-2a"));
  }
}

TEST_CASE("what one client sends is followed alone, from a moment on", "[report][follow]") {
  const auto attempts = follow({20, "", "quick", Time(5s)});
  REQUIRE(attempts.size() == 20);
  CHECK(attempts.front().sent >= Time(5s));
  CHECK(attempts.front().sent < Time(6s));
  for (const world::Followed& each : attempts) {
    CHECK(each.client == "quick");
    CHECK((each.request_class == "ask" || each.request_class == "tell"));
  }
}

TEST_CASE("looking on changes nothing", "[report][follow]") {
  const auto scenario = scenario::load_text("three.yaml", three).scenario;
  world::World alone(scenario);
  alone.run();
  world::World watched(scenario);
  Follower follower(watched, {1'000'000, "", "", Time{}});
  watched.look_on(follower);
  watched.run();
  CHECK(report::json(alone.result()) == report::json(watched.result()));
  std::uint64_t attempts = 0;
  const world::Result result = watched.result();
  for (const auto& [name, client] : result.clients) attempts += client.total.attempts;
  CHECK(follower.attempts().size() == attempts);
}

TEST_CASE("what comes through an NLB and an ALB shows both nodes, and is found by either target",
          "[report][follow]") {
  const std::string through = R"(
region: ap-northeast-2
zones: [a]
duration: 60s
services: {web: {handler: {wait: 5ms}}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: [web, plain]}}
target_groups: {web: {}, plain: {}, edge: {}}
load_balancers:
  edge: {type: network, listeners: {443: {forward: {edge: 50, plain: 50}}}}
  inner: {target_groups: edge, listeners: {80: web}}
clients: {c: {to: edge, rate: 10/s}}
)";
  const auto follow = [&](const std::string& target) {
    world::World world(scenario::load_text("through.yaml", through).scenario);
    Follower follower(world, {40, target, "", Time{}});
    world.look_on(follower);
    while (!follower.done() && world.now() < Time(60s)) world.run_until(world.now() + 100ms);
    CHECK(follower.attempts().size() == 40);
    return follower.attempts();
  };
  const std::string edge = "edge in ap-northeast-2a";
  const std::string both = edge + ", inner in ap-northeast-2a";
  for (const world::Followed& each : follow("inner")) CHECK(each.node == both);
  int by_both = 0;
  for (const world::Followed& each : follow("web-2")) {
    CHECK(each.target == "web-2");
    CHECK((each.node == edge || each.node == both));
    by_both += each.node == both;
  }
  CHECK(by_both > 5);
  CHECK(by_both < 35);
}

TEST_CASE("what is followed is a table with a line for each attempt", "[report][follow]") {
  world::Followed lost;
  lost.sent = Time(1500ms);
  lost.client = "c";
  lost.request_class = "buy";
  lost.number = 2;
  lost.node = "front in a";
  lost.target = "web-1";
  lost.started = Time(2s);
  lost.ended = Time(4s);
  world::Followed refused = lost;
  refused.started.reset();
  refused.ended = Time(1510ms);
  refused.outcome = service::Outcome{service::Outcome::Kind::refused, 0};
  CHECK(
      report::following({lost, refused}) ==
      "   sent at   client   asks for   try   node         target    waited   served   answer\n"
      "  1.5000 s   c        buy          2   front in a   web-1     500 ms   2.00 s   timed out\n"
      "  1.5000 s   c        buy          2   front in a   web-1    10.0 ms        -   refused\n");
}
