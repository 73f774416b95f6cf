#include "squall/traffic/day_curve.hpp"

#include <algorithm>
#include <utility>

namespace squall::traffic {

namespace {

constexpr Duration day = std::chrono::hours(24);

std::array<double, 7> factors_of(const WeeklySpec& week) {
  return {week.mon.value, week.tue.value, week.wed.value, week.thu.value,
          week.fri.value, week.sat.value, week.sun.value};
}

}  // namespace

DayCurve::DayCurve(const RateSpec& spec, LocalClock clock)
    : clock_(std::move(clock)),
      factors_(factors_of(spec.weekly.value_or(WeeklySpec()))),
      weekly_(std::any_of(factors_.begin(), factors_.end(),
                          [&](double one) { return one != factors_[0]; })) {
  for (const auto& [time, rate] : spec.daily)
    points_.push_back({time.since_midnight, rate.per_second});
  const bool flat = std::all_of(points_.begin(), points_.end(),
                                [&](const Point& each) { return each.rate == points_[0].rate; });
  if (flat && points_.size() > 1) points_.resize(1);
  never_changes_ = !weekly_ && points_.size() < 2;
}

DayCurve::Stretch DayCurve::at(Time time) const {
  const double rate = points_.empty() ? 0 : points_[0].rate;
  if (never_changes_) return {{time, never, rate, rate, 0}, factors_[0]};
  const LocalClock::Reading now = clock_.read(time);
  const double factor = factors_[static_cast<std::size_t>(now.weekday)];
  Time until = now.until;
  if (weekly_) until = std::min(until, time + (day - now.since_midnight));
  if (points_.size() < 2) return {{time, until, rate, rate, 0}, factor};
  const StraightLine line = daily_at(time, now.since_midnight);
  return {line.part(time, std::min(until, line.end)), factor};
}

// The line between the points before and after, of which one may be of another day.
StraightLine DayCurve::daily_at(Time time, Duration since_midnight) const {
  const auto next =
      std::upper_bound(points_.begin(), points_.end(), since_midnight,
                       [](Duration at, const Point& point) { return at < point.since_midnight; });
  Point left = next == points_.begin() ? points_.back() : *(next - 1);
  Point right = next == points_.end() ? points_.front() : *next;
  if (next == points_.begin()) left.since_midnight -= day;
  if (next == points_.end()) right.since_midnight += day;
  const Duration length = right.since_midnight - left.since_midnight;
  return {time - (since_midnight - left.since_midnight),
          time + (right.since_midnight - since_midnight), left.rate, right.rate,
          (right.rate - left.rate) / seconds(length)};
}

}  // namespace squall::traffic
