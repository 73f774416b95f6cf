// Calls with retries, hedges, breakers and connection pools: what their job sees of them.

#include "squall/service/fleet.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using Answers = std::vector<Answer>;

const Outcome good;

Step hedged(const std::string& to, Duration after) {
  return {CallStep{.to = to, .timeout = 1s, .hedge = HedgeSpec{after}}};
}

ServiceSpec pooled(int workers, int size, Steps handler) {
  ServiceSpec spec = service_of(workers, 100, std::move(handler));
  spec.connection_pools["orders"] = size;
  return spec;
}

CallCounts counts_of(const Shop& shop, ServiceId service = 0) {
  return shop.fleet.calls_of(service).begin()->second;
}

}  // namespace

TEST_CASE("a call is tried as often as its retry says before its job fails",
          "[service][call_site]") {
  Shop shop(service_of(1, 100, {call("backend", 1s, 3), cpu(2ms)}));
  shop.send();
  for (int attempt = 1; attempt <= 2; ++attempt) {
    REQUIRE(shop.neighbour.open.size() == 1);
    CHECK(shop.exchange.attempts[shop.neighbour.open[0]].number == attempt);
    shop.neighbour.answer_all(status(503));
    shop.run(attempt * 10ms);
    CHECK(shop.answers.empty());
  }
  shop.neighbour.answer_all(status(503));
  CHECK(shop.answers == Answers{{0, 20ms, status(500)}});
  CHECK(shop.fleet.attempts_open() == 0);
  CHECK(counts_of(shop).requests.attempts == 3);
}

TEST_CASE("a call that succeeds at last lets its job go on", "[service][call_site]") {
  Shop shop(service_of(1, 100, {call("backend", 5ms, 2), cpu(2ms)}));
  shop.send();
  shop.run(7ms);
  CHECK(shop.neighbour.abandoned == 1);
  shop.neighbour.answer_all();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 9ms, good}});
}

TEST_CASE("calls for another attempt of a request have other numbers, so that chance may differ",
          "[service][call_site]") {
  Shop shop(service_of(1, 100, {call("backend", 1s, 3)}));
  shop.send_as(key_of(1, "x"), 0, 2);
  REQUIRE(shop.neighbour.open.size() == 1);
  CHECK(shop.exchange.attempts[shop.neighbour.open[0]].number == 4);
}

TEST_CASE("a call that takes long is asked once more, and the first answer goes on",
          "[service][call_site]") {
  Shop shop(service_of(1, 100, {hedged("backend", 10ms)}));
  shop.send();
  shop.run(20ms);
  REQUIRE(shop.neighbour.open.size() == 2);
  const AttemptId hedge = shop.neighbour.open.back();
  shop.neighbour.open.pop_back();
  shop.exchange.answer(hedge, good);
  CHECK(shop.answers == Answers{{0, 20ms, good}});
  CHECK(shop.neighbour.abandoned == 1);
  CHECK(shop.fleet.attempts_open() == 0);
}

TEST_CASE("a job that dies takes its attempts and its pauses with it", "[service][call_site]") {
  CallStep step{.to = "backend", .timeout = 1s};
  step.retry.attempts = 3;
  step.retry.base = 1s;
  step.retry.jitter = Jitter::none;
  Shop shop(service_of(10, 100, {{step}}));
  shop.send_many(2);
  shop.neighbour.answer_all(refused);  // both pause
  shop.send();                         // its attempt is open
  shop.run(10ms);
  shop.fleet.crash(0);
  CHECK(shop.answers.size() == 3);
  CHECK(shop.neighbour.abandoned == 1);
  CHECK(shop.exchange.attempts.size() == 0);
  shop.run(10s);
  CHECK(shop.neighbour.open.empty());
  CHECK(counts_of(shop).requests.withdrawn == 3);
}

TEST_CASE("each process has a breaker of its own", "[service][call_site]") {
  CallStep step{.to = "backend", .timeout = 1s};
  step.circuit_breaker = BreakerSpec{Ratio{1}, 1, 10s};
  Shop shop;
  const ServiceId service = shop.fleet.add(Service(service_of(10, 100, {{step}}), shop));
  for (int i = 0; i < 2; ++i) shop.fleet.add_server(service, 1);
  shop.send(0, 0);
  shop.neighbour.answer_all(status(500));
  shop.send(0, 0);
  CHECK(shop.neighbour.open.empty());
  CHECK(counts_of(shop).requests.short_circuited == 1);
  CHECK(shop.answers.back().outcome == status(500));
  shop.send(0, 1);
  CHECK(shop.neighbour.open.size() == 1);
}

TEST_CASE("calls of a process wait for one of its connections, first come first served",
          "[service][call_site]") {
  Shop shop;
  shop.add("orders", database_of({{"read", constant(10ms)}}), 8);
  shop.add("web", pooled(100, 2, {call("orders.read")}), 1);
  for (int i = 0; i < 4; ++i) shop.send(0, 1);
  shop.run(1s);
  CHECK(shop.answers ==
        Answers{{0, 10ms, good}, {1, 10ms, good}, {2, 20ms, good}, {3, 20ms, good}});
  CHECK(counts_of(shop, 1).connections.waited == 2);
}

TEST_CASE("a time-out runs while a call waits for a connection", "[service][call_site]") {
  Shop shop;
  shop.add("orders", database_of({{"read", constant(10ms)}}), 8);
  shop.add("web", pooled(100, 1, {call("orders.read", 15ms)}), 1);
  for (int i = 0; i < 3; ++i) shop.send(0, 1);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, good}, {1, 15ms, status(500)}, {2, 15ms, status(500)}});
  CHECK(counts_of(shop, 1).connections.waited == 2);
  CHECK(counts_of(shop, 1).requests.timed_out == 2);
}

TEST_CASE("more pools than a database has connections are refused what there is not",
          "[service][call_site]") {
  Shop shop;
  shop.add("orders", database_of({{"read", constant(10ms)}}), 8);
  shop.connections("orders").most = 3;
  const ServiceId web = shop.fleet.add(Service(pooled(100, 2, {call("orders.read")}), shop));
  const ServerId first = shop.fleet.add_server(web, 1);
  const ServerId second = shop.fleet.add_server(web, 1);
  for (int i = 0; i < 2; ++i) shop.send(0, first);
  for (int i = 0; i < 2; ++i) shop.send(0, second);
  shop.run(1s);
  REQUIRE(shop.answers.size() == 4);
  CHECK(shop.answers[0] == Answer{3, 0ms, status(500)});
  CHECK(counts_of(shop, web).connections.refused == 1);
  // The first process goes, and its connections with it.
  shop.fleet.crash(first);
  for (int i = 0; i < 2; ++i) shop.send(0, second);
  shop.run(2s);
  CHECK(shop.answers.back().outcome == good);
  CHECK(counts_of(shop, web).connections.refused == 1);
}
