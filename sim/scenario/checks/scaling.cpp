#include "squall/core/text.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using scaling::GroupSpec;
using scaling::PolicySpec;
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

void check_target(const Checking& checking, const PolicySpec& policy, const Place& at) {
  const Node* target = checking.written.find(at / "target");
  if (!target || !checking.sound(at)) return;
  const auto [value, percent] = policy.target;
  const auto say = [&, &text = target->text](std::string_view what, std::string hint) {
    checking.error(at / "target", fmt::format("'target' is {}, must be {}", text, what), at,
                   std::move(hint));
  };
  if (!is_percent(policy.metric)) {
    if (percent || value < 1)
      say("a number of requests", "requests a minute for each target: 'target: 1000'");
    return;
  }
  // 50% and 50 are the same target; 0.5 could be either of two.
  const bool ratio = !percent && value > 0 && value < 1;
  if (value < 1 || value > 100)
    say("1% to 100%", ratio ? fmt::format("did you mean {}%?", print_number(value * 100)) : "");
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
    for (const auto& [policy_name, policy] : group.policies)
      check_target(checking, policy, at / "policies" / policy_name);
  }
}

void review_scaling(const Checking& checking) {
  const auto forwarded = forwarded_groups(checking.scenario);
  for (const auto& [name, group] : checking.scenario.auto_scaling_groups) {
    const Place at = Place{"auto_scaling_groups"} / name;
    for (const auto& [policy_name, policy] : group.policies) {
      const Place policy_at = at / "policies" / policy_name;
      if (policy.metric == TrackedMetric::asg_average_cpu_utilization &&
          !group.detailed_monitoring) {
        checking.key_warning(
            policy_at,
            fmt::format("'{}' tracks a metric that comes every five minutes", policy_name),
            policy_at.parent(), "write 'detailed_monitoring: true' in the group");
      } else if (policy.metric == TrackedMetric::alb_request_count_per_target &&
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
