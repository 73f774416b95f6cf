#include "squall/core/histogram.hpp"

#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <rapidcheck.h>

using namespace squall;

namespace {

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.record(Duration(value));
  return histogram;
}

/// Values of all magnitudes, not mostly small ones.
rc::Gen<std::vector<std::int64_t>> any_values() {
  const auto value = rc::gen::map(
      rc::gen::pair(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange(1, 64)),
      [](const auto& pair) { return static_cast<std::int64_t>(pair.first >> pair.second); });
  return rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(value));
}

}  // namespace

TEST_CASE("an empty histogram answers zero to everything", "[core][histogram]") {
  const Histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.min() == 0ns);
  CHECK(empty.mean() == 0ns);
  CHECK(empty.stddev() == 0ns);
  CHECK(empty.quantile(0.5) == 0ns);
  CHECK(empty.quantile(0) == 0ns);
  CHECK(empty.count_above(0ns).most == 0);
}

TEST_CASE("merging is commutative and equals recording everything in one", "[core][histogram]") {
  CHECK(rc::check([] {
    const auto a = *any_values();
    auto b = *any_values();
    Histogram ab = histogram_of(a);
    ab += histogram_of(b);
    Histogram ba = histogram_of(b);
    ba += histogram_of(a);
    b.insert(b.end(), a.begin(), a.end());
    RC_ASSERT(ab == ba);
    RC_ASSERT(ab == histogram_of(b));
  }));
}

TEST_CASE("each quantile is within 1% of the sorted sample's", "[core][histogram]") {
  CHECK(rc::check([] {
    auto values = *any_values();
    const double p = *rc::gen::inRange(0, 10'001) / 10'000.0;
    const Histogram histogram = histogram_of(values);
    std::sort(values.begin(), values.end());
    const double rank = std::ceil(p * static_cast<double>(values.size()) - 1e-9);
    const auto exact =
        static_cast<double>(values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1]);
    const auto ours = static_cast<double>(histogram.quantile(p).count());
    RC_ASSERT(std::abs(ours - exact) <= 0.01 * exact);
  }));
}

TEST_CASE("what a histogram has more than before is what was recorded since", "[core][histogram]") {
  CHECK(rc::check([] {
    const auto before = *any_values();
    const auto after = *any_values();
    const Histogram earlier = histogram_of(before);
    Histogram all = earlier;
    for (const std::int64_t value : after) all.record(Duration(value));
    const Histogram rest = all.since(earlier);
    const Histogram exact = histogram_of(after);
    RC_ASSERT(rest.count() == exact.count());
    RC_ASSERT(rest.sum() == exact.sum());
    RC_ASSERT(rest.quantile(0.5) == exact.quantile(0.5) || exact.count() < 3);
    const auto near = [](Duration a, Duration b) {
      return std::abs(seconds(a) - seconds(b)) <= 0.02 * seconds(b);
    };
    RC_ASSERT(near(rest.min(), exact.min()));
    RC_ASSERT(near(rest.max(), exact.max()));
    RC_ASSERT(all.since(all) == Histogram());
    RC_ASSERT(all.since(Histogram()).sum() == all.sum());
  }));
}

TEST_CASE("sums between positions are within 1% and add up", "[core][histogram]") {
  CHECK(rc::check([] {
    auto values = *any_values();
    const Histogram histogram = histogram_of(values);
    std::sort(values.begin(), values.end());
    const auto size = values.size();
    const auto from = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(size)));
    double exact = 0;
    for (std::size_t i = from; i < size; ++i) exact += static_cast<double>(values[i]);
    const auto part = histogram.sum_between(double(from), double(size));
    RC_ASSERT(std::abs(part - exact) <= 0.02 * exact + double(size));
    const auto rest = histogram.sum_between(0, double(from));
    const auto all = histogram.sum_between(0, double(size));
    RC_ASSERT(std::abs(part + rest - all) <= 1e-9 * all);
  }));
}

TEST_CASE("the bounds of a count above a limit hold the true count", "[core][histogram]") {
  CHECK(rc::check([] {
    const auto values = *any_values();
    const auto limit = *rc::gen::elementOf(values) + *rc::gen::inRange(-1, 2);
    const auto [least, most] = histogram_of(values).count_above(Duration(limit));
    const auto above = static_cast<std::uint64_t>(
        std::count_if(values.begin(), values.end(), [&](auto value) { return value > limit; }));
    const auto surely =
        static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), [&](auto value) {
          return double(value) > 1.02 * double(limit);
        }));
    RC_ASSERT(least <= above);
    RC_ASSERT(above <= most);
    RC_ASSERT(least >= surely);
  }));
}

TEST_CASE("count, sum, ends, mean and deviation are exact", "[core][histogram]") {
  const Histogram histogram =
      histogram_of({2'000'000'001, 4'000'000'001, 4'000'000'001, 4'000'000'001, 5'000'000'001,
                    5'000'000'001, 7'000'000'001, 9'000'000'001});
  CHECK(histogram.count() == 8);
  CHECK(histogram.sum() == Wide(40'000'000'008));
  CHECK(histogram.min() == 2s + 1ns);
  CHECK(histogram.max() == 9s + 1ns);
  CHECK(histogram.mean() == 5s + 1ns);
  CHECK(histogram.stddev() == 2s);
  CHECK(histogram.quantile(0) == 2s + 1ns);
  CHECK(histogram.quantile(1) == 9s + 1ns);
}

TEST_CASE("a small spread about a large mean keeps its deviation", "[core][histogram]") {
  const std::int64_t day = Duration(24h).count();
  CHECK(histogram_of({day - 3, day + 3}).stddev() == 3ns);
  CHECK(histogram_of({day - 30, day + 30, day + 1}).stddev() == 24ns);  // mean between integers
}

TEST_CASE("the ends of the range have buckets", "[core][histogram]") {
  const Histogram histogram = histogram_of({0, 1, 127, 128, Duration::max().count()});
  CHECK(histogram.quantile(0.2) == 0ns);
  CHECK(histogram.quantile(0.4) == 1ns);
  CHECK(histogram.quantile(0.6) == 127ns);
  CHECK(histogram.quantile(1) == Duration::max());
  CHECK(histogram.count_above(1ns).least == 3);
  CHECK(histogram.count_above(1ns).most == 3);
}

TEST_CASE("a rank that rounding would lift by one is not lifted", "[core][histogram]") {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.record(Duration(i));
  CHECK(histogram.quantile(0.07) == 7ns);
  CHECK(histogram.quantile(0.99) == 99ns);
}
