#include "squall/metrics/series.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace squall::metrics {

void Series::hold(std::size_t periods, bool values) {
  held_ = std::max(held_, periods);
  if (values) values_held_ = std::max(values_held_, periods);
}

void Series::ask(const Statistic& statistic) {
  const bool known = std::any_of(asked_.begin(), asked_.end(), [&](const Column& column) {
    return column.statistic == statistic;
  });
  if (!known) asked_.push_back({statistic, {}});
}

void Series::append(std::int64_t number, const StatisticSet& set, const Histogram* values) {
  total_ += set;
  if (!is_read()) return;
  if (points_.empty()) first_ = number;
  INVARIANT(number >= numbers().second);
  const bool held = values_held_ > 0;
  for (; numbers().second < number;) {
    points_.emplace_back();
    if (held) values_.emplace_back();
  }
  points_.push_back(set);
  if (held) values_.push_back(values ? *values : Histogram());
  for (Column& column : asked_) {
    column.values.resize(points_.size() - 1, std::numeric_limits<double>::quiet_NaN());
    const auto value = column.statistic.of(set, values);
    column.values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  trim();
}

// Twice as many as are held, so that each moves once.
void Series::trim() {
  if (values_.size() > values_held_)
    values_.erase(values_.begin(), values_.end() - static_cast<std::ptrdiff_t>(values_held_));
  if (kept_ || points_.size() < 2 * held_) return;
  const std::size_t gone = points_.size() - held_;
  points_.erase(points_.begin(), points_.begin() + static_cast<std::ptrdiff_t>(gone));
  first_ += static_cast<std::int64_t>(gone);
}

StatisticSet Series::at(std::int64_t number) const {
  const auto [first, end] = numbers();
  return number < first || number >= end ? StatisticSet()
                                         : points_[static_cast<std::size_t>(number - first)];
}

const Histogram* Series::values_at(std::int64_t number) const {
  const std::int64_t back = numbers().second - number;
  if (back < 1 || back > static_cast<std::int64_t>(values_.size())) return nullptr;
  return &values_[values_.size() - static_cast<std::size_t>(back)];
}

std::optional<double> Series::statistic_at(std::int64_t number, const Statistic& statistic) const {
  for (const Column& column : asked_) {
    const std::int64_t place = number - first_;
    if (!(column.statistic == statistic) || place < 0 ||
        place >= static_cast<std::int64_t>(column.values.size()))
      continue;
    const double value = column.values[static_cast<std::size_t>(place)];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }
  return statistic.of(at(number), values_at(number));
}

}  // namespace squall::metrics
