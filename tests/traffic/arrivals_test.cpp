#include "squall/traffic/arrivals.hpp"

#include "squall/core/ziggurat.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::traffic;

namespace {

Arrivals arrivals(const RateSpec& spec, std::uint64_t seed = 1, double scale = 1,
                  const ArrivalsSpec& kind = {}) {
  return {Random(seed, "clients.x/arrivals"), RateCurve(spec, Ratio{scale}), kind};
}

const ArrivalsSpec even{PatternedArrivals{Pattern::even}};

ArrivalsSpec peaked(double peakedness) { return {BurstyArrivals{peakedness}}; }

std::vector<Time> first_of(Arrivals process, int count) {
  std::vector<Time> times;
  Time now{};
  for (int i = 0; i < count; ++i) times.push_back(now = process.next(now));
  return times;
}

double count_until(Arrivals process, Time end) {
  double count = 0;
  for (Time now = process.next(Time{}); now < end; now = process.next(now)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a constant rate's gaps have its mean and are as varied as exponential ones",
          "[traffic][arrivals]") {
  constexpr int count = 100'000;
  const auto times = first_of(arrivals({{50}, {}, {}}), count);
  double squares = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double gap = 50 * seconds(times[i] - times[i - 1]);
    squares += gap * gap / count;
  }
  CHECK(std::abs(50 * seconds(times.back() - Time{}) / count - 1) < 4 / std::sqrt(count));
  CHECK(std::abs(squares - 2) < 4 * std::sqrt(20.0 / count));
}

TEST_CASE("a ramp brings as many in each part as the area below it", "[traffic][arrivals]") {
  const RateSpec ramp{{}, {}, {{0s, {100}}, {10min, {900}}, {20min, {0}}}};
  const RateCurve curve(ramp, Ratio{1});
  std::vector<double> counts(20);
  Arrivals process = arrivals(ramp);
  for (Time now = process.next(Time{}); now != never; now = process.next(now)) {
    ++counts[static_cast<std::size_t>((now - Time{}) / 1min)];
  }
  double chi_square = 0;
  double all = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double mean = curve.expected(Time(1min * i), Time(1min * (i + 1)));
    chi_square += (counts[i] - mean) * (counts[i] - mean) / mean;
    all += counts[i];
  }
  CHECK(std::abs(all - 570'000) < 4 * std::sqrt(570'000));
  CHECK(chi_square < 20 + 4 * std::sqrt(2.0 * 20));
}

TEST_CASE("half a day of a daily wave has the count of theory", "[traffic][arrivals][theory]") {
  RateSpec wave;
  constexpr double pi = 3.14159265358979324;
  for (int minute = 0; minute <= 720; ++minute) {
    wave.ramp[std::chrono::minutes(minute)] = {100 * (1 + 0.6 * std::sin(pi * minute / 720))};
  }
  CHECK(std::abs(count_until(arrivals(wave), Time(12h)) - 5'970'118.4) < 4 * 2443);
}

TEST_CASE("twice the rate brings the same arrivals in half the time", "[traffic][arrivals]") {
  const auto slow = first_of(arrivals({{10}, {}, {}}), 1000);
  const auto fast = first_of(arrivals({{10}, {}, {}}, 1, 2), 1000);
  for (std::size_t i = 0; i < slow.size(); ++i) {
    REQUIRE(std::abs(((slow[i] - Time{}) / 2 - (fast[i] - Time{})).count()) <= 1000);
  }
}

TEST_CASE("where the rate stays zero nothing more comes", "[traffic][arrivals]") {
  CHECK(count_until(arrivals({{}, {{0s, {100}}, {10s, {0}}}, {}}), never) > 900);
  CHECK(arrivals({}).next(Time{}) == never);
}

TEST_CASE("a change to the same rate changes no arrival", "[traffic][arrivals]") {
  const RateSpec spec{{1}, {}, {{0s, {1}}, {10s, {3}}}};
  Arrivals process = arrivals(spec);
  for (Time now{}; now < Time(30s);) {
    const Time due = process.next(now);
    const Time again = process.change(RateCurve(spec, Ratio{1}), now + (due - now) / 3);
    REQUIRE(std::abs((again - due).count()) <= 2);
    now = due;
  }
}

TEST_CASE("a change keeps what the next arrival has waited", "[traffic][arrivals]") {
  Arrivals process = arrivals({{1}, {}, {}});
  const Duration whole = process.next(Time{}) - Time{};
  const Time half(whole / 2);
  CHECK(process.change(RateCurve({}, Ratio{1}), half) == never);
  const Time due = process.change(RateCurve({{10}, {}, {}}, Ratio{1}), half + 1h);
  CHECK(std::abs((due - (half + 1h + (whole - whole / 2) / 10)).count()) <= 2);
}

TEST_CASE("even arrivals are equally far apart and never drift from the rate",
          "[traffic][arrivals]") {
  const auto times = first_of(arrivals({{3}, {}, {}}, 1, 1, even), 300'000);
  CHECK(times[0] < Time(333'333'334ns));
  for (std::size_t i = 1; i < times.size(); ++i) {
    const Duration due = from_seconds(static_cast<double>(i) / 3);
    REQUIRE(std::abs((times[i] - times[0] - due).count()) <= 3);
  }
}

TEST_CASE("even arrivals of a rate that varies have as many expected between them",
          "[traffic][arrivals]") {
  RateSpec rate{{5}, {{20s, {0}}, {40s, {30}}}, {{0s, {0}}, {60s, {60}}}};
  Moment sale;
  sale.since_start = 10s;
  rate.spike = {{sale, {200}, 3s, 9s}};
  const RateCurve curve(rate, Ratio{1});
  const auto times = first_of(arrivals(rate, 1, 1, even), 2000);
  for (std::size_t i = 1; i < times.size(); ++i)
    REQUIRE(std::abs(curve.expected(times[i - 1], times[i]) - 1) <= 1e-6);
}

TEST_CASE("the first even arrival comes anywhere in a gap, by the seed", "[traffic][arrivals]") {
  double sum = 0;
  constexpr int seeds = 2000;
  for (int seed = 0; seed < seeds; ++seed)
    sum +=
        seconds(first_of(arrivals({{1}, {}, {}}, static_cast<std::uint64_t>(seed), 1, even), 1)[0] -
                Time{});
  CHECK(std::abs(sum / seeds - 0.5) < 4 / std::sqrt(12.0 * seeds));
}

// The number in service at an arrival-free moment, were there room for all: mean a and variance
// z a, for exponential service of any mean. Moments far apart are nearly independent.
TEST_CASE("groups of arrivals have the peakedness that is asked for, at any mean service time",
          "[traffic][arrivals][theory]") {
  const auto [peakedness, mean] =
      GENERATE(table<double, double>({{1, 1}, {2.5, 0.3}, {4, 1}, {4, 3}}));
  CAPTURE(peakedness, mean);
  constexpr double rate = 20;
  constexpr int looks = 20'000;
  const double apart = 8 * mean;
  Arrivals process = arrivals({{rate}, {}, {}}, 1, 1, peaked(peakedness));
  Random service(1, "service");
  Time now = process.next(Time{});
  double sum = 0;
  double squares = 0;
  double fourth = 0;
  const double load = rate * mean;
  for (int i = 1; i <= looks; ++i) {
    const Time look(from_seconds(apart * i));
    double inside = 0;
    for (; now < look; now = process.next(now))
      inside += mean * standard_exponential(service) > seconds(look - now);
    const double off = inside - load * (1 - std::exp(-8));  // of those since the last look
    sum += off;
    squares += off * off;
    fourth += off * off * off * off;
  }
  const double variance = squares / looks;
  const double error = std::sqrt((fourth / looks - variance * variance) / looks);
  // Since the last look: the mean has lost exp(-8), the variance between that and exp(-16).
  CHECK(std::abs(sum / looks) < 4 * std::sqrt(variance / looks));
  CHECK(std::abs(variance - peakedness * load) < 4 * error + 4e-4 * variance);
}

TEST_CASE("groups bring as many as the rate says, with the variance of groups",
          "[traffic][arrivals]") {
  const RateSpec ramp{{}, {}, {{0s, {0}}, {100s, {200}}}};
  double sum = 0;
  constexpr int seeds = 200;
  for (int seed = 0; seed < seeds; ++seed)
    sum += count_until(arrivals(ramp, static_cast<std::uint64_t>(seed), 1, peaked(5)), Time(100s));
  // The count of geometric groups of mean z has variance (2 z - 1) of its mean.
  CHECK(std::abs(sum / seeds - 10'000) < 4 * std::sqrt(9 * 10'000.0 / seeds));
}

TEST_CASE("a change within a group lets the group finish", "[traffic][arrivals]") {
  Arrivals process = arrivals({{1}, {}, {}}, 1, 1, peaked(1000));
  const Time first = process.next(Time{});
  REQUIRE(process.next(first) == first);
  CHECK(process.change(RateCurve({}, Ratio{1}), first) == first);
}

TEST_CASE("a change of rate keeps the share of an even gap that has passed",
          "[traffic][arrivals]") {
  Arrivals process = arrivals({{1}, {}, {}}, 1, 1, even);
  const Time first = process.next(Time{});
  CHECK(process.next(first) == first + 1s);
  CHECK(process.change(RateCurve({{10}, {}, {}}, Ratio{1}), first + 400ms) == first + 460ms);
  CHECK(process.next(first + 460ms) == first + 560ms);
}
