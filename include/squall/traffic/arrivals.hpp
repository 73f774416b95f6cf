#pragma once

#include "squall/core/random.hpp"
#include "squall/traffic/rate_curve.hpp"
#include "squall/traffic/spec.hpp"

namespace squall::traffic {

/// The moments at which requests come, by a rate: each is where the rate, summed up since the one
/// before, reaches the next step. The steps come from the stream alone, so two rates get the same
/// ones.
///
///   poisson         exponential steps, mean 1
///   even            every step is 1; only the first is a part of it, drawn
///   peakedness: z   groups that come at once, of z on average (geometric); exponential steps of
///                   mean z between them
///
/// The variance of the number in service, by its mean, were there room for all (the peakedness of
/// teletraffic) is 1 for poisson and exactly z for groups, whatever the mean of an exponential
/// service time.
class Arrivals {
 public:
  Arrivals(Random stream, RateCurve rate, const ArrivalsSpec& spec = {});

  /// The next arrival after `now`, which is the last one or the start; `never` where none comes.
  Time next(Time now);

  /// From now on by another rate: when the arrival comes that was to come next. What it has
  /// waited so far counts as before.  Requires: now is not after that arrival.
  Time change(RateCurve rate, Time now);

 private:
  void step_evenly(Time now);

  Random stream_;
  RateCurve rate_;
  RateCurve::Span span_;  // of the next arrival
  const bool even_;
  const double mean_;     // of a group
  const double another_;  // how likely another one comes at once
  bool begun_ = false;
  bool at_once_ = false;  // the next arrival comes with the last one
  Time from_{};           // what is left of the step counts from here
  double step_ = 0;       // in arrivals expected
};

}  // namespace squall::traffic
