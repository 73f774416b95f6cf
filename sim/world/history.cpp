#include "world/history.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace squall::world {

std::size_t History::add(const PublishedMetric& metric) {
  INVARIANT(!metric.statistic.needs_values());
  metrics_.push_back(
      {metric.key, std::string(metric.terms.unit), metric.terms.period, metric.statistic, {}, {}});
  return metrics_.size() - 1;
}

void History::put(std::size_t metric, Time start, const metrics::StatisticSet& set) {
  const auto value = metrics_[metric].statistic.of(set, nullptr);
  if (!value) return;
  MetricHistory& its = metrics_[metric];
  if (its.values.empty()) its.begin = start - Time{};
  const auto number = static_cast<std::size_t>((start - Time{} - its.begin) / its.period);
  INVARIANT(number >= its.values.size());
  its.values.resize(number, std::numeric_limits<double>::quiet_NaN());
  its.values.push_back(*value);
}

std::vector<MetricHistory> History::all() const {
  std::vector<MetricHistory> all;
  std::copy_if(metrics_.begin(), metrics_.end(), std::back_inserter(all),
               [](const MetricHistory& each) { return !each.values.empty(); });
  return all;
}

}  // namespace squall::world
