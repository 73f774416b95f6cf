#include "squall/traffic/rate_curve.hpp"

#include "squall/core/elementary.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

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

std::set<Duration> corners(const RateSpec& spec) {
  std::set<Duration> times{0s};
  for (const auto& [time, rate] : spec.steps) times.insert(time);
  for (const auto& [time, rate] : spec.ramp) times.insert(time);
  return times;
}

// Too far to be a Time, or so far that no run gets there.
constexpr double century = 3.2e9;

Time later(Time from, double wait) { return wait < century ? from + from_seconds(wait) : never; }

}  // namespace

RateCurve::RateCurve(const RateSpec& spec, Ratio scale) {
  const std::set<Duration> times = corners(spec);
  for (auto start = times.begin(); start != times.end(); ++start) {
    const double level = spec.constant.per_second + step_at(spec.steps, *start);
    const auto end = std::next(start);
    const bool last = end == times.end();
    Piece piece{Time(*start)};
    piece.rate = (level + ramp_at(spec.ramp, *start)) * scale.value;
    piece.end_rate = last ? piece.rate : (level + ramp_at(spec.ramp, *end)) * scale.value;
    piece.slope = last ? 0 : (piece.end_rate - piece.rate) / seconds(*end - *start);
    pieces_.push_back(piece);
  }
}

std::size_t RateCurve::piece_at(Time time, std::size_t near) const {
  while (near + 1 < pieces_.size() && pieces_[near + 1].start <= time) ++near;
  return near;
}

Rate RateCurve::at(Time time) const { return {rate_in(pieces_[piece_at(time)], time)}; }

double RateCurve::expected(Time from, Time to) const {
  double sum = 0;
  for (std::size_t i = piece_at(from); from < to; ++i) {
    const bool ends_here = i + 1 == pieces_.size() || pieces_[i + 1].start >= to;
    const Time end = ends_here ? to : pieces_[i + 1].start;
    const double end_rate = ends_here ? rate_in(pieces_[i], to) : pieces_[i].end_rate;
    sum += (rate_in(pieces_[i], from) + end_rate) / 2 * seconds(end - from);
    from = end;
  }
  return sum;
}

Time RateCurve::reach(Time from, double count, std::size_t piece) const {
  for (;; ++piece) {
    const Piece& here = pieces_[piece];
    const double rate = rate_in(here, from);
    if (piece + 1 == pieces_.size()) return rate > 0 ? later(from, count / rate) : never;

    const Time end = pieces_[piece + 1].start;
    const double area = (rate + here.end_rate) / 2 * seconds(end - from);
    if (count < area) {
      // rate x + slope x^2 / 2 = count, solved without a difference of nearly equal numbers.
      const double square = std::max(rate * rate + 2 * here.slope * count, 0.0);
      const double sum = rate + portable::sqrt(square);
      return sum > 0 ? std::min(later(from, 2 * count / sum), end) : from;
    }
    count -= area;
    from = end;
  }
}

}  // namespace squall::traffic
