#include "squall/traffic/rate_curve.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

#include <rapidcheck.h>

using namespace squall;
using namespace squall::traffic;

namespace {

constexpr Rate per_second(double count) { return {count}; }

double rate_at(const RateCurve& curve, Duration time) { return curve.at(Time(time)).per_second; }

double expected(const RateCurve& curve, Duration from, Duration to) {
  return curve.expected(Time(from), Time(to));
}

Time reach(const RateCurve& curve, Duration from, double count) {
  return curve.reach(Time(from), count, curve.piece_at(Time(from)));
}

// Up to five steps and five points of a ramp within ten minutes; zero is a frequent rate.
RateSpec any_rate() {
  const auto points = [] {
    std::map<Duration, Rate> result;
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
      const Duration time = std::chrono::milliseconds(*rc::gen::inRange(0, 600'000));
      result[time] = {static_cast<double>(*rc::gen::inRange(0, 20)) * 10};
    }
    return result;
  };
  return {{static_cast<double>(*rc::gen::inRange(0, 3))}, points(), points()};
}

}  // namespace

TEST_CASE("steps are zero before the first, and the last one holds", "[traffic][rate_curve]") {
  const RateCurve curve({{}, {{10s, per_second(2)}, {20s, per_second(6)}}, {}}, Ratio{1});
  CHECK(rate_at(curve, 9999ms) == 0);
  CHECK(rate_at(curve, 10s) == 2);
  CHECK(rate_at(curve, 19999ms) == 2);
  CHECK(rate_at(curve, 20s) == 6);
  CHECK(rate_at(curve, 1000h) == 6);
}

TEST_CASE("a ramp is flat before its first point and after its last", "[traffic][rate_curve]") {
  const RateCurve curve({{}, {}, {{10s, per_second(2)}, {20s, per_second(6)}}}, Ratio{1});
  CHECK(rate_at(curve, 0s) == 2);
  CHECK(rate_at(curve, 10s) == 2);
  CHECK(rate_at(curve, 15s) == 4);
  CHECK(rate_at(curve, 20s) == 6);
  CHECK(rate_at(curve, 1000h) == 6);
}

TEST_CASE("the parts of a rate add up and the scale multiplies them", "[traffic][rate_curve]") {
  const RateCurve curve({per_second(1),
                         {{5s, per_second(10)}, {12s, per_second(0)}},
                         {{0s, per_second(0)}, {10s, per_second(20)}}},
                        Ratio{3});
  CHECK(rate_at(curve, 0s) == 3);
  CHECK(rate_at(curve, 4s) == Approx(3 * (1 + 8)));
  CHECK(rate_at(curve, 5s) == Approx(3 * (1 + 10 + 10)));
  CHECK(rate_at(curve, 11s) == Approx(3 * (1 + 10 + 20)));
  CHECK(rate_at(curve, 12s) == Approx(3 * (1 + 20)));
}

TEST_CASE("what a rate sums up to is the area below it", "[traffic][rate_curve]") {
  const RateCurve curve({per_second(1),
                         {{5s, per_second(10)}, {12s, per_second(0)}},
                         {{0s, per_second(0)}, {10s, per_second(20)}}},
                        Ratio{1});
  CHECK(expected(curve, 0s, 5s) == 5 + 25);
  CHECK(expected(curve, 0s, 10s) == 10 + 50 + 100);
  CHECK(expected(curve, 4s, 13s) == Approx(9 + 70 + (8 + 20) / 2.0 * 6 + 60));
  CHECK(expected(curve, 7s, 7s) == 0);
  CHECK(expected(curve, 20s, 21s) == 21);
}

TEST_CASE("the sum over two stretches is that over both", "[traffic][rate_curve]") {
  CHECK(rc::check([] {
    const RateCurve curve(any_rate(), Ratio{1});
    const Duration a = std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const Duration b = a + std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const Duration c = b + std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const double whole = expected(curve, a, c);
    RC_ASSERT(std::abs(expected(curve, a, b) + expected(curve, b, c) - whole) <= 1e-11 * whole);
  }));
}

TEST_CASE("a count is reached exactly where the sum is that count", "[traffic][rate_curve]") {
  CHECK(rc::check([] {
    const RateCurve curve(any_rate(), Ratio{1});
    const Duration from = std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const double count = static_cast<double>(*rc::gen::inRange(1, 1'000'000)) / 100;
    const Time moment = reach(curve, from, count);
    if (moment == never) {
      RC_ASSERT(expected(curve, from, 1000h) < count);
      return;
    }
    // A nanosecond at 402/s, and what the sums themselves round away.
    const double error = expected(curve, from, moment - Time{}) - count;
    RC_ASSERT(std::abs(error) <= 402e-9 + 1e-11 * count);
  }));
}

TEST_CASE("a rate that ends at zero is not waited for", "[traffic][rate_curve]") {
  const RateCurve curve({{}, {{0s, per_second(5)}, {2s, per_second(0)}}, {}}, Ratio{1});
  CHECK(reach(curve, 0s, 5) == Time(1s));
  CHECK(reach(curve, 0s, 11) == never);
  CHECK(reach(curve, 3s, 0.1) == never);
}

TEST_CASE("a pause in the rate is stepped over", "[traffic][rate_curve]") {
  const RateCurve curve({{}, {{0s, per_second(5)}, {2s, per_second(0)}, {1h, per_second(1)}}, {}},
                        Ratio{1});
  CHECK(reach(curve, 1s, 7) == Time(1h + 2s));
}

TEST_CASE("a ramp from zero begins, and a ramp to zero ends", "[traffic][rate_curve]") {
  const RateCurve up({{}, {}, {{0s, per_second(0)}, {100s, per_second(100)}}}, Ratio{1});
  CHECK(reach(up, 0s, 0) == Time{});
  CHECK(reach(up, 0s, 0.5) == Time(1s));
  CHECK(reach(up, 0s, 1250) == Time(50s));
  const RateCurve down({{}, {}, {{0s, per_second(100)}, {100s, per_second(0)}}}, Ratio{1});
  CHECK(reach(down, 0s, 4950) == Time(90s));
  CHECK(reach(down, 0s, 5000) == never);
}
