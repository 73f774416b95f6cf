#pragma once

#include "squall/metrics/operand_spec.hpp"
#include "squall/world/published.hpp"

#include "scenario/checks/checking.hpp"

#include <optional>
#include <string>

namespace squall::scenario {

/// An expression and the metrics that it has names for, wherever one is written.
struct FormulaPlace {
  const std::string& expression;
  const metrics::Operands& metrics;
  Duration period;
  std::string group{};  ///< the Auto Scaling group that metrics are of that say nothing else
};

/// What is wrong with it, said at `at`, below which 'expression' and 'metrics' stand.
void check_formula(const Checking& checking, const world::MetricCatalogue& catalogue,
                   const FormulaPlace& formula, const Place& at);

/// Metrics that the expression has no use for.
void review_formula(const Checking& checking, const FormulaPlace& formula, const Place& at);

/// Whether the thing that a metric is of is said once at most.
bool names_one_thing(const Checking& checking, const world::MetricName& name, const Place& at);

/// Whether a metric has points for so short periods; nothing where it has.
std::optional<Problem> problem_of_period(const std::string& name, Duration period,
                                         const metrics::Store::Terms& terms);

}  // namespace squall::scenario
