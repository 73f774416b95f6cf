#include "squall/traffic/arrivals.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::traffic;

namespace {

Arrivals arrivals(const RateSpec& spec, std::uint64_t seed = 1, double scale = 1) {
  return {Random(seed, "clients.x/arrivals"), RateCurve(spec, Ratio{scale})};
}

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
