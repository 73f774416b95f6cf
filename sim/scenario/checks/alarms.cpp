#include "squall/metrics/alarms.hpp"

#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"
#include "squall/metrics/alarm.hpp"
#include "squall/metrics/composite_rule.hpp"
#include "squall/world/published.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/formulas.hpp"

#include <algorithm>
#include <map>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::scenario {

namespace {

using metrics::AlarmSpec;
using metrics::CompositeRule;
using world::MetricCatalogue;
using world::MetricName;
using world::PublishedMetric;

// What metrics come from: without these sections whole, nobody knows what there is.
bool sources_are_sound(const Checking& checking) {
  for (const char* section : {"instances", "auto_scaling_groups", "target_groups", "load_balancers",
                              "clients", "services"})
    if (!checking.sound({section})) return false;
  return true;
}

// Else it is how many samples there are, or a part of them.
bool has_unit_of_metric(const metrics::Statistic& statistic) {
  using Kind = metrics::Statistic::Kind;
  return statistic.kind != Kind::sample_count && statistic.kind != Kind::trimmed_count &&
         statistic.kind != Kind::percentile_rank;
}

// A threshold in the unit of the metric.
void check_threshold(const Checking& checking, const AlarmSpec& alarm,
                     const PublishedMetric& metric, const Place& at) {
  using Unit = metrics::Condition::Unit;
  const auto [comparison, threshold, unit] = *alarm.when;
  const bool counts =
      alarm.statistic && alarm.statistic->kind == metrics::Statistic::Kind::sample_count;
  if (unit == Unit::percent && !metric.terms.is_percent)
    return checking.error(at / "when", fmt::format("'{}' is no percentage", alarm.metric), at,
                          "leave out the sign");
  if (unit == Unit::duration && metric.terms.unit != "Seconds")
    return checking.error(
        at / "when",
        fmt::format("'{}' is no time, its unit is {}", alarm.metric, metric.terms.unit), at,
        "write a number");
  if (unit == Unit::duration && alarm.statistic && !has_unit_of_metric(*alarm.statistic))
    return checking.error(
        at / "when",
        fmt::format("'{}' of '{}' is no time",
                    ScalarText<metrics::Statistic>::print(*alarm.statistic), alarm.metric),
        at, "write a number");
  if (!metric.terms.is_percent || unit == Unit::percent || counts || threshold <= 0 ||
      threshold >= 1)
    return;
  checking.error(at / "when", fmt::format("'{}' is in percent, 1 and more", alarm.metric), at,
                 fmt::format("did you mean {}%?", print_number(threshold * 100)));
}

// Whether AWS's alarms look so far.
bool check_limits(const Checking& checking, const AlarmSpec& alarm, const Place& at) {
  const metrics::OutOf rule = alarm.periods.value_or(metrics::OutOf{});
  const auto problem = metrics::problem_of(alarm.period, rule);
  if (!problem) return true;
  const bool alone = metrics::problem_of(alarm.period, {}).has_value();
  checking.error(at / (alone ? "period" : "for"), problem->what, at, problem->hint);
  return false;
}

void check_period(const Checking& checking, const AlarmSpec& alarm, const PublishedMetric& metric,
                  const Place& at) {
  if (!check_limits(checking, alarm, at)) return;
  if (const auto problem = problem_of_period(alarm.metric, alarm.period, metric.terms))
    checking.error(at / "period", problem->what, at, problem->hint);
}

void check_formula_alarm(const Checking& checking, const MetricCatalogue& catalogue,
                         const AlarmSpec& alarm, const Place& at) {
  if (alarm.when && alarm.when->unit != metrics::Condition::Unit::none)
    checking.error(at / "when", "what an expression comes to has no unit", at, "write a number");
  if (check_limits(checking, alarm, at))
    check_formula(checking, catalogue, {alarm.expression, alarm.metrics, alarm.period}, at);
}

void check_metric_alarm(const Checking& checking, const MetricCatalogue& catalogue,
                        const AlarmSpec& alarm, const Place& at) {
  if (!alarm.when)
    return checking.key_error(at, "no 'when' says when it is in ALARM", at,
                              "write 'when: \"> 20\"'");
  if (!alarm.expression.empty()) return check_formula_alarm(checking, catalogue, alarm, at);
  const MetricName name = world::metric_named_by(alarm);
  if (!names_one_thing(checking, name, at)) return;
  MetricName whole = name;
  whole.zone.clear();
  if (const auto problem = catalogue.problem_of(whole))
    return checking.error(at / "metric", problem->what, at, problem->hint);
  if (const auto problem = catalogue.problem_of(name))
    return checking.error(at / "zone", problem->what, at, problem->hint);
  if (!name.names_a_thing())
    return checking.key_error(at, "nothing says whose metric it watches", at,
                              "write 'load_balancer', 'target_group', 'instance', "
                              "'auto_scaling_group', 'client' or 'service'");
  const PublishedMetric metric = catalogue.find(name).at(0);
  check_threshold(checking, alarm, metric, at);
  check_period(checking, alarm, metric, at);
}

// An expression has metrics of its own.
template <class Refuse>
void check_no_single_metric(const AlarmSpec& alarm, const Refuse& refuse) {
  const auto of_one = [&](const char* field, bool differs) {
    refuse(field, differs, "is of one metric: an expression has its own under 'metrics'");
  };
  of_one("metric", !alarm.metric.empty());
  of_one("load_balancer", !alarm.load_balancer.empty());
  of_one("target_group", !alarm.target_group.empty());
  of_one("instance", !alarm.instance.empty());
  of_one("auto_scaling_group", !alarm.auto_scaling_group.empty());
  of_one("client", !alarm.client.empty());
  of_one("zone", !alarm.zone.empty());
  of_one("service", !alarm.service.empty());
  of_one("statistic", alarm.statistic.has_value());
  of_one("evaluate_low_sample_count_percentile", alarm.low_samples != AlarmSpec{}.low_samples);
}

// The fields of the other kind of alarm, but for defaults that somebody has written out.
void check_kind(const Checking& checking, const AlarmSpec& alarm, const Place& at) {
  const AlarmSpec usual;
  const auto refuse = [&](const char* field, bool differs, const char* because) {
    if (differs && checking.written.find(at / field))
      checking.key_error(at / field, fmt::format("'{}' {}", field, because), at);
  };
  if (alarm.rule.empty()) {
    const auto of_rule = [&](const char* field, bool differs) {
      refuse(field, differs, "belongs to an alarm with a 'rule'");
    };
    of_rule("actions_suppressor", !alarm.suppressor.empty());
    of_rule("actions_suppressor_wait_period", alarm.suppressor_wait != usual.suppressor_wait);
    of_rule("actions_suppressor_extension_period",
            alarm.suppressor_extension != usual.suppressor_extension);
    if (alarm.expression.empty())
      refuse("metrics", !alarm.metrics.empty(), "are of an 'expression', and there is none");
    else
      check_no_single_metric(alarm, refuse);
    return;
  }
  const auto of_metric = [&](const char* field, bool differs) {
    refuse(field, differs, "belongs to an alarm on a metric: this one has a 'rule'");
  };
  of_metric("metric", !alarm.metric.empty());
  of_metric("load_balancer", !alarm.load_balancer.empty());
  of_metric("target_group", !alarm.target_group.empty());
  of_metric("instance", !alarm.instance.empty());
  of_metric("auto_scaling_group", !alarm.auto_scaling_group.empty());
  of_metric("client", !alarm.client.empty());
  of_metric("zone", !alarm.zone.empty());
  of_metric("service", !alarm.service.empty());
  of_metric("expression", !alarm.expression.empty());
  of_metric("metrics", !alarm.metrics.empty());
  of_metric("statistic", alarm.statistic.has_value());
  of_metric("when", alarm.when.has_value());
  of_metric("for", alarm.periods.has_value());
  of_metric("period", alarm.period != usual.period);
  of_metric("missing", alarm.missing != usual.missing);
  of_metric("evaluate_low_sample_count_percentile", alarm.low_samples != usual.low_samples);
  of_metric("evaluation_range", alarm.evaluation_range.has_value());
}

// The names that a rule asks, where all of them are alarms.
std::vector<std::string> check_rule(const Checking& checking, const AlarmSpec& alarm,
                                    const Place& at) {
  const auto rule = CompositeRule::read(alarm.rule);
  if (const auto* problem = std::get_if<Problem>(&rule)) {
    checking.error(at / "rule", fmt::format("'rule' {}", problem->what), at, problem->hint);
    return {};
  }
  const auto& alarms = checking.scenario.alarms;
  std::vector<std::string> names = std::get<CompositeRule>(rule).names();
  for (const std::string& name : names) {
    if (alarms.contains(name)) continue;
    checking.error(at / "rule", fmt::format("no alarm is called '{}'", name), at);
    return {};
  }
  if (!alarm.suppressor.empty() && alarms.contains(alarm.suppressor))
    names.push_back(alarm.suppressor);
  return names;
}

void check_circles(const Checking& checking,
                   const std::map<std::string, std::vector<std::string>>& asked) {
  const metrics::CompositeOrder order = metrics::order_of(asked);
  if (!order.circle) return;
  const Place at = Place{"alarms"} / order.names.front();
  checking.error(at / "rule",
                 fmt::format("alarms ask each other in a circle: {}", fmt::join(order.names, ", ")),
                 at, "an alarm may not depend on itself");
}

void check_kept(const Checking& checking, const MetricCatalogue& catalogue) {
  const auto& keep = checking.scenario.metrics.keep;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    const Place at = (Place{"metrics"} / "keep")[i];
    const MetricName name = world::metric_named_by(keep[i]);
    if (!checking.sound(at) || !names_one_thing(checking, name, at)) continue;
    const bool is_every = name.metric == MetricName::every;
    if (const auto problem = is_every ? catalogue.problem_of_all(name) : catalogue.problem_of(name))
      checking.error(at, problem->what, at, problem->hint);
  }
}

void check_delays(const Checking& checking) {
  auto known = world::metric_spaces();
  for (const auto& [name, service] : checking.scenario.services)
    for (const auto& [metric, spec] : service.metrics)
      known.push_back(spec.space.empty() ? std::string_view(name) : spec.space);
  for (const auto& [space, delay] : checking.scenario.metrics.delay) {
    if (std::find(known.begin(), known.end(), space) != known.end()) continue;
    const Place at = Place{"metrics"} / "delay" / space;
    const auto near = nearest(space, known);
    checking.key_error(at, fmt::format("no namespace is called '{}'", space), at.parent(),
                       near ? fmt::format("did you mean '{}'?", *near)
                            : fmt::format("known: {}", fmt::join(known, ", ")));
  }
}

}  // namespace

void check_alarms(const Checking& checking) {
  if (!sources_are_sound(checking)) return;
  const auto& scenario = checking.scenario;
  if (scenario.alarms.empty() && scenario.metrics == metrics::MetricsSpec{}) return;
  const MetricCatalogue catalogue(scenario);
  check_delays(checking);
  check_kept(checking, catalogue);
  std::map<std::string, std::vector<std::string>> asked;
  for (const auto& [name, alarm] : scenario.alarms) {
    const Place at = Place{"alarms"} / name;
    if (!checking.sound(at)) continue;
    check_kind(checking, alarm, at);
    if (!alarm.rule.empty()) {
      asked[name] = check_rule(checking, alarm, at);
    } else if (alarm.metric.empty() && alarm.expression.empty()) {
      checking.key_error(at, "it watches nothing", at,
                         "write a 'metric', an 'expression', or a 'rule'");
    } else {
      check_metric_alarm(checking, catalogue, alarm, at);
    }
  }
  check_circles(checking, asked);
}

void review_alarms(const Checking& checking) {
  const auto& scenario = checking.scenario;
  if (scenario.alarms.empty()) return;
  const MetricCatalogue catalogue(scenario);
  for (const auto& [name, alarm] : scenario.alarms) {
    const Place at = Place{"alarms"} / name;
    if (!alarm.expression.empty())
      review_formula(checking, {alarm.expression, alarm.metrics, alarm.period}, at);
    if (alarm.metric.empty()) continue;
    const PublishedMetric metric = catalogue.find(world::metric_named_by(alarm)).at(0);
    if (alarm.period >= metric.terms.period) continue;
    checking.key_warning(at,
                         fmt::format("'{}' comes each {}, and the alarm's periods are {}",
                                     alarm.metric, ScalarText<Duration>::print(metric.terms.period),
                                     ScalarText<Duration>::print(alarm.period)),
                         at, "write 'detailed_monitoring: true' in the instances, or 'period: 5m'");
  }
}

}  // namespace squall::scenario
