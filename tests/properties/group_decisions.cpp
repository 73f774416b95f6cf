// The arithmetic of policies done again, proposal by proposal, and what a group makes of them.

#include "properties/group_run.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace squall::test {

using metrics::Comparison;
using scaling::Activity;
using scaling::Adjustment;
using scaling::Decision;
using scaling::Limit;
using scaling::PolicySpec;
using scaling::PolicyType;
using scaling::Proposal;

namespace {

/// In whole instances, toward zero, but one at least and `least` at least.
int after(int capacity, const Adjustment& by, int least) {
  const auto amount = static_cast<int>(by.amount);
  if (by.kind == Adjustment::Kind::exact) return amount;
  if (by.kind == Adjustment::Kind::change) return std::max(0, capacity + amount);
  const int hundredths = capacity * std::abs(amount);
  const int whole = std::max({hundredths / 100, hundredths > 0 ? 1 : 0, least});
  return std::max(0, amount < 0 ? capacity - whole : capacity + whole);
}

bool is_above(const PolicySpec& spec) {
  return spec.when->comparison == Comparison::greater ||
         spec.when->comparison == Comparison::greater_or_equal;
}

/// The last bound that the value has passed, on its way from the threshold.
std::optional<Adjustment> step_at(const PolicySpec& spec, double value) {
  std::optional<Adjustment> found;
  double nearest = 0;
  for (const auto& [bound, adjustment] : spec.adjust) {
    const double distance = bound.value ? value - *bound.value : 0;
    const bool passed = spec.when && !is_above(spec) ? distance <= 0 : distance >= 0;
    if (!passed || (found && std::abs(distance) >= nearest)) continue;
    found = adjustment;
    nearest = std::abs(distance);
  }
  return found;
}

class Decisions {
 public:
  explicit Decisions(const GroupRun& run) : run_(run), services_(run.services()) {}

  std::string broken() {
    for (const Decision& each : run_.web().decisions) {
      now_ = each.at;
      if (now_ - Time{} > run_.result.simulated) break;  // its sizes are not told any more
      for (const Proposal& proposal : each.proposals) compare(each, proposal);
      follow(each);
      if (each.to < each.from) shrink(each);
      wait(each);
      if (!broken_.empty()) return fmt::format("at {} s: {}", seconds(each.at - Time{}), broken_);
    }
    for (const Activity& each : run_.web().activities) check_warm_up(each);
    return broken_;
  }

 private:
  void check(bool holds, const std::string& what) {
    if (!holds && broken_.empty()) broken_ = what;
  }

  const PolicySpec& policy(const std::string& name) const { return run_.spec().policies.at(name); }

  // The number that a reason begins with, or that follows these words.
  static int number_after(const std::string& reason, std::string_view words) {
    const auto at = reason.find(words);
    return at == std::string::npos ? -1 : std::atoi(reason.c_str() + at + words.size());
  }

  void check_warm(int said, Duration from, Duration until, const Proposal& proposal) {
    if (!run_.goes_one_way()) return;
    int least = 0;
    int most = 0;
    for (const auto& [name, its] : services_) {
      least += its.warm < from && its.until > until;
      most += its.warm <= until && its.until >= from;
    }
    check(said >= least && said <= most,
          fmt::format("{} takes '{}' of {} to {} warm ones", proposal.policy, proposal.reason,
                      least, most));
  }

  void compare(const Decision& decision, const Proposal& proposal) {
    if (!proposal.capacity) return check_none(proposal);
    const PolicySpec& spec = policy(proposal.policy);
    check(proposal.state == metrics::AlarmState::alarm, proposal.policy + " has no alarm");
    int expected = -1;
    if (spec.type == PolicyType::target_tracking) expected = tracked(decision, proposal, spec);
    if (spec.type == PolicyType::step) expected = stepped(decision, proposal, spec);
    if (spec.type == PolicyType::simple)
      expected = after(decision.from, spec.adjust.begin()->second, spec.min_adjustment_magnitude);
    check(*proposal.capacity == expected,
          fmt::format("{} proposes {} instead of {}: '{}'", proposal.policy, *proposal.capacity,
                      expected, proposal.reason));
  }

  void check_none(const Proposal& proposal) {
    const PolicySpec& spec = policy(proposal.policy);
    if (spec.type != PolicyType::step || !proposal.value) return;
    if (proposal.state != metrics::AlarmState::alarm) return;
    check(!step_at(spec, *proposal.value), proposal.policy + " has a step for that");
  }

  // As many as share it at the target each, and not one more.
  int tracked(const Decision& decision, const Proposal& proposal, const PolicySpec& spec) {
    const int shared_by = std::atoi(proposal.reason.c_str());
    check_warm(shared_by, now_ - Time{} - 20min, now_ - Time{}, proposal);
    const double load = shared_by * *proposal.value;
    int needed = 0;
    while (needed * spec.target->value < load - 1e-6) ++needed;
    return contains(proposal.alarm, "AlarmHigh") ? std::max(decision.from, needed)
                                                 : std::min(decision.from, needed);
  }

  int stepped(const Decision& decision, const Proposal& proposal, const PolicySpec& spec) {
    const auto step = step_at(spec, *proposal.value);
    if (!step) return -1;
    const int least = spec.min_adjustment_magnitude;
    if (step->kind == Adjustment::Kind::exact) return after(0, *step, 0);
    const int base = number_after(proposal.reason, " of ");
    if (step->amount >= 0) {
      check_warm(base, now_ - Time{}, now_ - Time{}, proposal);
      return std::max(decision.from, after(base, *step, least));
    }
    bool was_so = false;
    for (const auto& point : run_.around(now_ - Time{}))
      was_so = was_so || point.in_service + point.terminating == base;
    check(was_so, fmt::format("{} takes '{}' of others", proposal.policy, proposal.reason));
    return std::min(decision.from, after(base, *step, least));
  }

  void follow(const Decision& decision) {
    const world::CapacityPoint sizes = run_.around(now_ - Time{}).back();
    check(decision.to <= std::max(decision.from, sizes.max_size), "more than max_size");
    check(decision.to >= std::min(decision.from, sizes.min_size), "less than min_size");
    check(decision.limit != Limit::none || decision.to == decision.wanted,
          "the winner did not get what he wanted, and nothing says why");
    const Proposal* winner = nullptr;
    for (const Proposal& each : decision.proposals)
      if (each.policy == decision.winner) winner = &each;
    check(winner && winner->capacity == decision.wanted, "the winner wanted something else");
    if (!winner || decision.wanted < decision.from) return;
    for (const Proposal& each : decision.proposals)
      check(each.alarm != winner->alarm || each.capacity <= winner->capacity,
            each.policy + " wants more by the same alarm");
  }

  void shrink(const Decision& decision) {
    const PolicySpec& winner = policy(decision.winner);
    check(!winner.disable_scale_in, decision.winner + " may not take away");
    const auto tracks = [this](const Proposal& each) {
      return policy(each.policy).type == PolicyType::target_tracking;
    };
    const bool by_tracking =
        std::none_of(decision.proposals.begin(), decision.proposals.end(),
                     [&](const Proposal& each) { return each.capacity && !tracks(each); });
    for (const Proposal& each : decision.proposals) {
      check(!each.capacity || each.capacity <= decision.wanted, each.policy + " wants more");
      check(!by_tracking || !tracks(each) || policy(each.policy).disable_scale_in || each.capacity,
            each.policy + " does not agree");
    }
    for (const Activity& each : run_.web().activities)
      check(each.kind != Activity::Kind::launch || each.start >= now_ ||
                (each.end && *each.end <= now_),
            each.instance + " is on its way, or warms up");
  }

  // Of simple ones: until all is done, and a cooldown longer.
  void wait(const Decision& decision) {
    const PolicySpec& spec = policy(decision.winner);
    if (spec.type != PolicyType::simple || decision.to == decision.from) return;
    check(now_ >= next_simple_, decision.winner + " does not wait for the cooldown");
    Time done = now_;
    const std::string words =
        fmt::format("triggered policy {} changing the desired capacity from {} to {}",
                    decision.winner, decision.from, decision.to);
    for (const Activity& each : run_.web().activities)
      if (each.start >= now_ && each.start <= now_ + 1min && contains(each.cause, words))
        done = std::max(done, each.end.value_or(never));
    if (done != never) done += spec.cooldown.value_or(run_.spec().default_cooldown);
    next_simple_ = done;
  }

  // What a policy launches is warm when the policy says so.
  void check_warm_up(const Activity& activity) {
    const std::string& cause = activity.cause;
    const auto at = cause.find("triggered policy ");
    if (activity.kind != Activity::Kind::launch || activity.instance.empty() || !activity.end)
      return;
    if (at == std::string::npos) return;
    if (cause.rfind("triggered policy ") != at || contains(cause, "needing to be replaced")) return;
    const auto from = at + std::string_view("triggered policy ").size();
    const PolicySpec& spec = policy(cause.substr(from, cause.find(' ', from) - from));
    const scaling::GroupSpec& group = run_.spec();
    Duration expected = group.default_instance_warmup.value_or(0s);
    if (spec.type != PolicyType::simple)
      expected = spec.estimated_instance_warmup.value_or(
          group.default_instance_warmup.value_or(group.default_cooldown));
    const Duration in_service = run_.in_service(activity.instance);
    const Duration end = *activity.end - Time{};
    const auto its = services_.find(activity.instance);
    if (in_service == Duration::max() || !run_.goes_one_way()) return;
    if (its != services_.end() && its->second.until <= end) return;
    check(end == in_service + expected,
          fmt::format("{} is warm after {} s instead of {} s", activity.instance,
                      seconds(end - in_service), seconds(expected)));
  }

  const GroupRun& run_;
  const std::map<std::string, GroupRun::Service> services_;
  Time now_{};
  Time next_simple_{};
  std::string broken_;
};

}  // namespace

std::string decisions_broken(const GroupRun& run) { return Decisions(run).broken(); }

}  // namespace squall::test
