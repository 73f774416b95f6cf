#include "scenario/checks/formulas.hpp"

#include "squall/core/text.hpp"
#include "squall/metrics/expression.hpp"
#include "squall/world/groups.hpp"

#include <variant>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

using metrics::Expression;

bool names_one_thing(const Checking& checking, const world::MetricName& name, const Place& at) {
  if (name.things() <= 1) return true;
  checking.error(at, "more than one thing is named", at,
                 "write one of 'load_balancer', 'target_group', 'instance', 'auto_scaling_group', "
                 "'client' and 'service'");
  return false;
}

std::optional<Problem> problem_of_period(const std::string& name, Duration period,
                                         const metrics::Store::Terms& terms) {
  if (period >= Duration(60s) || period % terms.period == Duration{}) return std::nullopt;
  const std::string each = ScalarText<Duration>::print(terms.period);
  return Problem{fmt::format("'{}' has a point each {}", name, each),
                 terms.period >= Duration(60s) ? "periods are 1m and longer"
                                               : fmt::format("periods are multiples of {}", each)};
}

namespace {

void check_operand(const Checking& checking, const world::MetricCatalogue& catalogue,
                   const FormulaPlace& formula, const std::string& name, const Place& at) {
  const metrics::OperandSpec& operand = formula.metrics.at(name);
  if (const auto problem = metrics::problem_of_operand(name))
    return checking.key_error(at, problem->what, at.parent(), problem->hint);
  if (!checking.sound(at)) return;
  const world::MetricName meant = world::metric_of(formula.group, operand);
  if (!names_one_thing(checking, meant, at)) return;
  world::MetricName whole = meant;
  whole.zone.clear();
  if (const auto problem = catalogue.problem_of(whole))
    return checking.error(at / "metric", problem->what, at, problem->hint);
  if (const auto problem = catalogue.problem_of(meant))
    return checking.error(at / "zone", problem->what, at, problem->hint);
  if (!meant.names_a_thing())
    return checking.key_error(at, "nothing says whose metric it is", at,
                              "write 'load_balancer', 'target_group', 'instance', "
                              "'auto_scaling_group', 'client' or 'service'");
  const world::PublishedMetric metric = catalogue.find(meant).at(0);
  if (const auto problem = problem_of_period(operand.metric, formula.period, metric.terms))
    checking.error(at / "metric", problem->what, at, problem->hint);
}

std::vector<std::string> names_in(const metrics::Operands& operands) {
  std::vector<std::string> names;
  for (const auto& [name, operand] : operands) names.push_back(name);
  return names;
}

}  // namespace

void check_formula(const Checking& checking, const world::MetricCatalogue& catalogue,
                   const FormulaPlace& formula, const Place& at) {
  if (formula.metrics.empty())
    return checking.key_error(at / "expression", "the expression has no metrics", at,
                              "write 'metrics: {errors: {metric: HTTPCode_ELB_5XX_Count, "
                              "load_balancer: front}}'");
  const Place metrics = at / "metrics";
  if (formula.metrics.size() > Expression::most_operands)
    return checking.key_error(metrics,
                              fmt::format("the expression has {} metrics, must be at most {}",
                                          formula.metrics.size(), Expression::most_operands),
                              at);
  for (const auto& [name, operand] : formula.metrics)
    check_operand(checking, catalogue, formula, name, metrics / name);
  const auto read = Expression::read(formula.expression, names_in(formula.metrics));
  if (const auto* problem = std::get_if<Problem>(&read))
    checking.error(at / "expression", fmt::format("'expression' {}", problem->what), at,
                   problem->hint);
}

void review_formula(const Checking& checking, const FormulaPlace& formula, const Place& at) {
  const auto names = names_in(formula.metrics);
  const auto read = Expression::read(formula.expression, names);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!std::get<Expression>(read).uses(i))
      checking.key_warning(at / "metrics" / names[i],
                           fmt::format("'{}' is not in the expression", names[i]), at,
                           "leave it out");
}

}  // namespace squall::scenario
