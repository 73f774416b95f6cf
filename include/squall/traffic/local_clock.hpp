#pragma once

#include "squall/core/time.hpp"
#include "squall/core/time_zone.hpp"
#include "squall/core/wall_time.hpp"

#include <vector>

namespace squall::traffic {

/// What the clocks of one place show during a run. Without a start a run begins at midnight
/// before a Monday.
class LocalClock {
 public:
  struct Reading {
    int weekday = 0;  ///< 0 is Monday
    Duration since_midnight{};
    Time until = never;  ///< when the clock is set forward or back next
  };

  LocalClock() = default;
  LocalClock(Timestamp start, const ZoneTable& zone);

  /// Requires: time >= Time{}, and less than two centuries.
  Reading read(Time time) const;

  /// Of a time of day, that of the first one at or after the start; what lies before it is
  /// negative.
  Duration since_start(const Moment& moment) const;

 private:
  struct Change {
    Time from;
    Duration ahead;  // of the clock of the start
  };

  Timestamp start_;
  ZoneTable zone_;
  int first_weekday_ = 0;
  Duration first_reading_{};  // since midnight, at the start
  std::vector<Change> changes_;
};

/// The clock of a place whose time zone is named; of the start's own where it is not.
LocalClock local_clock(Timestamp start, Duration duration, const TimeZone& zone);

}  // namespace squall::traffic
