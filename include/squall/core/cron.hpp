#pragma once

#include "squall/core/zone_table.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace squall {

/// Why a cron expression is refused.
struct CronError {
  std::size_t column = 1;  ///< of the first wrong character of the expression, from 1
  std::string what;        ///< "minute 75 must be 0 to 59"
};

/// A cron expression as it was written, and known to be one.
struct CronText {
  std::string text = "@daily";

  friend bool operator==(const CronText&, const CronText&) = default;
};

/// A recurring time in the notation of Unix cron, read against the clock of a place:
///
///   30 6 * * mon-fri      minute hour day-of-month month day-of-week: 06:30 on working days
///   */15 8-18 1,15 * *    lists, ranges and steps; names jan..dec and sun..sat; 7 is sunday too
///   @daily                also @yearly @annually @monthly @weekly @midnight @hourly
///
/// Where neither day field begins with '*', a day matches when either field does; else both must.
///
/// Where clocks change, each local time still comes exactly once: a time that occurs twice runs at
/// its first occurrence, and one that is skipped runs at the first instant after the gap (several
/// skipped times together run once). A capacity planned for 02:30 is not lost for a day.
class Cron {
 public:
  /// An expression that could never match (30 February) is an error too.
  static std::variant<Cron, CronError> parse(std::string_view expression);

  /// The first time after `after`, never `after` itself; up to 40 years later (29 February on
  /// sundays).
  std::chrono::sys_seconds next(std::chrono::sys_seconds after, const ZoneTable& zone) const;

  /// Whether a local minute is named by the expression.
  bool matches(std::chrono::local_time<std::chrono::minutes> time) const;

 private:
  friend class CronParser;
  using LocalMinutes = std::chrono::local_time<std::chrono::minutes>;

  Cron() = default;
  LocalMinutes next_local(LocalMinutes after) const;
  bool day_matches(std::chrono::local_days day) const;
  bool month_matches(std::chrono::month month) const;

  // Bit n stands for the value n.
  std::uint64_t minutes_ = 0;
  std::uint64_t hours_ = 0;
  std::uint64_t days_ = 0;
  std::uint64_t months_ = 0;
  std::uint64_t weekdays_ = 0;
  bool either_day_ = false;  // one matching day field is enough
};

}  // namespace squall
