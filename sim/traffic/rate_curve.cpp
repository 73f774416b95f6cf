#include "squall/traffic/rate_curve.hpp"

#include "squall/core/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

namespace squall::traffic {

namespace {

using Points = std::map<Duration, Rate>;

double step_at(const Points& steps, Duration time) {
  const auto next = steps.upper_bound(time);
  return next == steps.begin() ? 0 : std::prev(next)->second.per_second;
}

double ramp_at(const Points& ramp, Duration time) {
  if (ramp.empty()) return 0;
  const auto right = ramp.upper_bound(time);
  if (right == ramp.begin()) return right->second.per_second;
  const auto left = std::prev(right);
  if (right == ramp.end()) return left->second.per_second;
  const double share = seconds(time - left->first) / seconds(right->first - left->first);
  return left->second.per_second + share * (right->second.per_second - left->second.per_second);
}

double recorded_at(const Series& series, Time from, Time time) {
  const auto next =
      std::upper_bound(series.points.begin(), series.points.end(), time - from,
                       [](Duration at, const Series::Point& point) { return at < point.after; });
  return next == series.points.begin() ? 0 : std::prev(next)->rate.per_second;
}

StraightLines base_lines(const RateSpec& spec, const LocalClock& clock) {
  const Series table = spec.csv ? spec.csv->series : Series();
  const Series watched = spec.cloudwatch ? spec.cloudwatch->series : Series();
  const Time table_from(clock.since_start(table.from));
  const Time watched_from(clock.since_start(watched.from));
  std::vector<Time> corners;
  for (const auto& [time, rate] : spec.steps) corners.emplace_back(time);
  for (const auto& [time, rate] : spec.ramp) corners.emplace_back(time);
  for (const Series::Point& point : table.points) corners.push_back(table_from + point.after);
  for (const Series::Point& point : watched.points) corners.push_back(watched_from + point.after);
  return StraightLines::between(std::move(corners), [&](Time begin, Time end) {
    const double level = spec.constant.per_second + step_at(spec.steps, begin - Time{}) +
                         recorded_at(table, table_from, begin) +
                         recorded_at(watched, watched_from, begin);
    const double rate = level + ramp_at(spec.ramp, begin - Time{});
    return std::pair(rate, end == never ? rate : level + ramp_at(spec.ramp, end - Time{}));
  });
}

// What a spike that rises has added by then.
double risen(const SpikeSpec& spike, Time at, Time time) {
  return spike.add.per_second * seconds(time - at) / seconds(spike.rise);
}

StraightLines added_lines(const RateSpec& spec, const LocalClock& clock) {
  std::vector<Time> corners;
  for (const SpikeSpec& spike : spec.spike)
    for (const Duration rise : {Duration(0), spike.rise})
      corners.emplace_back(clock.since_start(spike.at) + rise);
  for (const BurstSpec& burst : spec.burst)
    for (const Duration over : {Duration(0), burst.over})
      corners.emplace_back(clock.since_start(burst.at) + over);
  return StraightLines::between(std::move(corners), [&](Time begin, Time end) {
    std::pair<double, double> rates;
    for (const SpikeSpec& spike : spec.spike) {
      const Time at(clock.since_start(spike.at));
      if (begin < at || end > at + spike.rise) continue;
      rates.first += risen(spike, at, begin);
      rates.second += risen(spike, at, end);
    }
    for (const BurstSpec& burst : spec.burst) {
      const Time at(clock.since_start(burst.at));
      if (begin < at || end > at + burst.over) continue;
      rates.first += burst.count / seconds(burst.over);
      rates.second += burst.count / seconds(burst.over);
    }
    return rates;
  });
}

Time later(Time from, double wait, double longest) {
  return wait < longest ? from + from_seconds(wait) : never;
}

}  // namespace

double RateCurve::Fading::rate(Time time) const {
  return peak * portable::exp(-seconds(time - from) / decay);
}

RateCurve::RateCurve(const RateSpec& spec, Ratio scale, const LocalClock& clock)
    : scale_(scale.value),
      base_(base_lines(spec, clock)),
      days_(spec, clock),
      added_(added_lines(spec, clock)) {
  for (const SpikeSpec& spike : spec.spike) {
    const Time peak = Time(clock.since_start(spike.at)) + spike.rise;
    const double decay = seconds(spike.decay);
    // Of the whole spike, a part below 2^-64 comes later.
    const Time over = later(peak, std::min(45 * decay, longest_wait - 1), longest_wait);
    fading_.push_back({peak, over, spike.add.per_second * scale_, decay});
  }
}

RateCurve::Span RateCurve::make_span(Time begin, std::size_t base, std::size_t added) const {
  const StraightLine& ground = base_[base];
  const StraightLine& top = added_[added];
  const DayCurve::Stretch day = days_.at(begin);
  Span span{{begin, std::min({ground.end, top.end, day.daily.end}), 0, 0, 0}, false, base, added};
  for (const Fading& each : fading_) {
    span.fades = span.fades || each.at(begin);
    for (const Time bend : {each.from, each.over})
      if (begin < bend) span.line.end = std::min(span.line.end, bend);
  }
  const Time end = span.line.end;
  const StraightLine low = ground.part(begin, end);
  const StraightLine wave = day.daily.part(begin, end);
  const StraightLine high = top.part(begin, end);
  span.line.rate = ((low.rate + wave.rate) * day.factor + high.rate) * scale_;
  span.line.end_rate = ((low.end_rate + wave.end_rate) * day.factor + high.end_rate) * scale_;
  span.line.slope = ((low.slope + wave.slope) * day.factor + high.slope) * scale_;
  return span;
}

RateCurve::Span RateCurve::span_at(Time time) const {
  return make_span(time, base_.find(time), added_.find(time));
}

RateCurve::Span RateCurve::after(const Span& span) const {
  const Time begin = span.line.end;
  return make_span(begin, base_.find(begin, span.base), added_.find(begin, span.added));
}

Rate RateCurve::rate_in(const Span& span, Time time) const {
  double rate = span.line.at(time);
  for (const Fading& each : fading_)
    if (each.at(span.line.begin)) rate += each.rate(time);
  return {rate};
}

Rate RateCurve::at(Time time) const { return rate_in(span_at(time), time); }

double RateCurve::area(const Span& span, Time from, Time to) const {
  double sum = span.line.area(from, to);
  for (const Fading& each : fading_) {
    if (!each.at(span.line.begin)) continue;
    sum += each.rate(from) * each.decay * -portable::expm1(-seconds(to - from) / each.decay);
  }
  return sum;
}

double RateCurve::expected(Time from, Time to) const {
  double sum = 0;
  for (Span span = span_at(from); from < to; span = after(span)) {
    const Time end = std::min(span.line.end, to);
    sum += area(span, from, end);
    if (end == to) break;
    from = end;
  }
  return sum;
}

Time RateCurve::reach_further(Span& span, Time from, double count) const {
  const Time start = from;
  while (span.line.end != never) {
    const double here = area(span, from, span.line.end);
    if (count < here) return reach_inside(span, from, count);
    if (seconds(span.line.end - start) > longest_wait) return never;
    count -= here;
    from = span.line.end;
    span = after(span);
  }
  return span.line.rate > 0 ? later(from, count / span.line.rate, longest_wait) : never;
}

Time RateCurve::reach_inside(const Span& span, Time from, double count) const {
  if (span.fades)
    return std::min(from + from_seconds(wait_while_fading(span, from, count)), span.line.end);
  // rate x + slope x^2 / 2 = count, solved without a difference of nearly equal numbers.
  const double rate = span.line.at(from);
  const double square = std::max(rate * rate + 2 * span.line.slope * count, 0.0);
  const double sum = rate + portable::sqrt(square);
  if (sum <= 0) return from;
  return std::min(later(from, 2 * count / sum, longest_wait), span.line.end);
}

// Newton's method, kept between bounds that close in on the answer.
double RateCurve::wait_while_fading(const Span& span, Time from, double count) const {
  constexpr double fine = 0.1e-9;
  double low = 0;
  double high = seconds(span.line.end - from);
  double wait = std::min(count / rate_in(span, from).per_second, high);
  const double rate = span.line.at(from);
  for (int i = 0; i < 100 && high - low > fine; ++i) {
    double area = (rate + span.line.slope * wait / 2) * wait;
    double slope = rate + span.line.slope * wait;
    for (const Fading& each : fading_) {
      if (!each.at(span.line.begin)) continue;
      const double begin = each.rate(from);
      const double fallen = -portable::expm1(-wait / each.decay);
      area += begin * each.decay * fallen;
      slope += begin * (1 - fallen);
    }
    const double miss = area - count;
    (miss > 0 ? high : low) = wait;
    const double step = miss / slope;
    if (std::abs(step) < fine) return wait - step;
    wait = wait - step > low && wait - step < high ? wait - step : (low + high) / 2;
  }
  return wait;
}

Rate highest(const RateCurve& curve, Time end) {
  Rate most;
  for (RateCurve::Span span = curve.span_at(Time{});; span = curve.after(span)) {
    const bool last = span.line.end >= end;
    const Time just_before = last ? end : span.line.end - 1ns;
    most = std::max({most, curve.rate_in(span, span.line.begin), curve.rate_in(span, just_before)});
    if (last) return most;
  }
}

}  // namespace squall::traffic
