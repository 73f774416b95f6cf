#include "squall/scaling/group.hpp"
#include "squall/scaling/journal.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace squall::scaling {

Member* Group::in_state(compute::LifeId life, LifecycleState state, const JournalKind& why) {
  const auto found = members_.find(life);
  if (found != members_.end() && found->second.state == state) return &found->second;
  journal_.append(engine_.now(), why, {park_.name_id(life), name()});
  return nullptr;
}

bool Group::may_shrink(NameId instance, bool decrement) {
  if (!decrement || sizes_.desired > sizes_.min) return true;
  journal_.append(engine_.now(), below_minimum, {instance, name()});
  return false;
}

// Done at once; what it leaves behind is looked at later.
void Group::move(Member& member, LifecycleState state, const std::string& description,
                 const std::string& cause) {
  if (member.activity != 0)
    history_.become(std::exchange(member.activity, 0), ActivityStatus::successful, engine_.now());
  member.state = state;
  Activity activity;
  activity.kind = Activity::Kind::move;
  activity.instance = park_.name(member.life);
  activity.zone = park_.zone(identity_.id, member.zone);
  activity.description = description + activity.instance;
  activity.cause = cause;
  activity.start = engine_.now();
  activity.end = engine_.now();
  activity.status = ActivityStatus::successful;
  history_.begin(std::move(activity));
  note();
}

void Group::enter_standby(compute::LifeId life, bool decrement) {
  Member* member = in_state(life, LifecycleState::in_service, not_in_service);
  if (!member || !may_shrink(park_.name_id(life), decrement)) return;
  const int before = sizes_.desired;
  if (decrement) --sizes_.desired;
  park_.leave_targets(life);
  move(
      *member, LifecycleState::standby, "Moving EC2 instance to Standby: ",
      fmt::format("At {} instance {} was moved to standby in response to a user request, shrinking "
                  "the capacity from {} to {}.",
                  at_now(), park_.name(life), before, sizes_.desired));
  reconcile_in({});
}

void Group::exit_standby(compute::LifeId life) {
  Member* member = in_state(life, LifecycleState::standby, not_on_standby);
  if (!member) return;
  if (sizes_.desired == sizes_.max)
    return journal_.append(engine_.now(), above_maximum, {park_.name_id(life), name()});
  const int before = sizes_.desired++;
  move(*member, LifecycleState::pending, "Moving EC2 instance out of Standby: ",
       fmt::format("At {} instance {} was moved out of standby in response to a user request, "
                   "increasing the capacity from {} to {}.",
                   at_now(), park_.name(life), before, sizes_.desired));
  enter_service(*member);
}

void Group::detach(compute::LifeId life, bool decrement) {
  Member* member = in_state(life, LifecycleState::in_service, not_in_service);
  if (!member || !may_shrink(park_.name_id(life), decrement)) return;
  const int before = sizes_.desired;
  if (decrement) --sizes_.desired;
  park_.leave_targets(life);
  member->is_protected = false;
  move(*member, LifecycleState::detached, "Detaching EC2 instance: ",
       fmt::format("At {} instance {} was detached in response to a user request, shrinking the "
                   "capacity from {} to {}.",
                   at_now(), park_.name(life), before, sizes_.desired));
  reconcile_in({});
}

void Group::protect(compute::LifeId life, bool is_protected) {
  Member* member = in_state(life, LifecycleState::in_service, not_in_service);
  if (!member) return;
  member->is_protected = is_protected;
  protection_told_ = false;
  if (!is_protected) reconcile_in({});
}

// The grace period does not hold for what somebody says.
void Group::say_health(compute::LifeId life, bool healthy) {
  Member* member = in_state(life, LifecycleState::in_service, not_in_service);
  if (!member) return;
  member->said_unhealthy = !healthy;
  if (healthy) member->fault = Fault::none;
  doubt(life);
}

void Group::terminate(compute::LifeId life, bool decrement) {
  Member* member = in_state(life, LifecycleState::in_service, not_in_service);
  if (!member || !may_shrink(park_.name_id(life), decrement)) return;
  const int before = sizes_.desired;
  if (decrement) --sizes_.desired;
  const std::string shrinks =
      decrement ? fmt::format(", shrinking the capacity from {} to {}", before, sizes_.desired)
                : std::string();
  take_out(
      *member,
      fmt::format("At {} instance {} was taken out of service in response to a user request{}.",
                  at_now(), park_.name(life), shrinks));
  reconcile_in({});
}

}  // namespace squall::scaling
