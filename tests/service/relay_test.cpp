// What one endpoint is asked for another is asked for in turn, and what becomes of one becomes of
// the other.

#include "squall/service/relay.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

// Who sends with users of his own.
struct Regular final : Caller {
  explicit Regular(Exchange& exchange) : self(exchange.join(*this)) {}

  void returned(AttemptId, Outcome) override {}
  Sender sender(const Attempt& attempt) const override { return {attempt.who, 5, 6, 7}; }

  const CallerId self;
};

struct Relayed {
  Relayed() : far(shop.exchange), relay(shop.exchange, far) {}
  ~Relayed() { relay.check(); }

  const Attempt& arrived(std::size_t place = 0) { return shop.exchange.attempts[far.open[place]]; }

  Shop shop;
  Neighbour far;
  Relay relay;
};

}  // namespace

TEST_CASE("an attempt arrives at once, as what it is, by another one", "[service][relay]") {
  Relayed its;
  its.shop.engine.run_until(Time(1s));
  its.shop.send_to(its.relay, Key{7}, 3, 2);
  REQUIRE(its.far.open.size() == 1);
  CHECK(its.far.open[0] != its.shop.attempts[0]);
  CHECK(its.arrived().key == Key{7});
  CHECK(its.arrived().sent == Time(1s));
  CHECK(its.arrived().request_class == 3);
  CHECK(its.arrived().number == 2);
  CHECK(its.arrived().via == its.arrived().caller);
  CHECK(its.shop.exchange.origin(its.far.open[0]) == its.shop.attempts[0]);
  CHECK(its.relay.counts().open == 1);
}

TEST_CASE("every answer goes back at once and leaves nothing", "[service][relay]") {
  for (const Outcome outcome : {Outcome{}, status(503), refused, reset}) {
    Relayed its;
    its.shop.send_to(its.relay, Key{7});
    its.far.answer_all(outcome);
    CHECK(its.shop.answers == std::vector<Answer>{{0, 0s, outcome}});
    CHECK(its.relay.counts().answered == 1);
    CHECK(its.shop.exchange.attempts.size() == 0);
  }
}

TEST_CASE("an answer that comes before the offer is over goes back", "[service][relay]") {
  Shop shop(service_of(1, 0, {cpu(1ms)}));
  Relay relay(shop.exchange, shop.fleet.endpoint(0));
  for (std::uint64_t key = 0; key < 3; ++key) shop.send_to(relay, Key{key});
  CHECK(shop.answers == std::vector<Answer>{{1, 0s, refused}, {2, 0s, refused}});
  shop.run(1s);
  CHECK(shop.answers.size() == 3);
  CHECK(shop.exchange.attempts.size() == 0);
  relay.check();
}

TEST_CASE("who gives up is given up beyond, and nobody else", "[service][relay]") {
  Relayed its;
  its.shop.send_to(its.relay, Key{7});
  its.shop.send_to(its.relay, Key{8});
  const AttemptId first = its.shop.attempts[0];
  its.relay.abandon(first);
  its.shop.exchange.attempts.release(first);
  CHECK(its.far.abandoned == 1);
  REQUIRE(its.far.open.size() == 1);
  CHECK(its.arrived().key == Key{8});
  CHECK(its.relay.counts().abandoned == 1);
  CHECK(its.relay.counts().open == 1);
  CHECK(its.shop.exchange.attempts.size() == 2);
}

TEST_CASE("users are known beyond by the one who stands in for their caller", "[service][relay]") {
  Relayed its;
  Regular one(its.shop.exchange);
  Regular other(its.shop.exchange);
  const CallerId stand_in = its.relay.stand_in_for(one.self);
  CHECK(its.relay.stand_in_for(one.self) == stand_in);
  CHECK(stand_in != its.relay.stand_in_for(other.self));
  CHECK(stand_in != its.relay.stand_in_for_others());
  for (const Regular* each : {&one, &other}) {
    Attempt attempt{};
    attempt.who = 3;
    attempt.caller = attempt.via = each->self;
    its.relay.offer(its.shop.exchange.attempts.allocate(attempt));
  }
  its.shop.send_to(its.relay, Key{7});
  CHECK(its.arrived(0).caller == stand_in);
  CHECK(its.arrived(1).caller == its.relay.stand_in_for(other.self));
  CHECK(its.arrived(2).caller == its.relay.stand_in_for_others());
  const Sender sender = its.shop.exchange.sender(its.arrived(0));
  CHECK(sender.user == 3);
  CHECK(sender.visit == 5);
  CHECK(sender.connection == 6);
  CHECK(sender.address == 7);
}
