#pragma once

#include "squall/core/ratio.hpp"
#include "squall/core/units.hpp"
#include "squall/traffic/day_curve.hpp"
#include "squall/traffic/local_clock.hpp"
#include "squall/traffic/rate_spec.hpp"
#include "squall/traffic/straight_line.hpp"

#include <cstddef>
#include <vector>

namespace squall::traffic {

/// A RateSpec made ready: the sum of its parts, times its scale.
///
///   (constant, steps, ramp, csv, cloudwatch + daily) x weekly + bursts, rising spikes   straight
///                                                             + fading spikes        exponential
///
/// It is walked span by span, each of which ends where any part bends. Integrals over spans are
/// areas of trapezoids and exponentials. What undoes them is a closed form too, but while a spike
/// fades, Newton's method to the nanosecond.
class RateCurve {
 public:
  /// A stretch in which no part bends.
  struct Span {
    StraightLine line;      ///< the straight parts
    bool fades = false;     ///< a spike fades in it
    std::size_t base = 0;   ///< of the straight lines it stands on
    std::size_t added = 0;  ///< of the lines that bursts and rises make
  };

  /// Requires: no rate and no time of it is negative. `clock` is that of its times of day.
  RateCurve(const RateSpec& spec, Ratio scale, const LocalClock& clock = {});

  /// At a jump, what holds from then on.  Requires: time >= Time{}, here and below.
  Rate at(Time time) const;

  /// How many arrivals are expected in [from, to).  Requires: from <= to.
  double expected(Time from, Time to) const;

  /// The moment at which `expected(from, moment)` reaches the count, to the nearest nanosecond;
  /// `never` where it does not, or not within a century. `span` is that of `from`, and becomes
  /// that of the moment.
  Time reach(Span& span, Time from, double count) const {
    if (span.line.slope == 0 && !span.fades && span.line.rate > 0) {
      const double wait = count / span.line.rate;
      if (wait < longest_wait && from + from_seconds(wait) < span.line.end)
        return from + from_seconds(wait);
    }
    return reach_further(span, from, count);
  }

  Span span_at(Time time) const;

  /// The span that follows one that ends.
  Span after(const Span& span) const;

  /// Of a span that holds `time`.
  Rate rate_in(const Span& span, Time time) const;

 private:
  // What is left of a spike after its peak.
  struct Fading {
    Time from;
    Time over;  // when so little is left that it never matters
    double peak = 0;
    double decay = 0;  // seconds

    bool at(Time time) const { return from <= time && time < over; }
    double rate(Time time) const;
  };

  // Too far to be a Time, or so far that no run gets there.
  static constexpr double longest_wait = 3.2e9;

  Span make_span(Time begin, std::size_t base, std::size_t added) const;
  double area(const Span& span, Time from, Time to) const;
  Time reach_further(Span& span, Time from, double count) const;
  Time reach_inside(const Span& span, Time from, double count) const;
  double wait_while_fading(const Span& span, Time from, double count) const;

  double scale_;
  StraightLines base_;
  DayCurve days_;
  StraightLines added_;
  std::vector<Fading> fading_;
};

/// The highest rate before `end`.
Rate highest(const RateCurve& curve, Time end);

}  // namespace squall::traffic
