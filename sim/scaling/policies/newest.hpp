#pragma once

#include "squall/metrics/alarm.hpp"
#include "squall/metrics/store.hpp"

#include <optional>
#include <vector>

namespace squall::scaling {

/// The points that an alarm has before it now, oldest first.
std::vector<metrics::Datapoint> points_before(const metrics::Alarm& alarm,
                                              const metrics::Store& store, Time now);

}  // namespace squall::scaling
