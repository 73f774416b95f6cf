#include "squall/service/circuit_breaker.hpp"

#include "support/catch.hpp"

#include <string_view>

using namespace squall;
using namespace squall::service;

namespace {

using State = CircuitBreaker::State;

// Half of four bad ones open it for 10 s.
const BreakerSpec half_of_four{Ratio{0.5}, 4, 10s};

// 'x' is a bad end, anything else a good one; whether it flipped at the last.
bool end(CircuitBreaker& breaker, std::string_view ends, Time now = Time{}) {
  bool flipped = false;
  AttemptId attempt = 0;
  for (const char each : ends) {
    REQUIRE(breaker.admits(now));
    breaker.sent(attempt);
    flipped = breaker.ended(attempt++, each != 'x', now);
  }
  return flipped;
}

}  // namespace

TEST_CASE("a breaker opens at its share of the last attempts, not before there are so many",
          "[service][circuit_breaker]") {
  CircuitBreaker breaker(half_of_four);
  CHECK_FALSE(end(breaker, "xx."));
  CHECK(breaker.state() == State::closed);
  CHECK(end(breaker, "."));
  CHECK(breaker.state() == State::open);
  CHECK_FALSE(breaker.admits(Time{}));
}

TEST_CASE("a breaker forgets attempts that are older than its window",
          "[service][circuit_breaker]") {
  CircuitBreaker breaker(half_of_four);
  CHECK_FALSE(end(breaker, "x...x...x...x"));
  CHECK(breaker.bad() == 1);
  CHECK(end(breaker, "..x") == true);
}

TEST_CASE("after open_for one attempt is the trial and decides", "[service][circuit_breaker]") {
  CircuitBreaker breaker(half_of_four);
  end(breaker, "xxxx");
  CHECK_FALSE(breaker.admits(Time(9999ms)));
  REQUIRE(breaker.admits(Time(10s)));
  breaker.sent(7);
  CHECK(breaker.state() == State::half_open);
  CHECK_FALSE(breaker.admits(Time(10s)));
  SECTION("well: it is closed and remembers nothing") {
    CHECK(breaker.ended(7, true, Time(11s)));
    CHECK(breaker.state() == State::closed);
    CHECK_FALSE(end(breaker, "xxx", Time(11s)));
    CHECK(end(breaker, "x", Time(11s)));
  }
  SECTION("badly: it is open for as long again") {
    CHECK_FALSE(breaker.ended(7, false, Time(11s)));
    CHECK(breaker.state() == State::open);
    CHECK_FALSE(breaker.admits(Time(20999ms)));
    CHECK(breaker.admits(Time(21s)));
  }
  SECTION("not at all, where it is abandoned: the next one is the trial") {
    breaker.abandoned(7);
    REQUIRE(breaker.admits(Time(12s)));
    breaker.sent(8);
    CHECK(breaker.ended(8, true, Time(12s)));
  }
}

TEST_CASE("what was sent before it opened decides nothing", "[service][circuit_breaker]") {
  CircuitBreaker breaker(half_of_four);
  end(breaker, "xxxx");
  CHECK_FALSE(breaker.ended(5, true, Time(1s)));
  CHECK(breaker.state() == State::open);
  REQUIRE(breaker.admits(Time(10s)));
  breaker.sent(7);
  CHECK_FALSE(breaker.ended(5, true, Time(10s)));
  CHECK(breaker.state() == State::half_open);
}
