#pragma once

#include "squall/metrics/statistic_set.hpp"

#include "world/metric_rows.hpp"

#include <span>

namespace squall::world {

/// The metrics of balancers and of target groups behind them, by name.
std::span<const MetricRow> balancer_rows_of(MetricSource source);

/// How long answers took in a period; without how long each did, the average alone.
metrics::StatisticSet latency_of_answers(const MetricSample& now, const MetricSample& before);

}  // namespace squall::world
