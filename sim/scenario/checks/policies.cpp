#include "squall/core/text.hpp"
#include "squall/metrics/alarm.hpp"
#include "squall/world/groups.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/formulas.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using metrics::Comparison;
using scaling::Adjustment;
using scaling::PolicySpec;
using scaling::PolicyType;
using world::MetricCatalogue;

bool is_above(const metrics::Condition& when) {
  return when.comparison == Comparison::greater || when.comparison == Comparison::greater_or_equal;
}

/// One policy of one group.
class PolicyCheck {
 public:
  PolicyCheck(const Checking& checking, const std::string& group, const PolicySpec& policy,
              const Place& at)
      : checking_(checking), group_(group), policy_(policy), at_(at) {}

  void check(const MetricCatalogue* catalogue, const world::MetricName& metric) {
    if (policy_.type == PolicyType::target_tracking)
      check_tracking();
    else
      check_alarm();
    if (!policy_.alarm.empty()) return refuse_watched();
    if (!policy_.expression.empty()) return check_expression(catalogue);
    refuse("metrics", !policy_.metrics.empty(), "are of an 'expression', and there is none");
    if (catalogue) check_metric(*catalogue, metric);
  }

 private:
  void refuse(const char* key, bool differs, const char* why) const {
    if (differs && checking_.written.find(at_ / key))
      checking_.key_error(at_ / key, fmt::format("'{}' {}", key, why), at_);
  }

  void refuse_watched() const {
    const char* const why = "is for an alarm of the policy's own, and 'alarm' names another one";
    refuse("service", !policy_.service.empty(), why);
    refuse("expression", !policy_.expression.empty(), why);
    refuse("metrics", !policy_.metrics.empty(), why);
  }

  void check_expression(const MetricCatalogue* catalogue) const {
    const char* const why = "is of one metric: an expression has its own under 'metrics'";
    refuse("metric", true, why);
    refuse("load_balancer", true, why);
    refuse("target_group", true, why);
    refuse("zone", true, why);
    refuse("service", true, why);
    refuse("statistic", true, why);
    if (policy_.when && policy_.when->unit != metrics::Condition::Unit::none)
      checking_.error(at_ / "when", "what an expression comes to has no unit", at_,
                      "write a number");
    if (!check_length()) return;
    if (catalogue)
      check_formula(checking_, *catalogue,
                    {policy_.expression, policy_.metrics, policy_.period, group_}, at_);
  }

  void check_tracking() const {
    const PolicySpec usual;
    const char* const not_of_it = "does not belong to target tracking, which makes its own alarms";
    refuse("alarm", !policy_.alarm.empty(), not_of_it);
    refuse("when", policy_.when.has_value(), not_of_it);
    refuse("for", policy_.periods.has_value(), not_of_it);
    refuse("adjust", !policy_.adjust.empty(),
           "does not belong to target tracking: its target says");
    refuse("min_adjustment_magnitude", policy_.min_adjustment_magnitude != 0,
           "belongs to step and simple policies");
    refuse("metric_aggregation", policy_.metric_aggregation != usual.metric_aggregation,
           "belongs to step policies");
    refuse("cooldown", policy_.cooldown.has_value(), "belongs to simple policies");
    if (!policy_.target)
      return checking_.key_error(at_, "target tracking needs a 'target'", at_,
                                 "write 'target: 50%'");
    check_target();
  }

  void check_target() const {
    const Node* target = checking_.written.find(at_ / "target");
    if (!target) return;
    const auto [value, percent] = *policy_.target;
    const auto say = [&, &text = target->text](std::string_view what, std::string hint) {
      checking_.error(at_ / "target", fmt::format("'target' is {}, must be {}", text, what), at_,
                      std::move(hint));
    };
    if (!policy_.expression.empty() || !scaling::is_percent(policy_.metric)) {
      const bool requests =
          policy_.expression.empty() && scaling::tracked_metric(policy_.metric) ==
                                            scaling::TrackedMetric::alb_request_count_per_target;
      if (requests && (percent || value < 1))
        say("a number of requests", "requests a minute for each target: 'target: 1000'");
      else if (percent || value <= 0)
        say("more than 0, without a sign", "it is in the unit of the metric");
      return;
    }
    // 50% and 50 are the same target; 0.5 could be either of two.
    const bool ratio = !percent && value > 0 && value < 1;
    if (value < 1 || value > 100)
      say("1% to 100%", ratio ? fmt::format("did you mean {}%?", print_number(value * 100)) : "");
  }

  void check_alarm() const {
    const bool is_simple = policy_.type == PolicyType::simple;
    refuse("target", policy_.target.has_value(), "belongs to target tracking");
    refuse("disable_scale_in", policy_.disable_scale_in, "belongs to target tracking");
    refuse("low_threshold", policy_.low_threshold != PolicySpec{}.low_threshold,
           "belongs to target tracking");
    if (is_simple)
      refuse("estimated_instance_warmup", policy_.estimated_instance_warmup.has_value(),
             "does not belong to a simple policy, which has a 'cooldown'");
    else
      refuse("cooldown", policy_.cooldown.has_value(),
             "belongs to simple policies; step policies wait for no cooldown");
    if (policy_.alarm.empty() && !policy_.when)
      return checking_.key_error(at_, "nothing says when it runs", at_,
                                 "write 'when: \">= 60%\"', or 'alarm: NAME'");
    if (!policy_.alarm.empty() && policy_.when)
      return checking_.error(at_ / "when", "an alarm is named, and 'when' makes another one", at_,
                             "write one of 'alarm' and 'when'");
    if (policy_.adjust.empty())
      return checking_.key_error(at_, "nothing says what it does", at_, "write 'adjust: +1'");
    const auto condition = condition_of_alarm();
    if (condition) check_steps(*condition);
  }

  // Nothing where that has been said.
  std::optional<metrics::Condition> condition_of_alarm() const {
    if (policy_.alarm.empty()) return policy_.when;
    if (!checking_.sound({"alarms"})) return std::nullopt;
    const auto alarm = checking_.scenario.alarms.find(policy_.alarm);
    if (alarm == checking_.scenario.alarms.end()) return std::nullopt;
    if (!alarm->second.rule.empty())
      checking_.error(at_ / "alarm",
                      fmt::format("'{}' has a 'rule': it runs no policies", policy_.alarm), at_,
                      "name an alarm on a metric");
    return alarm->second.when;
  }

  void check_steps(const metrics::Condition& when) const {
    const auto& steps = policy_.adjust;
    const Place at = at_ / "adjust";
    if (!checking_.sound(at)) return;
    if (policy_.type == PolicyType::simple && steps.size() > 1)
      return checking_.error(at, "a simple policy has one adjustment", at_,
                             "write 'type: step' for several");
    const Adjustment::Kind kind = steps.begin()->second.kind;
    for (const auto& [bound, adjustment] : steps)
      if (adjustment.kind != kind)
        return checking_.error(at, "its adjustments are of different kinds", at_,
                               "write all of them as +2, as +10%, or as =5");
    if (kind != Adjustment::Kind::percent && policy_.min_adjustment_magnitude > 0)
      checking_.error(at_ / "min_adjustment_magnitude",
                      "'min_adjustment_magnitude' is of adjustments in percent", at_);
    if (!steps.begin()->first.value) {
      if (steps.size() > 1) checking_.error(at, "'any' leaves no room for other steps", at_);
      return;
    }
    const bool above = is_above(when);
    const double first = above ? *steps.begin()->first.value : *steps.rbegin()->first.value;
    if (first == when.threshold) return;
    checking_.error(at,
                    fmt::format("its steps begin at {}, its alarm at {}", print_number(first),
                                print_number(when.threshold)),
                    at_, "the first step holds from the threshold on");
  }

  void check_metric(const MetricCatalogue& catalogue, const world::MetricName& metric) const {
    world::MetricName whole = metric;
    whole.zone.clear();
    if (metric.things() > 1)
      return checking_.error(at_, "more than one thing is named", at_,
                             "write one of 'load_balancer', 'target_group' and 'service'");
    const bool own_words = scaling::tracked_metric(policy_.metric).has_value();
    if (const auto problem = catalogue.problem_of(whole)) {
      // That nobody forwards to the group is a warning.
      if (own_words && policy_.target_group.empty()) return;
      return checking_.error(at_ / "metric", problem->what, at_, problem->hint);
    }
    if (const auto problem = catalogue.problem_of(metric))
      return checking_.error(at_ / "zone", problem->what, at_, problem->hint);
    const world::PublishedMetric published = catalogue.find(metric).at(0);
    check_period(published);
    if (policy_.when && policy_.when->unit == metrics::Condition::Unit::percent &&
        !published.terms.is_percent)
      checking_.error(at_ / "when", fmt::format("'{}' is no percentage", policy_.metric), at_,
                      "leave out the sign");
  }

  void check_period(const world::PublishedMetric& metric) const {
    if (!check_length()) return;
    if (metric.source == world::MetricSource::group_instances) return;  // an agent tells more
    const auto problem = problem_of_period(policy_.metric, policy_.period, metric.terms);
    if (problem) checking_.error(at_ / "period", problem->what, at_, problem->hint);
  }

  // Whether alarms have such periods.
  bool check_length() const {
    if (!checking_.sound(at_ / "period")) return false;
    const Duration period = policy_.period;
    if (policy_.type == PolicyType::target_tracking && period != Duration(10s) &&
        period != Duration(30s) && period != Duration(60s)) {
      checking_.error(at_ / "period", "target tracking has periods of 10s, 30s or 1m", at_);
      return false;
    }
    const auto problem = metrics::problem_of(period, policy_.periods.value_or(metrics::OutOf{}));
    if (problem) checking_.error(at_ / "period", problem->what, at_, problem->hint);
    return !problem;
  }

  const Checking& checking_;
  const std::string& group_;
  const PolicySpec& policy_;
  const Place at_;
};

bool sources_are_sound(const Checking& checking) {
  for (const char* section : {"instances", "auto_scaling_groups", "target_groups", "load_balancers",
                              "clients", "services"})
    if (!checking.sound({section})) return false;
  return true;
}

}  // namespace

void check_policies(const Checking& checking) {
  std::optional<MetricCatalogue> catalogue;
  for (const auto& [name, group] : checking.scenario.auto_scaling_groups) {
    if (group.policies.empty()) continue;
    if (!catalogue && sources_are_sound(checking)) catalogue.emplace(checking.scenario);
    for (const auto& [policy_name, policy] : group.policies) {
      const Place at = Place{"auto_scaling_groups"} / name / "policies" / policy_name;
      if (checking.sound(at))
        PolicyCheck(checking, name, policy, at)
            .check(catalogue ? &*catalogue : nullptr, world::metric_of(name, group, policy));
    }
  }
}

}  // namespace squall::scenario
