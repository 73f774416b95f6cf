#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

/// The mean of a long run's batches and how sure it is: batches so long that they hardly depend on
/// each other.
struct BatchMeans {
  double mean = 0;
  double standard_error = 0;

  /// Requires: two batches or more.
  explicit BatchMeans(const std::vector<double>& batches) {
    const auto count = static_cast<double>(batches.size());
    for (const double batch : batches) mean += batch / count;
    double squares = 0;
    for (const double batch : batches) squares += (batch - mean) * (batch - mean);
    standard_error = std::sqrt(squares / (count - 1) / count);
  }

  /// How many standard errors the mean lies from what is expected.
  double distance(double expected) const { return std::abs(mean - expected) / standard_error; }
};
