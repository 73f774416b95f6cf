#include "squall/core/text.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"
#include "scenario/checks/formulas.hpp"

#include <algorithm>
#include <climits>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using scaling::GroupSpec;
using scaling::TrackedMetric;

void check_sizes(const Checking& checking, const GroupSpec& group, const Place& at) {
  if (!checking.sound(at / "min_size") || !checking.sound(at / "max_size")) return;
  if (!checking.written.find(at / "min_size") || !checking.written.find(at / "max_size")) return;
  if (group.min_size > group.max_size) {
    return checking.error(
        at / "min_size",
        fmt::format("'min_size' is {}, above 'max_size' {}", group.min_size, group.max_size), at);
  }
  const auto desired = group.desired_capacity;
  if (!desired || (*desired >= group.min_size && *desired <= group.max_size)) return;
  checking.error(at / "desired_capacity",
                 fmt::format("'desired_capacity' is {}, must be {} to {}", *desired, group.min_size,
                             group.max_size),
                 at, "from 'min_size' to 'max_size'");
}

void check_schedule(const Checking& checking, const GroupSpec& group, const Place& at) {
  for (const auto& [name, action] : group.scheduled_actions) {
    const Place place = at / "scheduled_actions" / name;
    if (!checking.sound(place)) continue;
    if (!action.at && !action.recurrence)
      checking.key_error(place, "nothing says when", place.parent(),
                         "write 'at: 09:45', or 'recurrence: 30 8 * * mon-fri'");
    if (!action.min_size && !action.max_size && !action.desired_capacity)
      checking.key_error(place, "it changes nothing", place.parent(),
                         "write 'min_size', 'max_size' or 'desired_capacity'");
    const int least = action.min_size.value_or(0);
    const int most = action.max_size.value_or(INT_MAX);
    const int desired = action.desired_capacity.value_or(least);
    if (least > most)
      checking.error(place / "min_size",
                     fmt::format("'min_size' is {}, above 'max_size' {}", least, most), place);
    else if (desired < least || desired > most)
      checking.error(place / "desired_capacity",
                     fmt::format("'desired_capacity' is {}, outside of its sizes", desired), place);
  }
}

std::set<std::string_view> forwarded_groups(const world::Scenario& scenario) {
  std::set<std::string_view> groups;
  for (const auto& [name, balancer] : scenario.load_balancers)
    for_each_forward(name, balancer,
                     [&](const std::string& group, Weight, const Place&) { groups.insert(group); });
  return groups;
}

// Whether a balancer forwards to one of the group's target groups, and so counts its requests.
bool is_behind_a_balancer(const GroupSpec& group, const std::set<std::string_view>& forwarded) {
  return std::any_of(group.target_groups.begin(), group.target_groups.end(),
                     [&](const std::string& each) { return forwarded.contains(each); });
}

}  // namespace

void check_scaling(const Checking& checking) {
  for (const auto& [name, group] : checking.scenario.auto_scaling_groups) {
    const Place at = Place{"auto_scaling_groups"} / name;
    check_sizes(checking, group, at);
    check_schedule(checking, group, at);
  }
}

void review_scaling(const Checking& checking) {
  const auto forwarded = forwarded_groups(checking.scenario);
  for (const auto& [name, group] : checking.scenario.auto_scaling_groups) {
    const Place at = Place{"auto_scaling_groups"} / name;
    for (const auto& [policy_name, policy] : group.policies) {
      const Place policy_at = at / "policies" / policy_name;
      const auto tracked = scaling::tracked_metric(policy.metric);
      const bool of_group = policy.load_balancer.empty() && policy.target_group.empty() &&
                            policy.service.empty() && policy.expression.empty();
      if (!policy.expression.empty())
        review_formula(checking, {policy.expression, policy.metrics, policy.period, name},
                       policy_at);
      const bool needs_minutes = policy.alarm.empty() && policy.period == Duration(60s);
      if (scaling::is_percent(policy.metric) && of_group && needs_minutes &&
          !group.detailed_monitoring) {
        checking.key_warning(
            policy_at,
            fmt::format("'{}' tracks a metric that comes every five minutes", policy_name),
            policy_at.parent(), "write 'detailed_monitoring: true' in the group");
      } else if (tracked == TrackedMetric::alb_request_count_per_target && of_group &&
                 !is_behind_a_balancer(group, forwarded)) {
        checking.key_warning(
            policy_at,
            fmt::format("'{}' tracks ALBRequestCountPerTarget, which nobody publishes",
                        policy_name),
            policy_at.parent(), "the group is in no target group that a balancer forwards to");
      }
    }
    if (!group.policies.empty() && group.min_size == group.max_size) {
      checking.key_warning(
          at / "policies",
          fmt::format("no policy can change the size: 'min_size' and 'max_size' are both {}",
                      group.max_size),
          at);
    }
  }
}

}  // namespace squall::scenario
