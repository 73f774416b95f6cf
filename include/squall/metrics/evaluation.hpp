#pragma once

#include "squall/core/field.hpp"
#include "squall/metrics/alarm_state.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace squall::metrics {

/// How an alarm takes periods without a point, where it has not enough others.
enum class Missing : std::uint8_t { missing, ignore, breaching, not_breaching };

/// What an alarm finds of one period.
enum class Datum : std::uint8_t { missing, within, breaching };

/// So many breaching points of so many.
struct OutOf {
  int breaching = 1;  ///< AWS's DatapointsToAlarm
  int of = 1;         ///< AWS's EvaluationPeriods

  friend bool operator==(const OutOf&, const OutOf&) = default;
};

/// What the points say, oldest first; nothing: the alarm stays as it is.
///
///   as many points as periods looked at    the newest of them decide, however old
///   fewer                                  the missing ones count as `how` says
///   none                                   INSUFFICIENT_DATA, as it is, ALARM or OK
///
/// Where missing ones count as nothing and every point breaches, there is an alarm once the oldest
/// of these is as many periods old as points have to breach: so a metric that ends in a breach is
/// not forgotten, and one fresh point alone makes no alarm.
std::optional<AlarmState> judge(std::span<const Datum> points, OutOf rule, Missing how);

}  // namespace squall::metrics

template <>
struct squall::Words<squall::metrics::Missing> {
  static constexpr std::string_view name = "treatment of missing data";
  static constexpr std::array words{
      Word{"missing", "they say nothing; without any point the alarm has INSUFFICIENT_DATA"},
      Word{"ignore", "the alarm stays as it is"},
      Word{"breaching", "they breach the threshold"},
      Word{"notBreaching", "they do not breach the threshold"},
  };
};
