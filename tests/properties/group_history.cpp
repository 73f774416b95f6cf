// Goes through the activities of a group in their order, with as many instances in each zone.

#include "squall/world/zones.hpp"

#include "properties/group_run.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace squall::test {

using scaling::Activity;
using scaling::Process;
using scaling::TerminationPolicy;

namespace {

class GroupHistory {
 public:
  explicit GroupHistory(const GroupRun& run) : run_(run) {
    for (const std::string& zone :
         world::zones_of(run.scenario, run.spec().region, run.spec().zones))
      zones_[zone];
    for (const auto& [name, member] : run.web().instances)
      stays_[name] = {run.result.instances.at(name).zone, {}};
    for (const Activity& each : run.web().activities)
      if (each.kind == Activity::Kind::launch) stays_.erase(each.instance);
    for (const auto& [name, stay] : stays_) ++zones_[stay.zone];
  }

  std::string broken() {
    for (const Activity& each : run_.web().activities) {
      compare_suspended(each);
      if (each.kind == Activity::Kind::launch) {
        launch(each);
      } else if (each.instance.empty()) {
        continue;  // all were protected
      } else if (contains(each.cause, "moved out of standby")) {
        come(each.instance, each);
      } else {
        if (each.kind == Activity::Kind::terminate) terminate(each);
        go(each.instance);
      }
      if (!broken_.empty()) return broken_;
    }
    check_lifetimes();
    return broken_;
  }

 private:
  struct Stay {
    std::string zone;
    Duration launched;
    bool counts = true;
  };

  void check(bool holds, const Activity& activity, std::string_view what) {
    if (!holds && broken_.empty())
      broken_ = fmt::format("activity {} at {} s, '{}': {}", activity.id,
                            seconds(activity.start - Time{}), activity.description, what);
  }

  void compare_suspended(const Activity& activity) {
    const std::string& cause = activity.cause;
    const bool is_launch = activity.kind == Activity::Kind::launch;
    const bool chosen = contains(cause, "was selected for termination");
    const bool found_ill = contains(cause, "an EC2 health check indicating") ||
                           contains(cause, "an EC2 instance status checks failure") ||
                           contains(cause, "an ELB system health check failure");
    const bool replaced = !is_launch && (found_ill || contains(cause, "a user health-check") ||
                                         contains(cause, "a maximum instance lifetime"));
    const auto never = [&](Process process, bool happens, std::string_view what) {
      check(!happens || !run_.never_does(process), activity, what);
    };
    never(Process::launch, is_launch, "Launch is suspended");
    never(Process::terminate, chosen || replaced, "Terminate is suspended");
    never(Process::replace_unhealthy, replaced, "ReplaceUnhealthy is suspended");
    never(Process::health_check, found_ill, "HealthCheck is suspended");
    never(Process::az_rebalance, contains(cause, "to balance the zones"),
          "AZRebalance is suspended");
    never(Process::alarm_notification, contains(cause, "triggered policy"),
          "AlarmNotification is suspended");
    never(Process::scheduled_actions, contains(cause, "a scheduled action"),
          "ScheduledActions is suspended");
    if (run_.spec().health_check_type == scaling::HealthCheckType::ec2)
      check(!contains(cause, "an ELB system health check failure"), activity,
            "its balancer is not asked");
  }

  void launch(const Activity& activity) {
    if (activity.start != last_failure_) failed_.clear();
    if (activity.instance.empty()) {
      last_failure_ = activity.start;
      failed_.insert(activity.zone);
      return;
    }
    const bool balances = contains(activity.cause, "to balance the zones");
    int fewest = zones_.at(activity.zone);
    int most = 0;
    for (const auto& [zone, count] : zones_) {
      if (!failed_.contains(zone)) fewest = std::min(fewest, count);
      most = std::max(most, count);
    }
    if (balances) {
      check(zones_.at(activity.zone) <= most - 2, activity, "its zones are balanced");
      extra_ = activity.instance;
      extra_since_ = activity.start - Time{};
    } else {
      check(zones_.at(activity.zone) == fewest, activity, "another zone has fewer");
    }
    come(activity.instance, activity);
  }

  void come(const std::string& instance, const Activity& activity) {
    stays_[instance] = {activity.zone, activity.start - Time{}};
    ++zones_.at(activity.zone);
  }

  void go(const std::string& instance) {
    Stay& stay = stays_.at(instance);
    zones_.at(stay.zone) -= std::exchange(stay.counts, false);
  }

  void terminate(const Activity& activity) {
    const Duration now = activity.start - Time{};
    const Duration since = run_.in_service(activity.instance);
    if (contains(activity.cause, "an ELB system health check failure") ||
        contains(activity.cause, "an EC2 instance status checks failure"))
      check(now >= since + run_.spec().health_check_grace_period, activity,
            "its grace period is not over");
    const Duration delay = *run_.scenario.target_groups.at("web").deregistration_delay;
    check(activity.end || now + delay + 5min > run_.result.simulated, activity, "it never ends");
    check_throttle(activity);
    if (contains(activity.cause, "was selected for termination")) choose(activity);
  }

  // A tenth of the group, one at least.
  void check_throttle(const Activity& activity) {
    const bool is_slow = contains(activity.cause, "an ELB system health check failure") ||
                         contains(activity.cause, "an EC2 instance status checks failure") ||
                         contains(activity.cause, "a maximum instance lifetime");
    if (!is_slow) return;
    if (activity.start != last_replacement_) replaced_ = 0;
    last_replacement_ = activity.start;
    int most = 1;
    for (const auto& point : run_.around(activity.start - Time{}))
      most = std::max(most, point.desired / 10);
    check(++replaced_ <= most, activity, "too many are replaced at once");
  }

  void choose(const Activity& activity) {
    const Duration now = activity.start - Time{};
    check(!run_.has({"protection"}) || run_.has({"an unprotected one"}), activity,
          "it is protected");
    if (!extra_.empty() && run_.in_service(extra_) > now) check_extra(activity);
    if (!run_.goes_one_way() || run_.has({"protection", "a protected one"})) return;
    const auto serves = [&](const auto& each) {
      return each.second.counts && run_.in_service(each.first) <= now;
    };
    std::map<std::string, int> zones;
    int most = 0;
    for (const auto& each : stays_)
      if (serves(each)) most = std::max(most, ++zones[each.second.zone]);
    if (zones.empty()) return;
    const Stay& victim = stays_.at(activity.instance);
    check(zones[victim.zone] == most, activity, "another zone has more");
    for (const auto& each : stays_) {
      if (!serves(each) || zones[each.second.zone] != most) continue;
      const auto policy = run_.spec().termination_policies.front();
      if (policy == TerminationPolicy::oldest_instance)
        check(victim.launched <= each.second.launched, activity, "another one is older");
      if (policy == TerminationPolicy::newest_instance)
        check(victim.launched >= each.second.launched, activity, "another one is newer");
    }
  }

  // Who comes to even out the zones is in service before somebody goes.
  void check_extra(const Activity& activity) {
    const Duration now = activity.start - Time{};
    std::set<int> wanted;
    for (const auto& point : run_.web().capacity)
      if (point.at <= now && point.at + 10s >= extra_since_) wanted.insert(point.desired);
    for (const auto& point : run_.around(extra_since_ - 10s)) wanted.insert(point.desired);
    check(wanted.size() > 1, activity, extra_ + " is not in service yet");
  }

  void check_lifetimes() {
    const auto lifetime = run_.spec().max_instance_lifetime;
    if (!lifetime ||
        run_.has({"suspended ReplaceUnhealthy", "suspended Terminate", "suspended Launch",
                  "a suspension of all", "no room in a zone", "a zone lost"}))
      return;
    Duration last{};
    for (const Activity& each : run_.web().activities)
      if (contains(each.cause, "a maximum instance lifetime")) last = each.start - Time{};
    const Duration late = run_.result.simulated - 30min;
    for (const auto& [name, stay] : stays_)
      if (stay.counts && run_.in_service(name) != Duration::max() &&
          stay.launched + *lifetime < late && last < late && broken_.empty())
        broken_ = name + " is too old, and nobody replaces it";
  }

  const GroupRun& run_;
  std::map<std::string, int> zones_;
  std::map<std::string, Stay> stays_;
  std::set<std::string> failed_;  // zones, a moment ago
  Time last_failure_ = never;
  Time last_replacement_ = never;
  int replaced_ = 0;
  std::string extra_;
  Duration extra_since_{};
  std::string broken_;
};

}  // namespace

std::string history_broken(const GroupRun& run) { return GroupHistory(run).broken(); }

}  // namespace squall::test
