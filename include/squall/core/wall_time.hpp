#pragma once

#include "squall/core/time.hpp"

#include <chrono>
#include <cstdint>

namespace squall {

/// A moment of the calendar, and how far the clocks there stood from UTC when it was written.
struct Timestamp {
  std::chrono::sys_seconds instant{};
  std::chrono::seconds offset{};

  friend bool operator==(const Timestamp&, const Timestamp&) = default;
  friend bool operator<(const Timestamp& a, const Timestamp& b) { return a.instant < b.instant; }
};

/// What a wall clock shows: the time since midnight.
struct TimeOfDay {
  std::chrono::seconds since_midnight{};

  friend bool operator==(const TimeOfDay&, const TimeOfDay&) = default;
  friend bool operator<(const TimeOfDay& a, const TimeOfDay& b) {
    return a.since_midnight < b.since_midnight;
  }
};

/// A moment of a run as people name it: `60m` from its start, `11:40` on its clock, or a timestamp.
struct Moment {
  enum class Kind : std::uint8_t { since_start, time_of_day, timestamp };

  Kind kind = Kind::since_start;
  Duration since_start{};
  TimeOfDay time_of_day{};
  Timestamp timestamp{};

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// A run's start on the calendar.
struct Calendar {
  Timestamp start;

  /// A time of day is the first one at or after the start; what lies before it is negative.
  Duration since_start(const Moment& moment) const;
};

}  // namespace squall
