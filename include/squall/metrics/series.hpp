#pragma once

#include "squall/core/histogram.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/metrics/statistic_set.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace squall::metrics {

/// The periods of one metric that have ended, numbered from the calendar's zero: as many of the
/// newest as somebody reads, or all. Values are held for the newest that somebody reads alone; of
/// older ones there are the statistics that were asked for at the time.
class Series {
 public:
  /// From now on at least so many of the newest are held; with their values where wanted.
  void hold(std::size_t periods, bool values);

  /// From now on all are held.
  void keep() { kept_ = true; }

  /// Held of each that is kept.  Requires: it needs values.
  void ask(const Statistic& statistic);

  bool wants_values() const { return values_held_ > 0 || !asked_.empty(); }
  bool is_read() const { return kept_ || held_ > 0; }

  /// Requires: after any before.
  void append(std::int64_t number, const StatisticSet& set, const Histogram* values);

  /// Empty where nothing was recorded, or it is not held any more.
  StatisticSet at(std::int64_t number) const;

  /// Null where none are held.
  const Histogram* values_at(std::int64_t number) const;

  /// Of one period, where it is asked for or can be told from what is held.
  std::optional<double> statistic_at(std::int64_t number, const Statistic& statistic) const;

  /// The numbers of those held: from the first up to the second, that not included.
  std::pair<std::int64_t, std::int64_t> numbers() const {
    return {first_, first_ + static_cast<std::int64_t>(points_.size())};
  }

  const StatisticSet& total() const { return total_; }

 private:
  struct Column {
    Statistic statistic;
    std::vector<double> values;  // by period, in step with points_; NaN: none
  };

  void trim();

  std::size_t held_ = 0;
  std::size_t values_held_ = 0;
  bool kept_ = false;
  std::int64_t first_ = 0;            // the number of points_[0]
  std::vector<StatisticSet> points_;  // empty ones where nothing was recorded
  std::vector<Histogram> values_;     // of the newest
  std::vector<Column> asked_;
  StatisticSet total_;
};

}  // namespace squall::metrics
