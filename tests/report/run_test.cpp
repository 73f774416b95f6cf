#include "squall/core/random.hpp"
#include "squall/report/json.hpp"
#include "squall/scenario/action.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <future>
#include <string>
#include <vector>

using namespace squall;
using faults::Action;

namespace {

// Two tiers behind a balancer, with everything that the slice knows.
const std::string shop = R"(
region: ap-northeast-2
zones: [a, c]
duration: 3m
services:
  web:
    workers: 8
    handlers:
      browse: [{cpu: {exponential: 8ms}}, {call: orders.read}]
      buy: [{cpu: 5ms}, {parallel: [{call: {to: orders.write, timeout: 50ms}}, {wait: 10ms}]}]
databases: {orders: {max_connections: 6, queries: {read: 4ms, write: {exponential: 9ms}}}}
instances: {web: {count: 3, instance_type: t3.micro, service: web, target_groups: [web]}}
target_groups: {web: {health_check: {interval: 5s, timeout: 2s}, deregistration_delay: 20s}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
clients:
  shoppers: {to: front, rate: {steps: {0: 60/s, 1m: 150/s}}, timeout: 1s,
             retry: {attempts: 3, base: 20ms}, requests: {browse: 90%, buy: 10%}}
  regulars: {to: front, users: 20, think: {exponential: 1s}, timeout: 2s, requests: {browse: 1}}
)";

// Every delay a multiple of a millisecond, so that very much happens at equal times.
const std::string ties = R"(
region: ap-northeast-2
duration: 1m
services: {web: {workers: 2, handler: [{cpu: 10ms}, {wait: 5ms}, {cpu: 10ms}]}}
instances: {web: {count: 4, instance_type: t3.micro, service: web, target_groups: [web]}}
target_groups: {web: {health_check: {interval: 5s, timeout: 2s}, deregistration_delay: 5s}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
clients: {users: {to: front, users: 30, think: 100ms, timeout: 25ms,
                  retry: {attempts: 2, base: 10ms, jitter: none}}}
)";

world::Scenario scenario_of(const std::string& text, const std::string& more = {}) {
  return scenario::load_text("test.yaml", text + more).scenario;
}

world::Result run(const world::Scenario& scenario) {
  world::World world(scenario);
  world.run();
  return world.result();
}

struct Done {
  Duration at;
  Action action;
};

// Steps at random moments and gives the actions on the way.
world::Result run_in_pieces(const world::Scenario& scenario, const std::vector<Done>& actions,
                            std::uint64_t seed) {
  world::World world(scenario);
  Random random(seed, "pieces");
  std::size_t next = 0;
  Duration at{};
  while (at < scenario.duration) {
    at += 1ms * static_cast<std::int64_t>(random.below(9000));
    while (next < actions.size() && actions[next].at <= at) {
      world.run_until(Time(actions[next].at));
      world.apply(actions[next++].action);
    }
    if (at < scenario.duration) world.run_until(Time(at));
  }
  world.run();
  return world.result();
}

}  // namespace

TEST_CASE("the same scenario gives the same bytes, another seed gives others", "[report][run]") {
  for (const std::string& text : {shop, ties}) {
    const std::string once = report::json(run(scenario_of(text)));
    CHECK(report::json(run(scenario_of(text))) == once);
  }
  CHECK(report::json(run(scenario_of(shop, "seed: 7\n"))) != report::json(run(scenario_of(shop))));
}

TEST_CASE("worlds on threads side by side give the bytes of each alone", "[report][run][threads]") {
  const std::vector<std::string> texts{shop, ties, shop + "seed: 7\n", ties + "seed: 7\n"};
  const auto bytes_of = [&](std::size_t i) { return report::json(run(scenario_of(texts[i]))); };
  std::vector<std::future<std::string>> together;
  for (std::size_t i = 0; i < texts.size(); ++i)
    together.push_back(std::async(std::launch::async, bytes_of, i));
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(together[i].get() == bytes_of(i));
}

TEST_CASE("actions given on the way do what the same lines of a timeline do", "[report][run]") {
  const std::string timeline =
      "timeline: [{at: 20s, hang: web-1}, {at: 30s, crash: web-2}, {at: 30s, deregister: web-3},"
      " {at: 41s, stop: web-1}]\n";
  const std::vector<Done> actions{{20s, {Action::Hang{{"web-1"}}}},
                                  {30s, {Action::Crash{{"web-2"}}}},
                                  {30s, {Action::Deregister{{"web-3"}}}},
                                  {41s, {Action::Stop{{"web-1"}}}}};
  for (const std::string& text : {shop, ties}) {
    const std::string planned = report::json(run(scenario_of(text, timeline)));
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
      CHECK(report::json(run_in_pieces(scenario_of(text), actions, seed)) == planned);
  }
}

TEST_CASE("every request that counts is settled, and what a run says adds up", "[report][run]") {
  const world::Result result = run(scenario_of(shop, "measure_from: 30s\n"));
  CHECK_FALSE(result.partial);
  CHECK(result.totals.open == 0);
  CHECK(result.totals.requests == result.totals.succeeded + result.totals.failed +
                                      result.totals.timed_out + result.totals.refused);
  CHECK(result.clients.at("shoppers").total.requests +
            result.clients.at("regulars").total.requests ==
        result.totals.requests);
  const world::BalancerResult& front = result.load_balancers.at("front");
  std::uint64_t own = 0;
  for (const auto& [code, count] : front.own_codes) own += count;
  CHECK(front.received == front.by_target + own + front.redirects + front.fixed_responses +
                              front.client_gone + front.open);
}

TEST_CASE("arrivals and demands are the same whatever the fleet is", "[report][run]") {
  // Fast, so that nobody is retried: then the database does exactly the same work.
  const std::string calm = R"(
region: ap-northeast-2
duration: 2m
services: {web: {handler: [{cpu: {exponential: 2ms}}, {call: orders}]}}
databases: {orders: {queries: {read: {exponential: 1ms}}}}
instances: {web: {count: COUNT, instance_type: TYPE, service: web, target_groups: [web]}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
clients: {users: {to: front, rate: 50/s}}
)";
  const auto with = [&](const std::string& count, const std::string& type) {
    std::string text = calm;
    text.replace(text.find("COUNT"), 5, count);
    text.replace(text.find("TYPE"), 4, type);
    return run(scenario_of(text));
  };
  const world::Result two = with("2", "t3.micro");
  const world::Result nine = with("9", "m6i.xlarge");
  CHECK(two.totals.requests == nine.totals.requests);
  CHECK(two.totals.succeeded == two.totals.requests);
  CHECK(two.databases.at("orders").utilization ==
        Approx(nine.databases.at("orders").utilization).epsilon(1e-3));
}

TEST_CASE("a promise ranks whoever got no answer as slower than any answer", "[report][run]") {
  const world::Result broken = run(scenario_of(
      shop, "timeline: [{at: 1m, stop: web}]\nslo: [\"p99 < 10s\", \"errors < 1%\"]\n"));
  REQUIRE(broken.slo.size() == 2);
  CHECK(broken.slo[0].endless);
  CHECK_FALSE(broken.kept());
  CHECK(run(scenario_of(shop, "slo: [\"p50 < 500ms\"]\n")).kept());
}

TEST_CASE("a run that was not ended says so", "[report][run]") {
  world::World world(scenario_of(shop));
  world.run_until(Time(10s));
  CHECK(world.now() == Time(10s));
  CHECK(world.result().partial);
  CHECK(world.result().totals.requests > 0);
}

TEST_CASE("a view says how things stand at the moment", "[report][run]") {
  using State = service::Server::State;
  world::World world(scenario_of(shop));
  world.run_until(Time(10s));
  world.apply({Action::Hang{{"web-1"}}});
  CHECK(world.view().instances.at("web-1").state == State::running);  // until time goes on
  world.run_until(Time(12s));
  const world::View hung = world.view();
  CHECK(hung.instances.size() == 3);
  CHECK(hung.instances.at("web-1").state == State::hung);
  CHECK(hung.instances.at("web-1").in_service == 8);
  CHECK(hung.instances.at("web-1").queued > 10);
  CHECK(hung.instances.at("web-2").queued < 10);
  CHECK(hung.databases.at("orders").state == State::running);
  world.apply({Action::Crash{{"web-1"}}});
  world.run_until(Time(13s));
  CHECK(world.view().instances.at("web-1").state == State::dead);
  CHECK(world.view().instances.at("web-1").in_service == 0);
}

TEST_CASE("an action is read as the timeline writes it", "[report][action]") {
  const world::Scenario scenario = scenario_of(shop);
  CHECK(scenario::read_action("hang: web-1", scenario) == Action{Action::Hang{{"web-1"}}});
  CHECK(scenario::read_action("stop: [web-1, web]", scenario) ==
        Action{Action::Stop{{"web-1", "web"}}});
  CHECK_THROWS_AS(scenario::read_action("hang: web-4", scenario), ScenarioError);
  CHECK_THROWS_AS(scenario::read_action("hug: web-1", scenario), ScenarioError);
  CHECK(scenario::read_moment("90s", scenario) == 90s);
  CHECK_THROWS_AS(scenario::read_moment("4m", scenario), ScenarioError);
  CHECK_THROWS_AS(scenario::read_moment("11:40", scenario), ScenarioError);
}
