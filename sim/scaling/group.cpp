#include "squall/scaling/group.hpp"

#include "squall/core/invariant.hpp"
#include "squall/scaling/journal.hpp"
#include "squall/scaling/termination.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace squall::scaling {

namespace {

// From a change of the desired capacity until something is done: 6, 7 and 21 s have been seen.
constexpr Duration reaction = 7s;

// How soon what EC2 had no room for is tried again.
constexpr Duration next_try = 60s;

// How often it is looked whether an instance has finished what it had.
constexpr Duration drain_look = 1s;

}  // namespace

Group::Group(Engine& engine, Park& park, Journal& journal, const GroupSpec& spec,
             const Identity& identity)
    : engine_(engine),
      park_(park),
      journal_(journal),
      spec_(spec),
      identity_(identity),
      reconcile_(engine.bind<&Group::reconcile>(Phase::scaling, *this)),
      look_(engine.bind<&Group::look>(Phase::scaling, *this)),
      rebalance_(engine.bind<&Group::rebalance>(Phase::scaling, *this)),
      check_drained_(engine.bind<&Group::check_drained>(Phase::scaling, *this)),
      become_warm_(engine.bind<&Group::become_warm>(Phase::change, *this)),
      grow_old_(engine.bind<&Group::grow_old>(Phase::change, *this)),
      sizes_{spec.min_size, spec.max_size, spec.desired_capacity.value_or(spec.min_size)},
      suspended_(spec.suspended_processes.begin(), spec.suspended_processes.end()) {}

void Group::adopt(compute::LifeId life, std::size_t zone) {
  Member& member = members_[life];
  member.life = life;
  member.zone = zone;
  member.state = LifecycleState::in_service;
  member.in_service = Time{};
  member.warm = Time{};
  member.is_protected = spec_.new_instances_protected_from_scale_in;
  if (spec_.max_instance_lifetime) engine_.after(*spec_.max_instance_lifetime, grow_old_, life);
}

void Group::start() {
  note();
  if (counted() == sizes_.desired) return;
  causes_.push_back(
      fmt::format("At {} a user request created an AutoScalingGroup changing the desired capacity "
                  "from 0 to {}.",
                  at_now(), sizes_.desired));
  reconcile_in({});
}

const Member* Group::member(compute::LifeId life) const {
  const auto found = members_.find(life);
  return found == members_.end() ? nullptr : &found->second;
}

int Group::count(LifecycleState state) const {
  return static_cast<int>(
      std::count_if(members_.begin(), members_.end(),
                    [state](const auto& each) { return each.second.state == state; }));
}

int Group::counted() const {
  return count(LifecycleState::pending) + count(LifecycleState::in_service);
}

int Group::warm() const {
  return static_cast<int>(std::count_if(members_.begin(), members_.end(), [this](const auto& each) {
    return each.second.is_warm(engine_.now());
  }));
}

bool Group::any_warming() const {
  return std::any_of(members_.begin(), members_.end(), [this](const auto& each) {
    return each.second.counts() && !each.second.is_warm(engine_.now());
  });
}

int Group::warm_at(Time at) const {
  const auto later =
      std::upper_bound(points_.begin(), points_.end(), at,
                       [](Time time, const Point& point) { return time < point.at; });
  return later == points_.begin() ? 0 : std::prev(later)->warm;
}

std::vector<int> Group::counts_by_zone() const {
  std::vector<int> counts(identity_.zones);
  for (const auto& [life, member] : members_) counts[member.zone] += member.counts();
  return counts;
}

void Group::set_desired(int desired, const std::string& cause, Duration warmup) {
  desired = std::clamp(desired, sizes_.min, sizes_.max);
  if (desired == sizes_.desired) return;
  sizes_.desired = desired;
  causes_.push_back(cause);
  policy_warmup_ = warmup;
  note();
  reconcile_in(reaction);
}

void Group::update(const SizeChange& change, const std::string& by) {
  Sizes next{change.min.value_or(sizes_.min), change.max.value_or(sizes_.max), 0};
  if (next.min > next.max)
    return journal_.append(engine_.now(), sizes_refused, name(), next.min, next.max);
  if (change.desired && (*change.desired < next.min || *change.desired > next.max))
    return journal_.append(engine_.now(), capacity_refused, name(), *change.desired);
  next.desired = change.desired.value_or(std::clamp(sizes_.desired, next.min, next.max));
  if (next == sizes_) return;
  const int before = std::exchange(sizes_, next).desired;
  note();
  if (before == next.desired) return;
  journal_.append(engine_.now(), capacity_changed, name(), before, next.desired);
  causes_.push_back(
      fmt::format("At {} a {} update of AutoScalingGroup constraints to min: {}, max: {}, desired: "
                  "{} changing the desired capacity from {} to {}.",
                  at_now(), by, next.min, next.max, next.desired, before, next.desired));
  reconcile_in(reaction);
}

// What was suspended is looked after at once.
void Group::resume(Process process) {
  suspended_.erase(process);
  reconcile_in(reaction);
  if (process == Process::health_check || process == Process::replace_unhealthy ||
      process == Process::terminate)
    for (const auto& [life, member] : members_)
      if (member.is_in_service()) doubt(life);
  room_changed();
}

void Group::reconcile_in(Duration delay) { engine_.after(delay, reconcile_); }

void Group::reconcile() {
  const int have = counted();
  const int want = sizes_.desired + extra_;
  if (have < want && !is_suspended(Process::launch)) launch(want - have);
  if (have >= want) to_replace_ = 0;  // a smaller group needs nobody in their place
  if (have > want && !is_suspended(Process::terminate)) shrink(have - want);
  if (have == want) taken_causes();
}

void Group::launch(int many) {
  const int have = counted();
  std::string cause = taken_causes();
  if (to_replace_ > 0)
    cause += fmt::format(
        "At {} an instance was launched in response to an unhealthy instance needing to be "
        "replaced.",
        at_now());
  else
    cause += fmt::format(
        "At {} an instance was started in response to a difference between desired and actual "
        "capacity, increasing the capacity from {} to {}.",
        at_now(), have, have + many);
  std::vector<bool> tried(identity_.zones);
  for (int i = 0; i < many; ++i)
    if (!launch_one(cause, tried)) return reconcile_in(next_try);
  to_replace_ = 0;
  policy_warmup_.reset();
}

// Where one zone has no room, the next is tried: the zones where others have failed a moment ago
// are not tried again.
bool Group::launch_one(const std::string& cause, std::vector<bool>& tried) {
  while (std::find(tried.begin(), tried.end(), false) != tried.end()) {
    const std::size_t zone = choose_zone(counts_by_zone(), tried);
    Activity activity;
    activity.cause = cause;
    activity.start = engine_.now();
    activity.zone = park_.zone(identity_.id, zone);
    const auto life = park_.launch(identity_.id, zone);
    if (!life) {
      tried[zone] = true;
      activity.description = "Launching a new EC2 instance.";
      activity.status_message =
          fmt::format("There is not enough {} capacity in {}. Launching EC2 instance failed.",
                      spec_.instance_type, activity.zone);
      activity.end = engine_.now();
      activity.status = ActivityStatus::failed;
      journal_.append(engine_.now(), launch_failed, {name(), park_.zone_id(identity_.id, zone)});
      history_.begin(std::move(activity));
      continue;
    }
    Member& member = members_[*life];
    member.life = *life;
    member.zone = zone;
    member.launched = engine_.now();
    member.is_protected = spec_.new_instances_protected_from_scale_in;
    member.warmup = policy_warmup_.value_or(spec_.default_instance_warmup.value_or(0s));
    if (to_replace_ > 0) {
      --to_replace_;
      member.replaces = true;
      member.warmup = spec_.default_instance_warmup.value_or(0s);
    }
    activity.instance = park_.name(*life);
    activity.description = "Launching a new EC2 instance: " + activity.instance;
    activity.status = ActivityStatus::pre_in_service;
    member.activity = history_.begin(std::move(activity));
    if (spec_.max_instance_lifetime)
      engine_.after(*spec_.max_instance_lifetime, grow_old_, member.life);
    note();
    return true;
  }
  return false;
}

void Group::shrink(int many) {
  const int have = counted();
  const std::string causes = taken_causes();
  for (int i = 0; i < many; ++i) {
    std::vector<const Member*> candidates;
    for (const LifecycleState state : {LifecycleState::in_service, LifecycleState::pending})
      if (candidates.empty())
        for (const auto& [life, member] : members_)
          if (member.state == state) candidates.push_back(&member);
    const Key chance = child(identity_.key, history_.all().size());
    const Member* victim = choose_victim(candidates, identity_.zones, spec_.termination_policies,
                                         engine_.now(), chance);
    if (!victim) {
      if (std::exchange(protection_told_, true)) return;
      Activity activity;
      activity.kind = Activity::Kind::terminate;
      activity.description = "Terminating EC2 instance.";
      activity.cause = fmt::format(
          "{}At {} the group was to shrink in response to a difference between desired "
          "and actual capacity, from {} to {}.",
          causes, at_now(), have, have - many);
      activity.start = engine_.now();
      activity.end = engine_.now();
      activity.status = ActivityStatus::cancelled;
      activity.status_message =
          "Could not scale to desired capacity because all remaining instances are protected from "
          "scale-in.";
      history_.begin(std::move(activity));
      return;
    }
    take_out(members_.at(victim->life),
             fmt::format("{}At {} an instance was taken out of service in response to a difference "
                         "between desired and actual capacity, shrinking the capacity from {} to "
                         "{}.  At {} instance {} was selected for termination.",
                         causes, at_now(), have, have - many, at_now(), park_.name(victim->life)));
  }
  protection_told_ = false;
}

void Group::take_out(Member& member, const std::string& cause) {
  const bool was_launching = member.activity != 0;
  if (was_launching)
    history_.become(member.activity,
                    member.state == LifecycleState::pending ? ActivityStatus::cancelled
                                                            : ActivityStatus::successful,
                    engine_.now());
  member.state = LifecycleState::terminating;
  Activity activity;
  activity.kind = Activity::Kind::terminate;
  activity.instance = park_.name(member.life);
  activity.zone = park_.zone(identity_.id, member.zone);
  activity.description = "Terminating EC2 instance: " + activity.instance;
  activity.cause = cause;
  activity.start = engine_.now();
  park_.leave_targets(member.life);
  const bool waits = park_.has_targets(member.life) && !park_.is_drained(member.life);
  if (waits) activity.status = ActivityStatus::waiting_for_elb_connection_draining;
  member.activity = history_.begin(std::move(activity));
  journal_.append(engine_.now(), taken_out, {park_.name_id(member.life), name()});
  note();
  if (waits) return engine_.after(drain_look, check_drained_, member.life);
  end_machine(member);
}

void Group::check_drained(compute::LifeId life) {
  Member& member = members_.at(life);
  if (member.state != LifecycleState::terminating) return;
  if (!park_.is_drained(life)) return engine_.after(drain_look, check_drained_, life);
  end_machine(member);
}

// One that EC2 has ended already is gone.
void Group::end_machine(Member& member) {
  history_.become(member.activity, ActivityStatus::in_progress, engine_.now());
  if (!park_.terminate(member.life)) ended(member.life);
}

void Group::ended(compute::LifeId life) {
  Member& member = members_.at(life);
  if (member.state != LifecycleState::terminating) {
    if (member.state == LifecycleState::detached) return;
    return doubt(life);
  }
  member.state = LifecycleState::terminated;
  member.ended = engine_.now();
  history_.become(std::exchange(member.activity, 0), ActivityStatus::successful, engine_.now());
  note();
}

// The machine of one that was stopped, and runs again, is as it was.
void Group::runs(compute::LifeId life) {
  Member& member = members_.at(life);
  if (member.state == LifecycleState::pending) return enter_service(member);
  if (member.is_in_service() && !is_suspended(Process::add_to_load_balancer))
    park_.join_targets(life);
}

void Group::enter_service(Member& member) {
  const Time now = engine_.now();
  if (!is_suspended(Process::add_to_load_balancer)) park_.join_targets(member.life);
  member.state = LifecycleState::in_service;
  member.in_service = now;
  member.warm = now + member.warmup;
  journal_.append(now, comes_into_service, {park_.name_id(member.life), name()});
  if (member.warmup > Duration(0)) {
    history_.become(member.activity, ActivityStatus::waiting_for_instance_warmup, now);
    engine_.at(member.warm, become_warm_, member.life);
  } else {
    history_.become(std::exchange(member.activity, 0), ActivityStatus::successful, now);
  }
  if (std::exchange(member.is_extra, false)) {
    --extra_;
    reconcile_in(reaction);
  }
  note();
}

void Group::become_warm(compute::LifeId life) {
  Member& member = members_.at(life);
  if (!member.is_warm(engine_.now())) return;
  history_.become(std::exchange(member.activity, 0), ActivityStatus::successful, engine_.now());
  note();
}

std::string Group::at_now() const { return park_.clock_text(engine_.now()); }

std::string Group::taken_causes() {
  std::string text;
  for (const std::string& cause : std::exchange(causes_, {})) text += cause + "  ";
  return text;
}

// What is there now, for the course of the run and for whoever listens.
void Group::note() {
  Point point{engine_.now(), sizes_};
  for (const auto& [life, member] : members_) {
    point.pending += member.state == LifecycleState::pending;
    point.in_service += member.is_in_service();
    point.standby += member.state == LifecycleState::standby;
    point.terminating += member.state == LifecycleState::terminating;
    point.warm += member.is_warm(engine_.now());
  }
  if (!points_.empty() && points_.back().at == point.at)
    points_.back() = point;
  else
    points_.push_back(point);
  if (next_rebalance_ == never) room_changed();
  changed();
}

}  // namespace squall::scaling
