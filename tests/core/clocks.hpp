#pragma once

#include "squall/core/zone_table.hpp"

#include <chrono>

namespace squall::test {

/// 14:30 on a day, as UTC and as a local clock.
inline std::chrono::sys_seconds utc(int year, unsigned month, unsigned day, int hour, int minute) {
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                               static_cast<int>(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}

inline std::chrono::local_time<std::chrono::minutes> local(int year, unsigned month, unsigned day,
                                                           int hour, int minute) {
  return std::chrono::local_time<std::chrono::minutes>(std::chrono::floor<std::chrono::minutes>(
      utc(year, month, day, hour, minute).time_since_epoch()));
}

/// Clocks go from 02:00 to 03:00 on 8 March and from 02:00 to 01:00 on 1 November.
inline ZoneTable new_york_2026() {
  using std::chrono::hours;
  return ZoneTable(hours(-5),
                   {{utc(2026, 3, 8, 7, 0), hours(-4)}, {utc(2026, 11, 1, 6, 0), hours(-5)}});
}

}  // namespace squall::test
