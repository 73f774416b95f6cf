#include "squall/service/fleet.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using Answers = std::vector<Answer>;

const Outcome good;

ServiceSpec service_of(int workers, Steps handler) {
  return testing::service_of(workers, 100, std::move(handler));
}

}  // namespace

TEST_CASE("a call holds the worker until it is answered", "[service][fleet]") {
  Shop shop(service_of(1, {cpu(1ms), call("backend"), cpu(2ms)}));
  shop.send_many(2);
  shop.run(10ms);
  CHECK(shop.neighbour.open.size() == 1);
  CHECK(shop.server().in_service() == 1);
  shop.neighbour.answer_all();
  shop.run(20ms);
  CHECK(shop.answers == Answers{{0, 12ms, good}});
}

TEST_CASE("a call that fails ends the request with 500", "[service][fleet]") {
  for (const Outcome outcome : {refused, reset, status(503)}) {
    Shop shop(service_of(1, {call("backend"), cpu(2ms)}));
    shop.send();
    shop.run(10ms);
    shop.neighbour.answer_all(outcome);
    CHECK(shop.answers == Answers{{0, 10ms, status(500)}});
  }
}

TEST_CASE("an answer below 500 is good enough", "[service][fleet]") {
  Shop shop(service_of(1, {call("backend"), cpu(2ms)}));
  shop.send();
  shop.neighbour.answer_all(status(404));
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 2ms, good}});
}

TEST_CASE("a call is given up after its time-out, and only then", "[service][fleet]") {
  Shop shop(service_of(2, {call("backend", 5ms), wait(1ms)}));
  shop.send();
  shop.run(4ms);
  shop.neighbour.answer_all();
  shop.send();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 5ms, good}, {1, 9ms, status(500)}});
  CHECK(shop.neighbour.abandoned == 1);
  CHECK(shop.fleet.counts().timed_out == 1);
  CHECK(shop.exchange.attempts.size() == 0);
}

TEST_CASE("a server that dies drops what it has called", "[service][fleet]") {
  Shop shop(service_of(2, {parallel({call("one"), call("two", 5ms)})}));
  shop.send();
  shop.run(1ms);
  shop.fleet.crash(0);
  CHECK(shop.neighbour.abandoned == 2);
  CHECK(shop.fleet.counts().dropped == 2);
  CHECK(shop.exchange.attempts.size() == 0);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 1ms, reset}});
}

TEST_CASE("a hung server does not go on when it is answered", "[service][fleet]") {
  Shop shop(service_of(2, {call("one")}));
  shop.send();
  shop.fleet.hang(0);
  shop.neighbour.answer_all();
  shop.run(1s);
  CHECK(shop.answers.empty());
  CHECK(shop.server().in_service() == 1);
}

TEST_CASE("a call names a handler of another service, or keeps its own class", "[service][fleet]") {
  Shop shop;
  const DatabaseSpec orders = database_of({{"read", constant(1ms)}, {"write", constant(3ms)}});
  shop.add("orders", orders, 2);
  const ServerId web = shop.add("web", service_of(9, {call("orders.write")}), 1);
  const ServerId proxy = shop.add("proxy", service_of(9, {call("orders")}), 1);
  const ClassId read = shop.request_class("read");
  shop.send(read, web);
  shop.run(100ms);
  shop.send(read, proxy);
  shop.run(200ms);
  CHECK(shop.answers == Answers{{0, 3ms, good}, {1, 101ms, good}});
}

TEST_CASE("all attempts of a request ask a database for the same work", "[service][fleet]") {
  Shop shop;
  shop.add("orders", database_of({{"write", exponential(9ms)}}), 2);
  const ServerId web = shop.add("web", service_of(9, {call("orders.write")}), 1);
  const Key key = key_of(7, "request");
  shop.send_as(key, 0, 1, web);
  shop.run(1h);
  shop.send_as(key, 0, 2, web);
  shop.run(2h);
  CHECK(shop.answers[0].at == shop.answers[1].at - 1h);
}

namespace {

/// Refuses whatever it is asked, and sends a request of its own before it does.
class Retort final : public Endpoint {
 public:
  explicit Retort(Shop& shop) : shop_(shop) {}

  void offer(AttemptId attempt) override {
    if (!std::exchange(spoken_, true)) shop_.send();
    shop_.exchange.answer(attempt, refused);
  }
  void abandon(AttemptId) override {}

 private:
  Shop& shop_;
  bool spoken_ = false;
};

}  // namespace

TEST_CASE("a request that comes while another one is being refused gets the worker after it",
          "[service][fleet]") {
  Shop shop;
  Retort retort(shop);
  shop.introduce("retort", retort);
  shop.add("web", service_of(1, {parallel({call("retort"), fail(503)})}), 1);
  shop.send();
  CHECK(shop.answers == Answers{{0, 0ms, status(500)}, {1, 0ms, status(500)}});
  CHECK(shop.server().queued() == 0);
}

TEST_CASE("requests that come to a busy CPU cost no event", "[service][fleet]") {
  Shop shop(service_of(100, {cpu(10ms)}));
  shop.send_many(100);
  CHECK(shop.engine.pending() == 1);
  shop.run(10s);
  CHECK(shop.answers.size() == 100);
  CHECK(shop.engine.executed() <= 3);  // the first one's old finish, and the finish of all
}

TEST_CASE("a shorter job that comes later is done first", "[service][fleet]") {
  Shop shop;
  ServiceSpec spec = service_of(2, {});
  spec.handlers = {{"long", {cpu(100ms)}}, {"short", {cpu(1ms)}}};
  shop.add("web", spec, 2);
  shop.send(shop.request_class("long"));
  shop.run(10ms);
  shop.send(shop.request_class("short"));
  shop.run(1s);
  CHECK(shop.answers == Answers{{1, 11ms, good}, {0, 100ms, good}});
}
