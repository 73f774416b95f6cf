#include "squall/compute/journal.hpp"

#include "world/plant.hpp"

namespace squall::world {

using compute::Finding;
using compute::LifeId;
using compute::LifeState;

std::string_view word(CheckStatus status) {
  switch (status) {
    case CheckStatus::ok:
      return "ok";
    case CheckStatus::impaired:
      return "impaired";
    case CheckStatus::initializing:
      return "initializing";
    case CheckStatus::not_applicable:
      return "not-applicable";
  }
  return {};
}

bool World::Plant::is_checked(LifeId life) const {
  return lives_.life(life).state() == LifeState::running;
}

Finding World::Plant::look_at(LifeId life) const {
  const bool host_fails = outages_.is_lost(by_life_[life]->second.server);
  return {host_fails, host_fails || frozen_.contains(life) || lives_.boots(life)};
}

void World::Plant::doubt(LifeId life) {
  if (!is_checked(life)) return;
  const std::string& name = by_life_[life]->first;
  status_checks_.doubt(life, names_.id(name), key_of(seed_, "instances." + name));
  if (scaling::Group* group = group_of(life)) group->doubt(life);
}

// Not in a zone that is lost as a whole.
void World::Plant::recover(LifeId life) {
  const std::string& name = by_life_[life]->first;
  if (!on_failed_host_.contains(life) || !spec_of(name).auto_recovery) return;
  journal_.append(engine.now(), compute::recovered, names_.id(name));
  lives_.reboot(life);
  leave_host(life);
}

// For one that has not failed.
void World::Plant::leave_host(LifeId life) {
  if (on_failed_host_.erase(life) > 0) outages_.restore(by_life_[life]->second.server);
}

void World::Plant::act_on(const faults::Action::FailHost& failure) {
  for_each_instance(failure.instances, [this](const Instance& instance) {
    if (!is_checked(instance.life) || !on_failed_host_.insert(instance.life).second) return;
    outages_.lose(instance.server);
    doubt(instance.life);
  });
}

void World::Plant::act_on(const faults::Action::Freeze& freeze) {
  for_each_instance(freeze.instances, [this](const Instance& instance) {
    if (!is_checked(instance.life)) return;
    if (!outages_.holds(instance.server, service::Server::State::gone))
      fleet_.vanish(instance.server);
    frozen_.insert(instance.life);
    doubt(instance.life);
  });
}

void World::Plant::report_status(Result& result) const {
  for (const auto& [name, instance] : instances_) {
    ServerResult& out = result.instances.at(name);
    const compute::LifeId life = instance.life;
    const Finding found = status_checks_.found(life);
    const auto status = [this, life, &found](bool fails) {
      if (!is_checked(life)) return CheckStatus::not_applicable;
      if (fails) return CheckStatus::impaired;
      const bool boots = !found.instance_fails && lives_.boots(life);
      return boots ? CheckStatus::initializing : CheckStatus::ok;
    };
    out.system_status = status(found.system_fails);
    out.instance_status = status(found.instance_fails);
  }
}

}  // namespace squall::world
