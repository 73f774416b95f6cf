// Where security groups look: what may not pass meets silence, and an edit cuts or spares.

#include "squall/balancing/gate.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace squall;
using namespace squall::balancing;
using namespace squall::service::testing;
using network::Passage;
using service::Outcome;

namespace {

using Answers = std::vector<service::testing::Answer>;

const Passage open_way;

Passage shut() {
  Passage passage;
  passage.enters = false;
  return passage;
}

Passage untracked() {
  Passage passage;
  passage.enters_tracked = false;
  return passage;
}

// A server behind a gate.
struct Guarded {
  explicit Guarded(const Passage& passage)
      : shop(service_of(1, 100, {wait(10ms)})),
        gate(shop.exchange, passage, {}),
        door(gate.door(shop.fleet.endpoint(0))) {}

  int send() { return shop.send_to(door, key_of(1, "guarded")); }

  void abandon(int request) {
    const service::AttemptId attempt = shop.attempts[static_cast<std::size_t>(request)];
    door.abandon(attempt);
    shop.exchange.attempts.release(attempt);
  }

  void run(Duration until) {
    shop.run(until);
    gate.check();
  }

  Shop shop;
  Gate gate;
  service::Endpoint& door;
};

}  // namespace

TEST_CASE("an open gate changes nothing", "[balancing][gate]") {
  Guarded guarded(open_way);
  guarded.send();
  guarded.run(1s);
  CHECK(guarded.shop.answers == Answers{{0, 10ms, Outcome{}}});
  CHECK(guarded.shop.exchange.attempts.size() == 0);
  CHECK(guarded.door.reachable());
}

TEST_CASE("a shut gate is silent, and nobody can be reached there", "[balancing][gate]") {
  Guarded guarded(shut());
  const int request = guarded.send();
  guarded.run(1s);
  CHECK(guarded.shop.answers.empty());
  CHECK(guarded.shop.counts().offered == 0);
  CHECK(guarded.gate.counts().dropped == 1);
  CHECK_FALSE(guarded.door.reachable());
  guarded.abandon(request);
  CHECK(guarded.shop.exchange.attempts.size() == 0);
}

TEST_CASE("who waits no longer is heard of behind the gate", "[balancing][gate]") {
  Guarded guarded(open_way);
  const int request = guarded.send();
  guarded.run(5ms);
  guarded.abandon(request);
  guarded.run(1s);
  CHECK(guarded.gate.counts().abandoned == 1);
  CHECK(guarded.shop.counts().wasted == 1);
  CHECK(guarded.shop.exchange.attempts.size() == 0);
}

TEST_CASE("an edit spares what is under way and tracked", "[balancing][gate]") {
  Guarded guarded(open_way);
  guarded.send();
  guarded.run(5ms);
  guarded.gate.change(shut(), Time(5ms));
  const int late = guarded.send();
  guarded.run(1s);
  CHECK(guarded.shop.answers == Answers{{0, 10ms, Outcome{}}});
  guarded.abandon(late);
}

TEST_CASE("an edit cuts what is under way and not tracked: the work is done for nobody",
          "[balancing][gate]") {
  Guarded guarded(untracked());
  const int request = guarded.send();
  guarded.run(5ms);
  guarded.gate.change(shut(), Time(5ms));
  guarded.run(1s);
  CHECK(guarded.shop.answers.empty());
  CHECK(guarded.gate.counts().cut == 1);
  CHECK(guarded.shop.counts().finished == 1);
  guarded.abandon(request);
  CHECK(guarded.shop.exchange.attempts.size() == 0);
}

TEST_CASE("what becomes tracked before it is shut out is spared", "[balancing][gate]") {
  Guarded guarded(untracked());
  guarded.send();
  guarded.run(5ms);
  guarded.gate.change(open_way, Time(5ms));
  guarded.gate.change(shut(), Time(5ms));
  guarded.run(1s);
  CHECK(guarded.shop.answers.size() == 1);
}

TEST_CASE(
    "where another one is behind a gate, what is under way is lost and what is new goes by its "
    "rules",
    "[balancing][gate]") {
  Guarded guarded(untracked());
  guarded.send();
  guarded.run(5ms);
  guarded.gate.turn(shut(), Time(5ms));
  const int late = guarded.send();
  guarded.run(1s);
  CHECK(guarded.gate.counts().cut == 0);
  CHECK(guarded.gate.counts().dropped == 1);
  guarded.abandon(late);
  guarded.gate.turn(open_way, Time(1s));
  guarded.send();
  guarded.run(2s);
  CHECK(guarded.gate.counts().passed == 2);
}
