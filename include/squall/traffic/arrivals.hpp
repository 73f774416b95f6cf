#pragma once

#include "squall/core/random.hpp"
#include "squall/traffic/rate_curve.hpp"

#include <cstddef>

namespace squall::traffic {

/// The moments of a Poisson process over a rate: each is where the rate, summed up since the one
/// before, reaches the next exponential step. The steps come from the stream alone, so two rates
/// get the same ones.
class Arrivals {
 public:
  Arrivals(Random stream, RateCurve rate);

  /// The next arrival after `now`, which is the last one or the start; `never` where none comes.
  Time next(Time now);

  /// From now on by another rate: when the arrival comes that was to come next. What it has
  /// waited so far counts as before.  Requires: now is not after that arrival.
  Time change(RateCurve rate, Time now);

 private:
  Random stream_;
  RateCurve rate_;
  Time from_{};            // what is left of the step counts from here
  double step_ = 0;        // in arrivals expected, mean 1
  std::size_t piece_ = 0;  // of from_
};

}  // namespace squall::traffic
