#pragma once

#include "squall/traffic/local_clock.hpp"
#include "squall/traffic/rate_spec.hpp"
#include "squall/traffic/straight_line.hpp"

#include <array>
#include <vector>

namespace squall::traffic {

/// What is the same on every day, and what days of the week have of a rate: looked up by the
/// clock, so that a year needs no more room than a day.
class DayCurve {
 public:
  /// The daily rate, and the factor of the day, until either bends.
  struct Stretch {
    StraightLine daily;
    double factor = 1;
  };

  DayCurve(const RateSpec& spec, LocalClock clock);

  Stretch at(Time time) const;

 private:
  struct Point {
    Duration since_midnight;
    double rate;
  };

  StraightLine daily_at(Time time, Duration since_midnight) const;

  LocalClock clock_;
  std::vector<Point> points_;
  std::array<double, 7> factors_;  // from Monday on
  bool weekly_;
  bool never_changes_;
};

}  // namespace squall::traffic
