#include "squall/compute/life.hpp"

#include "squall/core/invariant.hpp"

#include "support/catch.hpp"

using namespace squall;
using compute::Life;
using compute::LifeState;

namespace {

Time at(Duration time) { return Time(time); }

}  // namespace

TEST_CASE("an instance is paid for from its running on, a minute at least each time",
          "[compute][life]") {
  Life life(LifeState::pending, at(0s));
  CHECK(life.billed(at(1h)) == 0s);
  life.run(at(8s));
  CHECK(life.billed(at(9s)) == 60s);
  CHECK(life.billed(at(608s)) == 600s);
  life.stop(at(608s), false);
  CHECK(life.billed(at(1h)) == 600s);
  life.stopped(at(638s));
  life.start();
  life.run(at(700s));
  life.terminate(at(705s));
  CHECK(life.billed(at(1h)) == 660s);
  life.terminated();
  CHECK(word(life.state()) == "terminated");
}

TEST_CASE("an instance that hibernates is paid for until it has stopped", "[compute][life]") {
  Life life(LifeState::running, at(0s));
  life.stop(at(100s), true);
  CHECK(life.billed(at(110s)) == 110s);
  life.stopped(at(130s));
  CHECK(life.billed(at(1h)) == 130s);
}

TEST_CASE("a bill tells what it was until an earlier time", "[compute][life]") {
  Life life(LifeState::running, at(0s));
  life.stop(at(600s), true);
  life.stopped(at(630s));
  CHECK(life.billed(at(610s)) == 610s);
  life.start();
  life.run(at(1000s));
  CHECK(life.billed(at(999s)) == 630s);
  CHECK(life.billed(at(1000s)) == 690s);
}

TEST_CASE("an instance goes no way that there is not", "[compute][life]") {
  Life life(LifeState::running, at(0s));
  CHECK_THROWS_AS(life.run(at(1s)), InvariantBroken);
  CHECK_THROWS_AS(life.stopped(at(1s)), InvariantBroken);
  CHECK_THROWS_AS(life.start(), InvariantBroken);
  life.terminate(at(1s));
  CHECK_THROWS_AS(life.terminate(at(1s)), InvariantBroken);
  CHECK_THROWS_AS(life.stop(at(1s), false), InvariantBroken);
}

TEST_CASE("what is not launched costs nothing, and cannot be terminated", "[compute][life]") {
  Life life(LifeState::not_launched, at(0s));
  CHECK(life.billed(at(1h)) == 0s);
  CHECK_THROWS_AS(life.terminate(at(1h)), InvariantBroken);
  life.launch();
  CHECK(life.state() == LifeState::pending);
  life.run(at(3608s));
  CHECK(life.billed(at(3700s)) == 92s);
}
