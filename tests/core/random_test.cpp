#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <map>
#include <vector>

using namespace squall;

static_assert(BitSource<Random> && BitSource<Draw>);

TEST_CASE("another stream changes no draw of this one", "[core][random]") {
  const auto draw_three = [](bool beside) {
    Random arrivals(9, "clients.lunch/arrivals");
    Random other(9, "clients.dinner/arrivals");
    std::vector<std::uint64_t> drawn;
    for (int i = 0; i < 3; ++i) {
      if (beside) other.bits();
      drawn.push_back(arrivals.bits());
    }
    return drawn;
  };
  CHECK(draw_three(true) == draw_three(false));
}

TEST_CASE("streams of other names or seeds are other streams", "[core][random]") {
  CHECK(Random(9, "a").bits() != Random(9, "b").bits());
  CHECK(Random(9, "a").bits() != Random(10, "a").bits());
}

TEST_CASE("a stream's numbers have the mean, spread and independence of uniform ones",
          "[core][random]") {
  Random random(3, "uniform");
  constexpr int count = 1'000'000;
  double sum = 0;
  double squares = 0;
  double lagged = 0;
  double before = 0;
  for (int i = 0; i < count; ++i) {
    const double centred = random.uniform() - 0.5;
    sum += centred;
    squares += centred * centred;
    lagged += before * centred;
    before = centred;
  }
  CHECK(std::abs(sum / count) < 4 * std::sqrt(1.0 / 12 / count));
  CHECK(std::abs(squares / count - 1.0 / 12) < 4 * std::sqrt(1.0 / 180 / count));
  CHECK(std::abs(lagged / count) < 4 / 12.0 / std::sqrt(count));
}

TEST_CASE("below gives each number equally often, also where 2^64 does not divide",
          "[core][random]") {
  Random random(4, "below");
  constexpr int count = 600'000;
  std::map<std::uint64_t, int> small;
  for (int i = 0; i < count; ++i) ++small[random.below(6)];
  REQUIRE(small.size() == 6);
  for (const auto& [number, times] : small) CHECK(std::abs(times - 100'000) < 4 * 289);

  // Of 3/4 of all words, a biased method would send 2/3 of the draws to one half.
  const std::uint64_t large = std::uint64_t(3) << 62;
  int lower = 0;
  for (int i = 0; i < count; ++i) lower += random.below(large) % 3 == 0;
  CHECK(std::abs(lower - count / 3) < 4 * 366);
  CHECK(random.below(1) == 0);
}

TEST_CASE("two of many are distinct and each pair is equally likely", "[core][random]") {
  Random random(5, "two");
  std::map<std::pair<std::uint64_t, std::uint64_t>, int> pairs;
  for (int i = 0; i < 120'000; ++i) ++pairs[random.two_below(4)];
  REQUIRE(pairs.size() == 12);
  for (const auto& [pair, times] : pairs) {
    CHECK(pair.first != pair.second);
    CHECK(std::abs(times - 10'000) < 4 * 96);
  }
  CHECK(random.two_below(1) == std::pair<std::uint64_t, std::uint64_t>(0, 0));
}
