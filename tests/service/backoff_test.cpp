#include "squall/service/backoff.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::service;

namespace {

constexpr std::uint64_t requests = 4000;

Key request(std::uint64_t ordinal) { return child(key_of(1, "backoff"), ordinal); }

// The average pause after so many failures, in seconds.
double mean_pause(const Backoff& backoff, unsigned failed) {
  double sum = 0;
  for (std::uint64_t i = 0; i < requests; ++i) sum += seconds(backoff.pause(request(i), failed));
  return sum / static_cast<double>(requests);
}

Backoff decorrelated(Duration base, Duration max) {
  RetrySpec spec;
  spec.attempts = 6;
  spec.base = base;
  spec.max = max;
  spec.jitter = Jitter::decorrelated;
  return Backoff(spec);
}

}  // namespace

TEST_CASE("decorrelated jitter keeps between base and three times the pause before",
          "[service][backoff]") {
  const Backoff backoff = decorrelated(100ms, 10s);
  CHECK(backoff.retries() == 5);
  for (std::uint64_t i = 0; i < requests; ++i) {
    Duration before = 100ms;
    for (unsigned failed = 1; failed <= 5; ++failed) {
      const Duration pause = backoff.pause(request(i), failed);
      REQUIRE(pause >= 100ms);
      REQUIRE(pause <= 3 * before);
      before = pause;
    }
  }
}

TEST_CASE("a decorrelated pause is on average half of base and of three times the one before",
          "[service][backoff]") {
  const Backoff backoff = decorrelated(100ms, 1h);
  double expected = 0.1;
  for (unsigned failed = 1; failed <= 5; ++failed) {
    expected = (0.1 + 3 * expected) / 2;
    CHECK(std::abs(mean_pause(backoff, failed) / expected - 1) < 0.06);
  }
}

TEST_CASE("no decorrelated pause is longer than the longest", "[service][backoff]") {
  const Backoff backoff = decorrelated(100ms, 150ms);
  int longest = 0;
  for (std::uint64_t i = 0; i < requests; ++i) {
    REQUIRE(backoff.pause(request(i), 3) <= 150ms);
    longest += backoff.pause(request(i), 3) == 150ms;
  }
  CHECK(longest > 2000);
  CHECK(decorrelated(200ms, 150ms).pause(request(1), 1) == 150ms);
}

TEST_CASE("the longest time there is is no too long pause", "[service][backoff]") {
  const Backoff backoff = decorrelated(Duration::max() / 2, Duration::max());
  CHECK(backoff.pause(request(1), 5) >= Duration::max() / 2);
}

TEST_CASE("pauses of the standard mode are anything up to 1 s, then up to 2 s",
          "[service][backoff]") {
  RetrySpec spec;
  spec.attempts = Tries::as_the_sdk();
  const Backoff backoff(spec);
  CHECK(backoff.retries() == 2);
  CHECK(std::abs(mean_pause(backoff, 1) - 0.5) < 0.02);
  CHECK(std::abs(mean_pause(backoff, 2) - 1.0) < 0.04);
}
