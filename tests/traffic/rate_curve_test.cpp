#include "squall/traffic/rate_curve.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
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
  RateCurve::Span span = curve.span_at(Time(from));
  return curve.reach(span, Time(from), count);
}

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

TimeOfDay clock_time(Duration time) {
  return {std::chrono::duration_cast<std::chrono::seconds>(time)};
}

Moment at(Duration time) {
  Moment moment;
  moment.since_start = time;
  return moment;
}

Moment at_clock(Duration time) {
  Moment moment;
  moment.kind = Moment::Kind::time_of_day;
  moment.time_of_day = clock_time(time);
  return moment;
}

LocalClock clock_at(std::string_view start, std::string zone = {}) {
  Timestamp timestamp;
  static_cast<void>(ScalarText<Timestamp>::read(start, timestamp));
  return local_clock(timestamp, 365 * 24h, {std::move(zone)});
}

Duration any_time(int least, int most) { return milliseconds(*rc::gen::inRange(least, most)); }

// Up to five steps and five points of a ramp within ten minutes; zero is a frequent rate.
RateSpec any_straight_rate() {
  const auto points = [] {
    std::map<Duration, Rate> result;
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i)
      result[any_time(0, 600'000)] = {static_cast<double>(*rc::gen::inRange(0, 20)) * 10};
    return result;
  };
  return {{static_cast<double>(*rc::gen::inRange(0, 3))}, points(), points()};
}

// With every other part too; what the clock says lies around midnight.
RateSpec any_rate() {
  RateSpec rate = any_straight_rate();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    rate.spike.push_back({at(any_time(0, 600'000)),
                          {static_cast<double>(*rc::gen::inRange(1, 200))},
                          any_time(0, 30'000),
                          any_time(1, 60'000)});
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    rate.burst.push_back(
        {at(any_time(0, 600'000)), *rc::gen::inRange(1, 1000), any_time(1000, 20'000)});
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    rate.daily[clock_time(minutes(*rc::gen::inRange(0, 1440)))] = {
        static_cast<double>(*rc::gen::inRange(0, 50))};
  if (*rc::gen::arbitrary<bool>()) rate.weekly = WeeklySpec{{0.5}, {2}, {1}, {1}, {1}, {1}, {0}};
  return rate;
}

// Three minutes before a Tuesday.
RateCurve curve_of(const RateSpec& rate) {
  return RateCurve(rate, Ratio{1}, clock_at("2026-11-23T23:57+09:00"));
}

// The area below a rate by Simpson's rule, between moments where nothing bends.
double simpson(const RateCurve& curve, Duration from, Duration to, int steps) {
  double sum = 0;
  const double width = seconds(to - from) / steps;
  for (int i = 0; i < steps; ++i) {
    const Duration left = from + from_seconds(width * i);
    const Duration right = std::min(from + from_seconds(width * (i + 1)), to - 1ns);
    sum += (rate_at(curve, left) + 4 * rate_at(curve, left + (right - left) / 2) +
            rate_at(curve, right)) *
           width / 6;
  }
  return sum;
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
    const RateCurve curve = curve_of(any_rate());
    const Duration a = std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const Duration b = a + std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const Duration c = b + std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const double whole = expected(curve, a, c);
    RC_ASSERT(std::abs(expected(curve, a, b) + expected(curve, b, c) - whole) <= 1e-10 * whole);
  }));
}

TEST_CASE("a count is reached exactly where the sum is that count", "[traffic][rate_curve]") {
  CHECK(rc::check([] {
    const RateCurve curve = curve_of(any_rate());
    const Duration from = std::chrono::milliseconds(*rc::gen::inRange(0, 700'000));
    const double count = static_cast<double>(*rc::gen::inRange(1, 1'000'000)) / 100;
    const Time moment = reach(curve, from, count);
    if (moment == never) {
      RC_ASSERT(expected(curve, from, 1000h) < count + 1e-9);
      return;
    }
    // A nanosecond at the highest rate, and what the sums themselves round away.
    const double error = expected(curve, from, moment - Time{}) - count;
    const double most = highest(curve, moment + 1ns).per_second;
    RC_ASSERT(std::abs(error) <= most * 1e-9 + 1e-10 * count);
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

TEST_CASE("a spike rises in a line and falls to 37% in each decay", "[traffic][rate_curve]") {
  RateSpec rate{{10}, {}, {}};
  rate.spike = {{at(60s), {100}, 20s, 40s}};
  const RateCurve curve(rate, Ratio{2});
  CHECK(rate_at(curve, 59s) == 20);
  CHECK(rate_at(curve, 70s) == 2 * (10 + 50));
  CHECK(rate_at(curve, 80s) == 2 * (10 + 100));
  CHECK(rate_at(curve, 120s) == Approx(2 * (10 + 100 * std::exp(-1))));
  CHECK(rate_at(curve, 160s) == Approx(2 * (10 + 100 * std::exp(-2))));
  CHECK(expected(curve, 80s, 120s) == Approx(2 * (400 + 100 * 40 * (1 - std::exp(-1)))));
  // All in all add x (rise / 2 + decay).
  CHECK(expected(curve, 0s, 10h) == Approx(2 * (10 * 36000 + 100 * (10 + 40))).epsilon(1e-12));
}

TEST_CASE("a spike without a rise jumps", "[traffic][rate_curve]") {
  RateSpec rate;
  rate.spike = {{at(60s), {100}, 0s, 40s}};
  const RateCurve curve(rate, Ratio{1});
  CHECK(rate_at(curve, 60s - 1ns) == 0);
  CHECK(rate_at(curve, 60s) == 100);
  CHECK(highest(curve, Time(1h)).per_second == 100);
  // 100 x 40 s (1 - exp(-t / 40 s)) = 2000.
  CHECK(std::abs((reach(curve, 0s, 2000) - Time(60s + from_seconds(40 * std::log(2)))).count()) <=
        1);
  CHECK(reach(curve, 0s, 4001) == never);
}

TEST_CASE("bursts add their counts evenly, where they overlap too", "[traffic][rate_curve]") {
  RateSpec rate;
  rate.burst = {{at(10s), 8000, 5s}, {at(12s), 300, 30s}};
  const RateCurve curve(rate, Ratio{1});
  CHECK(rate_at(curve, 11s) == 1600);
  CHECK(rate_at(curve, 13s) == 1610);
  CHECK(rate_at(curve, 15s) == 10);
  CHECK(rate_at(curve, 42s) == 0);
  CHECK(expected(curve, 0s, 1h) == Approx(8300).epsilon(1e-12));
}

TEST_CASE("a day goes in straight lines from point to point, also over midnight",
          "[traffic][rate_curve]") {
  RateSpec rate;
  rate.daily = {{clock_time(4h), {90}}, {clock_time(12h), {500}}, {clock_time(20h), {900}}};
  const RateCurve curve(rate, Ratio{1}, clock_at("2026-11-27T09:00+09:00"));
  CHECK(rate_at(curve, 0s) == Approx(90 + 410 * 5 / 8.0));
  CHECK(rate_at(curve, 3h) == 500);
  CHECK(rate_at(curve, 7h) == 700);
  CHECK(rate_at(curve, 11h) == 900);
  CHECK(rate_at(curve, 15h) == Approx(495));
  CHECK(rate_at(curve, 19h) == 90);
  CHECK(rate_at(curve, 3h + 300 * 24h) == 500);
  const double day = (90 + 500) / 2.0 * 28800 + (500 + 900) / 2.0 * 28800 + 495 * 28800;
  CHECK(expected(curve, 0s, 24h) == Approx(day).epsilon(1e-12));
  CHECK(expected(curve, 5h, 365 * 24h + 5h) == Approx(365 * day).epsilon(1e-12));
  CHECK(highest(curve, Time(24h)).per_second == 900);
}

TEST_CASE("days of the week multiply all but spikes and bursts, from midnight to midnight",
          "[traffic][rate_curve]") {
  RateSpec rate{{10}, {}, {{0s, {0}}, {40h, {40}}}};
  rate.weekly = WeeklySpec{{1}, {1}, {1}, {1}, {1}, {1.5}, {0}};
  rate.burst = {{at(20h), 3600, 1h}};
  const RateCurve curve(rate, Ratio{2}, clock_at("2026-11-27T09:00+09:00"));  // a Friday
  CHECK(rate_at(curve, 10h) == 2 * (10 + 10));
  CHECK(rate_at(curve, 15h - 1ns) == Approx(2 * 25));
  CHECK(rate_at(curve, 15h) == Approx(2 * 1.5 * 25));
  CHECK(rate_at(curve, 20h) == Approx(2 * (1.5 * 30 + 1)));
  CHECK(rate_at(curve, 38h) == Approx(2 * 1.5 * 48));
  CHECK(rate_at(curve, 39h) == 0);
  CHECK(rate_at(curve, 63h) == 2 * 50);
  CHECK(reach(curve, 40h, 1) == Time(63h + 10ms));
}

TEST_CASE("times of day are those of the client, whatever the clock of the start",
          "[traffic][rate_curve]") {
  RateSpec rate;
  rate.burst = {{at_clock(9h), 60, 1min}};
  const RateCurve there(rate, Ratio{1}, clock_at("2026-11-27T09:00+09:00", "America/New_York"));
  CHECK(rate_at(there, 14h) == 1);  // 23:00 in Seoul
  CHECK(rate_at(there, 14h - 1ns) == 0);
  const RateCurve here(rate, Ratio{1}, clock_at("2026-11-27T09:00+09:00"));
  CHECK(rate_at(here, 0s) == 1);
}

TEST_CASE("a daily rate keeps to the clock when clocks change", "[traffic][rate_curve]") {
  RateSpec rate;
  rate.daily = {{clock_time(8h), {0}}, {clock_time(9h), {100}}, {clock_time(10h), {0}}};
  // 29 March 2026: in Paris 02:00 becomes 03:00. The run starts at 12:00 the day before.
  const RateCurve paris(rate, Ratio{1}, clock_at("2026-03-28T11:00Z", "Europe/Paris"));
  CHECK(rate_at(paris, 20h) == 100);
  CHECK(rate_at(paris, 44h) == 100);
  const RateCurve utc(rate, Ratio{1}, clock_at("2026-03-28T12:00Z"));
  CHECK(rate_at(utc, 21h) == 100);
  CHECK(rate_at(utc, 45h) == 100);
}

TEST_CASE("a recorded rate holds from point to point and is nothing before",
          "[traffic][rate_curve]") {
  Series series;
  REQUIRE(!ScalarText<Series>::read("2026-11-27T09:01+09:00 0s 2/s 1m 5/s 2m 0/s", series));
  RateSpec rate;
  rate.csv = CsvSpec{"", "", "", 1min, series};
  const RateCurve curve(rate, Ratio{1}, clock_at("2026-11-27T09:00+09:00"));
  CHECK(rate_at(curve, 59s) == 0);
  CHECK(rate_at(curve, 60s) == 2);
  CHECK(rate_at(curve, 120s) == 5);
  CHECK(rate_at(curve, 180s) == 0);
  CHECK(expected(curve, 0s, 1h) == 420);
  const RateCurve midway(rate, Ratio{1}, clock_at("2026-11-27T09:02:30+09:00"));
  CHECK(rate_at(midway, 0s) == 5);
  CHECK(expected(midway, 0s, 1h) == 150);
}

TEST_CASE("what a rate sums up to is what its heights say, whatever its parts",
          "[traffic][rate_curve]") {
  CHECK(rc::check([] {
    const RateCurve curve = curve_of(any_rate());
    RateCurve::Span span = curve.span_at(Time{});
    for (int i = 0; i < 20 && span.line.end < Time(20min); ++i) {
      const Duration from = span.line.begin - Time{};
      const Duration to = std::min(from + 5s, span.line.end - Time{});
      const double area = expected(curve, from, to);
      // A decay of a millisecond is too steep for Simpson's steps.
      if (!span.fades)
        RC_ASSERT(std::abs(simpson(curve, from, to, 1) - area) <= 1e-7 * area + 1e-6);
      span = curve.after(span);
    }
  }));
}

TEST_CASE("half a million recorded points are walked once", "[traffic][rate_curve]") {
  Series series;
  double sum = 0;
  for (int i = 0; i < 500'000; ++i) {
    series.points.push_back({minutes(i), {static_cast<double>(i % 7)}});
    sum += 60.0 * (i % 7);
  }
  series.points.push_back({minutes(500'000), {}});
  RateSpec rate;
  rate.csv = CsvSpec{"", "", "", 1min, series};
  const RateCurve curve(rate, Ratio{1});
  CHECK(expected(curve, 0s, 10'000h) == Approx(sum).epsilon(1e-12));
  RateCurve::Span span = curve.span_at(Time{});
  Time now{};
  double reached = 0;
  for (; now < Time(8000h); reached += 1000) now = curve.reach(span, now, 1000);
  CHECK(reached == Approx(expected(curve, 0s, now - Time{})).epsilon(1e-9));
}
