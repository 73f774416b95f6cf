// What lies between those who ask and those who are asked: time, and nothing while it is cut.

#include "squall/service/way.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using Answers = std::vector<Answer>;

const Outcome good;

// A server at the far end of a way.
struct Street {
  explicit Street(const WaySpec& spec, Steps handler = {cpu(5ms)}, int workers = 1)
      : shop(service_of(workers, 100, std::move(handler))),
        way(shop.engine, shop.exchange, spec, hash_of("way")),
        door(way.door(shop.fleet.endpoint(0))) {}

  int send(std::uint64_t key = 1) { return shop.send_to(door, child(Key{}, key)); }

  void abandon(int request) {
    const AttemptId attempt = shop.attempts[static_cast<std::size_t>(request)];
    door.abandon(attempt);
    shop.exchange.attempts.release(attempt);
  }

  void run(Duration until) {
    shop.run(until);
    way.check();
  }

  Shop shop;
  Way way;
  Endpoint& door;
};

}  // namespace

TEST_CASE("a way adds its length there and back and nothing else", "[service][way]") {
  Street street({10ms});
  street.send();
  street.run(1ms);
  street.send(2);
  street.run(1s);
  CHECK(street.shop.answers == Answers{{0, 25ms, good}, {1, 30ms, good}});
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("an attempt arrives as one that is sent when it arrives", "[service][way]") {
  Shop shop;
  Way way(shop.engine, shop.exchange, {10ms}, 1);
  Neighbour far(shop.exchange);
  shop.engine.run_until(Time(1s));
  shop.send_to(way.door(far), Key{7}, 3, 2);
  shop.engine.run_until(Time(1s + 10ms));
  CHECK(far.open.empty());
  shop.engine.run_until(Time(1s + 11ms));
  REQUIRE(far.open.size() == 1);
  const Attempt& arrived = shop.exchange.attempts[far.open[0]];
  CHECK(arrived.sent == Time(1s + 10ms));
  CHECK(arrived.key == Key{7});
  CHECK(arrived.request_class == 3);
  CHECK(arrived.number == 2);
  CHECK(shop.exchange.origin(far.open[0]) == shop.attempts[0]);
}

TEST_CASE("the work for one who gives up goes on until the far end hears of it", "[service][way]") {
  Street street({10ms}, {cpu(100ms)});
  const int request = street.send();
  street.run(50ms);
  street.abandon(request);
  street.run(60ms);
  CHECK(street.way.counts().abandoned == 0);
  street.run(61ms);
  CHECK(street.way.counts().abandoned == 1);
  street.run(1s);
  CHECK(street.shop.answers.empty());
  CHECK(street.shop.counts().wasted == 1);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("an answer that is under way to one who gives up is heard by nobody", "[service][way]") {
  Street street({10ms});
  const int request = street.send();
  street.run(20ms);
  street.abandon(request);
  street.run(1s);
  CHECK(street.shop.answers.empty());
  CHECK(street.way.counts().answered == 1);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("who gives up while his attempt is under way is still served", "[service][way]") {
  Street street({10ms});
  const int request = street.send();
  street.run(4ms);
  street.abandon(request);
  street.run(1s);
  CHECK(street.shop.counts().offered == 1);
  CHECK(street.shop.answers.empty());
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("a cut way is silent, and takes again what comes once it is restored", "[service][way]") {
  Street street({std::nullopt});
  const int lost = street.send();
  CHECK_FALSE(street.door.reachable());
  street.run(1s);
  CHECK(street.shop.counts().offered == 0);
  street.abandon(lost);
  street.way.change({10ms});
  CHECK(street.door.reachable());
  street.send();
  street.run(2s);
  CHECK(street.shop.answers == Answers{{1, 1025ms, good}});
  CHECK(street.way.counts().lost == 1);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("what is at the far end when the way is cut is done, and its answer lost",
          "[service][way]") {
  Street street({10ms}, {cpu(100ms)});
  const int request = street.send();
  street.run(50ms);
  street.way.change({std::nullopt});
  street.run(1s);
  CHECK(street.shop.answers.empty());
  CHECK(street.shop.counts().finished == 1);
  CHECK(street.way.counts().answers_lost == 1);
  CHECK(street.shop.exchange.attempts.size() == 1);
  street.abandon(request);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("nobody at the far end hears of one who gives up while the way is cut",
          "[service][way]") {
  Street street({10ms}, {cpu(100ms)});
  const int request = street.send();
  street.run(50ms);
  street.way.change({std::nullopt});
  street.abandon(request);
  street.way.change({10ms});
  street.run(1s);
  CHECK(street.shop.answers.empty());
  CHECK(street.way.counts().answered == 1);
  CHECK(street.way.counts().abandoned == 0);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("one who gives up may be heard before he is, where the way has become shorter",
          "[service][way]") {
  Street street({100ms});
  const int request = street.send();
  street.way.change({1ms});
  street.abandon(request);
  street.run(1s);
  CHECK(street.way.counts().recalled == 1);
  CHECK(street.shop.counts().offered == 0);
  CHECK(street.shop.exchange.attempts.size() == 0);
}

TEST_CASE("a refusal takes as long as an answer", "[service][way]") {
  Street street({10ms});
  street.shop.fleet.crash(0);
  street.send();
  street.run(1s);
  CHECK(street.shop.answers == Answers{{0, 20ms, {Outcome::Kind::refused, 0}}});
}
