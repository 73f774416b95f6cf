#include "squall/balancing/application_balancer.hpp"
#include "squall/balancing/classic_balancer.hpp"
#include "squall/balancing/defaults.hpp"
#include "squall/balancing/network_balancer.hpp"
#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <memory>
#include <utility>

namespace squall::world {

namespace {

// So long that a run has at most 120.
Duration share_window(Duration run) {
  for (const Duration window : {1s, 5s, 10s, 30s, 60s, 300s, 900s})
    if (run <= 120 * window) return window;
  return 1h;
}

std::unique_ptr<balancing::LoadBalancer> make_balancer(const balancing::Setting& setting,
                                                       const balancing::LoadBalancerSpec& spec,
                                                       const balancing::Identity& identity,
                                                       std::span<const balancing::Node> nodes) {
  switch (spec.type) {
    case balancing::BalancerType::application:
      return std::make_unique<balancing::ApplicationBalancer>(setting, spec, identity, nodes);
    case balancing::BalancerType::network:
      return std::make_unique<balancing::NetworkBalancer>(setting, spec, identity, nodes);
    case balancing::BalancerType::classic:
      return std::make_unique<balancing::ClassicBalancer>(setting, spec, identity, nodes);
  }
  return nullptr;
}

}  // namespace

void World::Plant::build_balancers() {
  for (const auto& [name, spec] : scenario_.load_balancers) build_balancer(name, spec);
  for (const auto& [group, balancer] : balancers_by_group_)
    if (groups_.contains(group)) build_relay(group, balancer);
}

void World::Plant::build_balancer(const std::string& name,
                                  const balancing::LoadBalancerSpec& spec) {
  const balancing::Setting setting{engine, exchange_, journal_};
  std::vector<balancing::Node> nodes;
  for (const std::string& zone : zones_of(scenario_, spec.region, spec.zones))
    nodes.push_back({names_.id(name + " in " + zone), names_.id(zone)});
  Balancer& made = balancers_[name];
  const balancing::Identity identity{names_.id(name), key_of(seed_, "load_balancers." + name)};
  made.balancer = make_balancer(setting, spec, identity, nodes);
  balancing::LoadBalancer::Surroundings surroundings{name, {}};
  const auto reach = [&](const std::map<std::string, Weight>& forward) {
    for (const auto& [group, weight] : forward)
      surroundings.groups[group] = &target_group(group, name, setting, nodes);
  };
  for (const auto& [port, listener] : spec.listeners) {
    reach(listener.forward);
    for (const auto& [rule, its] : listener.rules) reach(its.forward);
    made.doors[port] = &made.balancer->listen(port, listener, surroundings);
  }
}

balancing::TargetGroup& World::Plant::target_group(const std::string& name,
                                                   const std::string& owner,
                                                   const balancing::Setting& setting,
                                                   std::span<const balancing::Node> nodes) {
  Group& its = groups_[name];
  if (its.group) return *its.group;
  const balancing::LoadBalancerSpec& balancer = scenario_.load_balancers.at(owner);
  balancing::TargetGroupSpec spec = scenario_.target_groups.at(name);
  if (balancers_by_group_.contains(name)) spec.health_check = of_balancer(spec.health_check);
  using FailOpen = balancing::TargetGroup::FailOpen;
  const bool network = balancer.type == balancing::BalancerType::network;
  its.group = std::make_unique<balancing::TargetGroup>(
      setting, balancing::completed(spec, balancer, name),
      balancing::Identity{names_.id(name), key_of(seed_, "target_groups." + name)}, nodes,
      network ? FailOpen::all_nodes : FailOpen::each_node);
  its.nodes.assign(nodes.begin(), nodes.end());
  its.name = names_.id(name);
  its.balancer = owner;
  its.shares =
      std::make_unique<balancing::ShareWatch>(engine, *its.group, share_window(scenario_.duration));
  const auto handler = service::handler_at(spec.health_check.path);
  if (!handler.empty()) its.group->probe_for(request_class(handler));
  return *its.group;
}

// What comes to the one balancer by way of the other asks for that other, as its client says.
void World::Plant::build_relay(const std::string& group, const std::string& balancer) {
  Group& its = groups_.at(group);
  const Balancer& target = balancers_.at(balancer);
  const auto port = scenario_.target_groups.at(group).port;
  its.relay =
      std::make_unique<service::Relay>(exchange_, port ? *target.doors.at(*port) : target.door());
  exchange_.messages.set_host(its.relay->stand_in_for_others(), its.balancer);
}

balancing::DnsRecord& World::Plant::build_record(const std::string& name) {
  if (const auto known = records_.find(name); known != records_.end()) return *known->second;
  const balancing::DnsRecordSpec& spec = scenario_.dns_records.at(name);
  std::vector<balancing::RecordTarget> targets;
  for (const auto& [to, weight] : spec.to) targets.push_back(record_target(name, to, weight));
  return *(records_[name] = std::make_unique<balancing::DnsRecord>(
               balancing::Setting{engine, exchange_, journal_}, spec,
               balancing::Identity{names_.id(name), key_of(seed_, "dns_records." + name)},
               std::move(targets)));
}

balancing::RecordTarget World::Plant::record_target(const std::string& record,
                                                    const std::string& name, Weight weight) {
  balancing::RecordTarget target{names_.id(name), weight, &endpoint(name)};
  if (gates_.any())
    target.endpoint = &gates_.before(endpoint(name), check_crossing(scenario_, record, name));
  const auto balancer = scenario_.load_balancers.find(name);
  if (balancer == scenario_.load_balancers.end()) return target;
  const auto reach = [&](const std::map<std::string, Weight>& forward) {
    for (const auto& [group, its_weight] : forward)
      target.groups.push_back(groups_.at(group).group.get());
  };
  for (const auto& [port, listener] : balancer->second.listeners) {
    reach(listener.forward);
    for (const auto& [rule, its] : listener.rules) reach(its.forward);
  }
  return target;
}

// Whoever says nowhere where he is is as far from all as can be.
std::vector<Duration> World::Plant::ways(const std::string& record, std::string_view from) const {
  std::vector<Duration> ways;
  const balancing::DnsRecordSpec& spec = scenario_.dns_records.at(record);
  if (spec.routing != balancing::DnsRouting::latency) return ways;
  for (const auto& [to, weight] : spec.to)
    ways.push_back(roads_.paths().round_trip(from, region_of_target(to)).value_or(Duration::max()));
  return ways;
}

const std::string& World::Plant::region_of_target(const std::string& name) const {
  const auto balancer = scenario_.load_balancers.find(name);
  if (balancer != scenario_.load_balancers.end())
    return region_of(scenario_, balancer->second.region);
  const auto entry = scenario_.instances.find(name);
  const auto& its = entry != scenario_.instances.end()
                        ? entry->second
                        : scenario_.instances.at(name.substr(0, name.rfind('-')));
  return region_of(scenario_, its.region);
}

}  // namespace squall::world
