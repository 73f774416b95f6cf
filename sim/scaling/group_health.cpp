#include "squall/scaling/group.hpp"
#include "squall/scaling/journal.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace squall::scaling {

namespace {

// How often the health of those in doubt is looked at.
constexpr Duration look_step = 10s;

// From a look that finds somebody unhealthy until he is replaced.
constexpr Duration replacement = 2s;

// How long status checks may fail: "a few minutes", says AWS.
constexpr Duration tolerance = 3min;

// How soon after a change it is looked whether the zones are even.
constexpr Duration balance_step = 30s;

}  // namespace

void Group::doubt(compute::LifeId life) {
  doubted_.insert(life);
  if (next_look_ != never) return;
  next_look_ = Time((engine_.now() - Time{}) / look_step * look_step + look_step);
  engine_.at(next_look_, look_);
}

void Group::grow_old(compute::LifeId life) {
  members_.at(life).too_old = true;
  doubt(life);
}

Fault Group::fault_of(Member& member) {
  const Time now = engine_.now();
  const Vitals seen = park_.vitals(member.life);
  if (!seen.impaired)
    member.impaired = never;
  else if (member.impaired == never)
    member.impaired = now;
  if (member.said_unhealthy) return Fault::said;
  if (!is_suspended(Process::health_check)) {
    if (!seen.runs) return Fault::not_running;
    const bool in_grace = now < member.in_service + spec_.health_check_grace_period;
    if (!in_grace && member.impaired != never && now - member.impaired >= tolerance)
      return Fault::status_checks;
    const bool asks_balancer = spec_.health_check_type == HealthCheckType::elb;
    if (!in_grace && asks_balancer && seen.target_unhealthy) return Fault::load_balancer;
  }
  return member.too_old ? Fault::lifetime : Fault::none;
}

// Who is marked stays so; who is well, and in no doubt, is looked at no more.
void Group::look() {
  next_look_ = never;
  for (auto each = doubted_.begin(); each != doubted_.end();) {
    Member& member = members_.at(*each);
    const bool waits = member.state == LifecycleState::pending;
    if (member.is_in_service() && member.fault == Fault::none) {
      member.fault = fault_of(member);
      if (member.fault != Fault::none)
        journal_.append(engine_.now(), found_unhealthy, {park_.name_id(member.life), name()});
    }
    const Vitals seen = park_.vitals(member.life);
    const bool stays = member.is_in_service() &&
                       (member.fault != Fault::none || seen.in_doubt || seen.target_unhealthy);
    each = waits || stays ? std::next(each) : doubted_.erase(each);
  }
  replace_unhealthy();
  if (doubted_.empty() || next_look_ != never) return;  // whoever has just left may raise doubts
  next_look_ = engine_.now() + look_step;
  engine_.at(next_look_, look_);
}

// Who does not run, or is said to be ill, at once; of others a tenth of the group at a time.
void Group::replace_unhealthy() {
  if (is_suspended(Process::replace_unhealthy) || is_suspended(Process::terminate)) return;
  int busy = to_replace_;
  for (const auto& [life, member] : members_)
    busy += member.replaces && member.counts() &&
            (!member.is_warm(engine_.now()) || park_.vitals(life).awaits_health);
  const bool is_short = history_.under_way() > 0 && 10 * counted() <= 9 * sizes_.desired;
  int room = is_short ? 0 : std::max(1, sizes_.desired / 10) - busy;
  for (const compute::LifeId life : std::vector(doubted_.begin(), doubted_.end())) {
    Member& member = members_.at(life);
    if (member.fault == Fault::none || !member.is_in_service()) continue;
    const bool at_once = member.fault == Fault::not_running || member.fault == Fault::said;
    if (!at_once && room-- <= 0) continue;
    doubted_.erase(life);
    const int before = counted();
    take_out(member, fmt::format("At {} an instance was taken out of service in response to {}.",
                                 at_now(), sentence_of(member.fault)));
    if (before <= sizes_.desired + extra_) ++to_replace_;
    reconcile_in(replacement);
  }
}

std::string Group::sentence_of(Fault fault) const {
  switch (fault) {
    case Fault::none:
      break;
    case Fault::not_running:
      return "an EC2 health check indicating it has been terminated or stopped";
    case Fault::status_checks:
      return "an EC2 instance status checks failure";
    case Fault::load_balancer:
      return "an ELB system health check failure";
    case Fault::said:
      return "a user health-check";
    case Fault::lifetime:
      return "a maximum instance lifetime that has passed";
  }
  return {};
}

void Group::room_changed() {
  if (next_rebalance_ != never) return;
  next_rebalance_ = engine_.now() + balance_step;
  engine_.at(next_rebalance_, rebalance_);
}

// One more where there are fewest; once it is in service, one less where there are most.
void Group::rebalance() {
  next_rebalance_ = never;
  if (is_suspended(Process::az_rebalance) || is_suspended(Process::launch) || is_busy()) return;
  if (counted() != sizes_.desired || extra_ > 0) return;
  const std::vector<int> counts = counts_by_zone();
  const int most = *std::max_element(counts.begin(), counts.end());
  std::vector<bool> tried(counts.size());
  bool any = false;
  for (std::size_t zone = 0; zone < counts.size(); ++zone) {
    tried[zone] = counts[zone] > most - 2 || !park_.has_room(identity_.id, zone);
    any = any || !tried[zone];
  }
  const bool can_spare = std::any_of(members_.begin(), members_.end(), [&](const auto& each) {
    const Member& member = each.second;
    return member.is_in_service() && !member.is_protected && counts[member.zone] == most;
  });
  const int ceiling = sizes_.max + std::max(1, sizes_.max / 10);
  if (!any || !can_spare || counted() + 1 > ceiling) return;
  ++extra_;
  const std::string cause = fmt::format(
      "At {} an instance was launched to balance the zones of the group, resulting in "
      "more than the desired number of instances in the group.",
      at_now());
  const compute::LifeId newest = members_.empty() ? 0 : members_.rbegin()->first;
  if (!launch_one(cause, tried)) {
    --extra_;
    return;
  }
  Member& made = members_.rbegin()->second;
  if (made.life != newest) made.is_extra = true;
}

}  // namespace squall::scaling
