#pragma once

#include "squall/core/time.hpp"
#include "squall/metrics/statistic_set.hpp"
#include "squall/world/published.hpp"
#include "squall/world/result.hpp"

#include <cstddef>
#include <vector>

namespace squall::world {

/// The points of metrics over a whole run, each of the statistic that AWS shows: 8 bytes a period,
/// from the first that has one on.
class History {
 public:
  /// Its number.  Requires: it can be told from a set, without the values.
  std::size_t add(const PublishedMetric& metric);

  /// Of the period that began then.  Requires: later than any before.
  void put(std::size_t metric, Time start, const metrics::StatisticSet& set);

  /// Those that have a point.
  std::vector<MetricHistory> all() const;

 private:
  std::vector<MetricHistory> metrics_;
};

}  // namespace squall::world
