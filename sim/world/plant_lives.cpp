#include "squall/balancing/target_group.hpp"
#include "squall/compute/instance_type.hpp"
#include "squall/compute/journal.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <set>

namespace squall::world {

using compute::LifeState;
using compute::Machine;

void World::Plant::entered(compute::LifeId life, LifeState state) {
  auto& [name, instance] = *by_life_[life];
  addresses_.enter(life, state);
  if (state == LifeState::terminated) storage_.terminated(life);
  if (state == LifeState::pending) leave_host(life);
  scaling::Group* const its = group_of(life);
  if (state == LifeState::running) {
    its ? its->runs(life) : join_groups(name, {});
    run_burst(name, instance);
  } else if (state == LifeState::stopping || state == LifeState::shutting_down) {
    for_each_target(name, [](balancing::TargetGroup& group, balancing::TargetId target) {
      group.withdraw(target);
    });
    if (instance.burst != Instance::steady) bursts_.stop(instance.burst);
    if (its) its->doubt(life);
  } else if (state == LifeState::terminated && its) {
    its->ended(life);
  }
}

void World::Plant::becomes(compute::LifeId life, Machine machine) {
  using State = service::Server::State;
  const service::ServerId server = by_life_[life]->second.server;
  frozen_.erase(life);
  const State state = machine == Machine::off  ? State::gone
                      : machine == Machine::up ? State::dead
                                               : State::running;
  if (outages_.holds(server, state)) return;
  if (machine == Machine::off) return fleet_.vanish(server);
  if (machine == Machine::serving || fleet_.server(server).state() == State::gone)
    fleet_.restart(server);
  if (machine == Machine::up) fleet_.crash(server);
}

const compute::InstanceSpec& World::Plant::spec_of(const std::string& instance) const {
  return scenario_.instances.at(instance.substr(0, instance.rfind('-')));
}

void World::Plant::join_groups(const std::string& instance, balancing::Health health) {
  for (const std::string& name : spec_of(instance).target_groups) {
    Group& group = groups_[name];
    if (!group.group) continue;  // nobody forwards to it
    if (const auto known = group.targets.find(instance); known != group.targets.end()) {
      group.group->readmit(known->second);
      continue;
    }
    group.targets[instance] = group.group->register_target(target_in(name, instance), health);
  }
}

// What has just been launched has earned nothing.
void World::Plant::run_burst(const std::string& name, Instance& instance) {
  const compute::InstanceSpec& spec = spec_of(name);
  if (instance.burst == Instance::steady) {
    instance.burst = build_burst(instance, spec, names_.id(name), 0ns);
  } else {
    const auto terms = bursts_.standing(instance.burst).account.terms();
    bursts_.start(instance.burst, gets_launch_credits(spec, terms));
  }
}

service::BurstId World::Plant::build_burst(const Instance& instance,
                                           const compute::InstanceSpec& spec, NameId name,
                                           Duration was_idle) {
  auto terms = compute::find_credit_terms(instance.type);
  if (!terms) return Instance::steady;
  if (spec.credits) terms->mode = *spec.credits;
  const compute::InitialCredits initial =
      spec.initial_credits.value_or(compute::InitialCredits{was_idle, 0});
  compute::CreditAccount account(*terms, engine.now() - initial.idle.value_or(0ns));
  if (!initial.idle) {
    account.grant(compute::credits_of_number(initial.credits));
  } else if (gets_launch_credits(spec, *terms)) {
    account.grant_launch_credits();
  }
  account.settle(engine.now(), 0ns);
  return bursts_.add(instance.server, account, name);
}

bool World::Plant::gets_launch_credits(const compute::InstanceSpec& spec,
                                       const compute::CreditTerms& terms) {
  return terms.has_launch_credits() &&
         launch_limits_[region_of(scenario_, spec.region)].grant(engine.now());
}

void World::Plant::act_on(const faults::Action::Stop& stop) {
  for_each_instance(stop.instances,
                    [this](const Instance& instance) { lives_.stop(instance.life); });
}

void World::Plant::act_on(const faults::Action::Start& start) {
  for_each_instance(start.instances, [this](const Instance& instance) {
    if (can_start(instance)) lives_.start(instance.life);
  });
}

void World::Plant::act_on(const faults::Action::Reboot& reboot) {
  for_each_instance(reboot.instances, [this](const Instance& instance) {
    if (!on_failed_host_.contains(instance.life)) return lives_.reboot(instance.life);
    journal_.append(engine.now(), compute::no_host_to_reboot,
                    names_.id(by_life_[instance.life]->first));
  });
}

void World::Plant::act_on(const faults::Action::Hibernate& hibernate) {
  for_each_instance(hibernate.instances,
                    [this](const Instance& instance) { lives_.hibernate(instance.life); });
}

void World::Plant::act_on(const faults::Action::ModifyInstance& change) {
  const compute::InstanceType& type = *types_.find(change.instance_type);
  for (const std::string& word : change.instances) {
    for (const std::string& name : instances_called(word)) {
      Instance& instance = instances_.at(name);
      const bool stopped = lives_.life(instance.life).state() == LifeState::stopped;
      if (stopped) equip(name, instance, type);
      journal_.append(engine.now(), stopped ? compute::type_changed : compute::type_kept,
                      {names_.id(name), names_.id(type.name)});
    }
  }
}

// Credits are the old machine's: on the new one it begins as one that has just been launched.
void World::Plant::equip(const std::string& name, Instance& instance,
                         const compute::InstanceType& type) {
  const Duration now = engine.now() - Time{};
  const std::string entry = name.substr(0, name.rfind('-'));
  EarlierTypes& earlier = earlier_types_[name];
  earlier.vcpu_time += fleet_.server(instance.server).cpu().vcpus() * (now - earlier.until);
  earlier.until = now;
  if (instance.type != type.name) instance.burst = Instance::steady;
  instance.type = type.name;
  fleet_.equip(instance.server, service_on(entry, instance.zone, type.name), type.vcpus);
}

void World::Plant::act_on(const faults::Action::Terminate& terminate) {
  std::set<std::string> kept;  // zones
  for_each_instance(terminate.instances, [&](const Instance& instance) {
    if (lives_.is_protected(instance.life)) kept.insert(instance.zone);
  });
  for_each_instance(terminate.instances, [&](const Instance& instance) {
    if (kept.contains(instance.zone)) return lives_.refuse_to_terminate(instance.life);
    lives_.terminate(instance.life);
  });
}

}  // namespace squall::world
