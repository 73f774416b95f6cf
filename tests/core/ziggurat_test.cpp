#include "squall/core/ziggurat.hpp"

#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall;

namespace {

/// Gives the words of a list in turn.
struct Script {
  std::vector<std::uint64_t> words;
  std::size_t next = 0;

  std::uint64_t bits() { return words.at(next++); }
  double uniform() { return unit_interval(bits()); }
};

// The lowest layer, as far out as it goes; and the start of the layer above.
constexpr std::uint64_t in_the_tail = ~std::uint64_t(511);
constexpr std::uint64_t at_zero = 1;

}  // namespace

TEST_CASE("an exponential tail starts anew wherever it is reached", "[core][ziggurat]") {
  Script script{{in_the_tail, in_the_tail, in_the_tail, at_zero}};
  CHECK(standard_exponential(script) == Approx(3 * exponential_tail).epsilon(1e-15));
}

TEST_CASE("both tails of the normal are as heavy and as long as they should be",
          "[core][ziggurat]") {
  constexpr int draws = 8'000'000;
  const double chance = std::erfc(normal_tail / std::sqrt(2.0));
  const double bell = std::exp(-normal_tail * normal_tail / 2) / std::sqrt(2 * std::acos(-1.0));
  const double mean_excess = bell / (chance / 2) - normal_tail;
  Random random(6, "tail");
  int beyond = 0;
  int negative = 0;
  double excess = 0;
  for (int i = 0; i < draws; ++i) {
    const double value = standard_normal(random);
    if (std::abs(value) <= normal_tail) continue;
    ++beyond;
    negative += value < 0;
    excess += std::abs(value) - normal_tail;
  }
  CHECK(std::abs(beyond - draws * chance) < 4 * std::sqrt(draws * chance));
  CHECK(std::abs(negative - beyond / 2.0) < 4 * std::sqrt(beyond / 4.0));
  // An excess deviates by a little less than its mean, as an exponential one would.
  CHECK(std::abs(excess / beyond - mean_excess) < 4 * mean_excess / std::sqrt(beyond));
}
