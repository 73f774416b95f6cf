#pragma once

#include <chrono>
#include <cstdint>

namespace squall {

using namespace std::chrono_literals;

/// A length of simulated time: integral nanoseconds, so sums are exact and reach 292 years.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock of a simulation. It has no now(): only an Engine knows the time.
struct SimClock {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<SimClock>;
  static constexpr bool is_steady = true;
};

/// A moment of simulated time; a run starts at Time{}.
using Time = SimClock::time_point;

inline constexpr Time never = Time::max();

/// For formulas and reports; a model keeps Duration.
constexpr double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

/// The nearest Duration; ties go away from zero. Requires: |value| < 9.2e9.
constexpr Duration from_seconds(double value) {
  const double count = value * 1e9;
  return Duration(static_cast<std::int64_t>(count < 0 ? count - 0.5 : count + 0.5));
}

}  // namespace squall
