#include "squall/core/time.hpp"

#include "support/catch.hpp"

using namespace squall;

TEST_CASE("a run starts at time zero and a duration moves it exactly", "[core][time]") {
  CHECK(Time{}.time_since_epoch() == 0ns);
  CHECK(Time{} + 90min + 1ns - (Time{} + 90min) == 1ns);
  CHECK(Time{} + 240h * 365 < never);
}

TEST_CASE("seconds become the nearest nanosecond", "[core][time]") {
  CHECK(from_seconds(1.5) == 1500ms);
  CHECK(from_seconds(-0.25) == -250ms);
  CHECK(from_seconds(1.4e-9) == 1ns);
  CHECK(from_seconds(1.6e-9) == 2ns);
  CHECK(seconds(90s) == 90.0);
  CHECK(seconds(1min) == 60.0);
  CHECK(seconds(300ms) == 0.3);
}
