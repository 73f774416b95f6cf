#pragma once

#include "squall/world/published.hpp"
#include "squall/world/scenario.hpp"

#include <string>

namespace squall::world {

/// The same with an entry of instances for each Auto Scaling group, of which there are none at
/// first: what its instances are like.
Scenario with_group_entries(Scenario scenario);

/// The metric that a policy watches, as a scenario would name it.
MetricName metric_of(const std::string& group, const scaling::GroupSpec& spec,
                     const scaling::PolicySpec& policy);

/// The metric that a name in an expression stands for: the group's own where it names nobody else.
MetricName metric_of(const std::string& group, const metrics::OperandSpec& operand);

}  // namespace squall::world
