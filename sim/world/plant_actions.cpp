#include "squall/core/invariant.hpp"
#include "squall/faults/describe.hpp"
#include "squall/faults/journal.hpp"
#include "squall/network/catalogue.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <algorithm>
#include <utility>

namespace squall::world {

namespace {

// A database whose primary is lost is served by its stand-by after this.
constexpr Duration fail_over = 60s;

// Zones by their full names.
faults::Action in_full(const Scenario& scenario, faults::Action action) {
  if (auto* failure = std::get_if<faults::Action::FailZone>(&action.form))
    failure->zone = zones_meant(scenario, failure->zone).at(0);
  if (auto* exhaustion = std::get_if<faults::ExhaustZone>(&action.form))
    exhaustion->zone = zones_meant(scenario, exhaustion->zone).at(0);
  if (auto* shift = std::get_if<faults::Action::ZonalShift>(&action.form)) {
    const auto& balancer = scenario.load_balancers.at(shift->load_balancer);
    shift->zone =
        full_zone_name(scenario, region_of(scenario, balancer.region), shift->zone).value();
  }
  return action;
}

// Whether no way leads from a zone to anywhere: its region itself is where it is.
bool is_cut_off(const network::Paths& paths, std::string_view zone) {
  const auto& places = paths.places();
  return std::none_of(places.begin(), places.end(), [&](const network::Paths::Place& place) {
    const bool in_itself = place.name == zone || place.name == *paths.region_of(zone);
    return !in_itself && paths.round_trip(zone, place.name).has_value();
  });
}

bool is_among(const std::vector<std::string>& zones, std::string_view zone) {
  return std::find(zones.begin(), zones.end(), zone) != zones.end();
}

}  // namespace

void World::Plant::apply(const faults::Action& action) { engine.after(0ns, act_, note(action)); }

std::uint32_t World::Plant::note(const faults::Action& action) {
  actions_.push_back(in_full(scenario_, action));
  return static_cast<std::uint32_t>(actions_.size() - 1);
}

void World::Plant::act(std::uint32_t action) {
  if (!std::holds_alternative<faults::Action::Try>(actions_[action].form))
    acted_.emplace_back(engine.now(), faults::describe(actions_[action]));
  std::visit([this](const auto& form) { act_on(form); }, actions_[action].form);
}

std::vector<std::string> World::Plant::instances_called(const std::string& name) const {
  const auto entry = scenario_.instances.find(name);
  if (entry == scenario_.instances.end()) return {name};
  std::vector<std::string> names;
  for (const ScalingGroup& each : scaling_groups_) {
    if (each.fleet.name != name) continue;
    for (const auto& [life, member] : each.group->members())
      if (member.state < scaling::LifecycleState::detached) names.push_back(by_life_[life]->first);
    return names;
  }
  for (int i = 0; i < entry->second.count; ++i) names.push_back(name + "-" + std::to_string(i + 1));
  return names;
}

void World::Plant::act_on(const faults::Action::Crash& crash) {
  for_each_instance(crash.instances,
                    [this](const Instance& instance) { fleet_.crash(instance.server); });
}

void World::Plant::act_on(const faults::Action::Hang& hang) {
  for_each_instance(hang.instances,
                    [this](const Instance& instance) { fleet_.hang(instance.server); });
}

void World::Plant::act_on(const faults::Action::Deregister& deregister) {
  for (const std::string& word : deregister.instances) {
    for (const std::string& name : instances_called(word)) {
      for_each_target(name, [](balancing::TargetGroup& group, balancing::TargetId target) {
        group.deregister(target);
      });
    }
  }
}

void World::Plant::act_on(const faults::Action::FailZone& failure) {
  lose(failure.zone, {failure.zone}, failure.duration);
  for (const auto& [name, spec] : scenario_.databases) {
    if (!spec.multi_az || databases_.at(name).zone != failure.zone) continue;
    const bool over_before = failure.duration && *failure.duration < fail_over;
    const JournalKind& back = over_before ? faults::place_back : faults::stand_by_takes_over;
    outages_.begin({names_.id(name), &back, {databases_.at(name).server}},
                   over_before ? *failure.duration : fail_over);
  }
}

void World::Plant::act_on(const faults::Action::FailRegion& failure) {
  std::vector<std::string> zones;
  for (const std::string& letter : zone_letters(scenario_, failure.region))
    zones.push_back(network::zone_name(failure.region, letter));
  lose(failure.region, zones, failure.duration);
}

// A database with a stand-by is lost only where all zones are.
void World::Plant::lose(const std::string& name, const std::vector<std::string>& zones,
                        std::optional<Duration> duration) {
  faults::Outages::Extent extent{names_.id(name), &faults::place_back};
  for (const auto& [each, instance] : instances_)
    if (is_among(zones, instance.zone)) extent.servers.push_back(instance.server);
  for (const auto& [each, database] : databases_) {
    const bool moves = scenario_.databases.at(each).multi_az && zones.size() == 1;
    if (is_among(zones, database.zone) && !moves) extent.servers.push_back(database.server);
  }
  for (const auto& [each, made] : balancers_) {
    const auto nodes = made.balancer->nodes();
    for (balancing::NodeIndex node = 0; node < nodes.size(); ++node)
      if (is_among(zones, names_.text(nodes[node].zone)))
        extent.nodes.emplace_back(made.balancer.get(), node);
  }
  outages_.begin(extent, duration);
  for (const std::string& zone : zones) lose_room(zone, duration);
  for (const auto& [each, instance] : instances_)
    if (is_among(zones, instance.zone)) doubt(instance.life);
}

void World::Plant::act_on(const faults::Action::ZonalShift& shift) {
  balancing::LoadBalancer& balancer = *balancers_.at(shift.load_balancer).balancer;
  const auto nodes = balancer.nodes();
  const NameId zone = names_.id(shift.zone);
  const auto node = std::find_if(nodes.begin(), nodes.end(),
                                 [zone](const balancing::Node& each) { return each.zone == zone; });
  INVARIANT(node != nodes.end());
  shifts_.begin(names_.id(shift.load_balancer), balancer,
                static_cast<balancing::NodeIndex>(node - nodes.begin()), shift.duration);
}

// A node that nobody can reach is as good as lost, as long as no way leads there.
void World::Plant::look_at_nodes() {
  for (const auto& [name, made] : balancers_) {
    const auto nodes = made.balancer->nodes();
    for (balancing::NodeIndex index = 0; index < nodes.size(); ++index) {
      const faults::Outages::Node node{made.balancer.get(), index};
      const bool cut_off = is_cut_off(roads_.paths(), names_.text(nodes[index].zone));
      if (cut_off && nodes_cut_off_.emplace(name, index).second) outages_.lose(node);
      if (!cut_off && nodes_cut_off_.erase({name, index}) > 0) outages_.restore(node);
    }
  }
}

void World::Plant::act_on(const faults::Action::CutLink& cut) {
  link_faults_.cut(cut.link, cut.duration);
}

void World::Plant::act_on(const faults::Action::SlowLink& slow) {
  link_faults_.slow(slow.link, slow.by, slow.duration);
}

void World::Plant::act_on(const faults::Action::Allow& edit) {
  const bool done = edit.inbound ? gates_.allow(edit.group, *edit.inbound)
                                 : gates_.allow(edit.group, *edit.outbound);
  if (!done) journal_.append(engine.now(), faults::rule_not_added, {names_.id(edit.group)});
}

void World::Plant::act_on(const faults::Action::Revoke& edit) {
  const bool done = edit.inbound ? gates_.revoke(edit.group, *edit.inbound)
                                 : gates_.revoke(edit.group, *edit.outbound);
  if (!done) journal_.append(engine.now(), faults::rule_not_found, {names_.id(edit.group)});
}

}  // namespace squall::world
