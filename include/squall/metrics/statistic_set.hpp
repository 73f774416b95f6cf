#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace squall::metrics {

/// What is kept of the values of one period. Sets of parts add up to that of the whole.
struct StatisticSet {
  std::uint64_t samples = 0;
  double sum = 0;
  double minimum = std::numeric_limits<double>::infinity();   ///< above all where there is none
  double maximum = -std::numeric_limits<double>::infinity();  ///< below all where there is none

  /// So many values of that sum, each the same.
  static StatisticSet of(double value, std::uint64_t times = 1) {
    if (times == 0) return {};
    return {times, value * static_cast<double>(times), value, value};
  }

  bool empty() const { return samples == 0; }

  /// The sum by the samples, not a mean of means.  Requires: not empty.
  double average() const { return sum / static_cast<double>(samples); }

  void add(double value) {
    ++samples;
    sum += value;
    minimum = std::min(minimum, value);
    maximum = std::max(maximum, value);
  }

  StatisticSet& operator+=(const StatisticSet& other) {
    samples += other.samples;
    sum += other.sum;
    minimum = std::min(minimum, other.minimum);
    maximum = std::max(maximum, other.maximum);
    return *this;
  }

  friend bool operator==(const StatisticSet&, const StatisticSet&) = default;
};

static_assert(sizeof(StatisticSet) == 32, "what a week of minutes costs");

}  // namespace squall::metrics
