#include "scenario/checks/topology.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/actions.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace squall::scenario {

InstanceName instance_name(std::string_view name) {
  const auto dash = name.rfind('-');
  if (dash == name.npos || dash == 0 || dash + 1 == name.size()) return {};
  const std::string_view digits = name.substr(dash + 1);
  if (digits.front() < '1' || digits.front() > '9') return {};
  long number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return {};
  return {name.substr(0, dash), number};
}

Topology::Topology(const world::Scenario& scenario)
    : scenario_(scenario),
      paths_(scenario.regions, scenario.links, scenario.network),
      balancers_by_group_(balancing::balancers_by_group(scenario.load_balancers)) {
  for (const auto& [name, spec] : scenario.instances) {
    fleets_.push_back({"instances", name, spec.service, spec.instance_type,
                       world::region_of(scenario, spec.region),
                       zones_of(scenario, spec.region, spec.zones), &spec.target_groups,
                       spec.count});
  }
  for (const auto& [name, spec] : scenario.auto_scaling_groups) {
    fleets_.push_back({"auto_scaling_groups", name, spec.service, spec.instance_type,
                       world::region_of(scenario, spec.region),
                       zones_of(scenario, spec.region, spec.zones), &spec.target_groups,
                       spec.max_size});
  }
  // Instances fill their zones one after the other.
  for (Fleet& fleet : fleets_) {
    const auto most = static_cast<std::size_t>(std::max(fleet.most, 0));
    if (fleet.section == "instances" && fleet.zones.size() > most) fleet.zones.resize(most);
  }
  for (const Fleet& fleet : fleets_) {
    by_name_.emplace(fleet.name, &fleet);
    for (const std::string& group : *fleet.target_groups) by_target_group_[group].push_back(&fleet);
  }
}

const Fleet* Topology::fleet(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const std::vector<const Fleet*>& Topology::behind(std::string_view target_group) const {
  static const std::vector<const Fleet*> nobody;
  const auto found = by_target_group_.find(target_group);
  return found == by_target_group_.end() ? nobody : found->second;
}

const std::string* Topology::balancer_behind(const std::string& target_group) const {
  const auto found = balancers_by_group_.find(target_group);
  return found == balancers_by_group_.end() ? nullptr : &found->second;
}

bool Topology::looks_at_messages(const std::string& endpoint) const {
  if (const auto record = scenario_.dns_records.find(endpoint);
      record != scenario_.dns_records.end()) {
    return std::any_of(record->second.to.begin(), record->second.to.end(), [&](const auto& to) {
      return scenario_.load_balancers.contains(to.first) && looks_at_messages(to.first);
    });
  }
  const auto balancer = scenario_.load_balancers.find(endpoint);
  if (balancer == scenario_.load_balancers.end()) return false;
  const bool network = balancer->second.type == balancing::BalancerType::network;
  for (const auto& [port, listener] : balancer->second.listeners) {
    if (!listener.rules.empty()) return true;
    if (!network) continue;
    for (const auto& [group, weight] : listener.forward)
      if (const std::string* next = balancer_behind(group))
        if (looks_at_messages(*next)) return true;
  }
  return false;
}

bool Topology::is_instance(std::string_view name) const {
  if (fleet(name)) return true;
  const Fleet* of = fleet(instance_name(name).entry);
  return of && is_instance_of(name, *of);
}

bool Topology::is_instance_of(std::string_view name, const Fleet& fleet) {
  const auto [entry, number] = instance_name(name);
  if (number == 0 || entry != fleet.name) return false;
  return fleet.section == "auto_scaling_groups" || number <= fleet.most;
}

std::string Topology::entry_of(const std::string& name) const {
  if (fleet(name) || scenario_.load_balancers.contains(name) ||
      scenario_.databases.contains(name) || scenario_.externals.contains(name) ||
      scenario_.dns_records.contains(name) || scenario_.elastic_ips.contains(name))
    return name;
  return is_instance(name) ? std::string(instance_name(name).entry) : std::string();
}

Asked Topology::asked(const std::string& name) const {
  std::string whole = entry_of(name);
  if (!whole.empty()) return {std::move(whole), {}};
  const auto dot = name.find('.');
  if (dot == name.npos) return {};
  return {entry_of(name.substr(0, dot)), name.substr(dot + 1)};
}

Asked Topology::asked_by(const traffic::ClientSpec& client) const {
  return asked(world::owner_of_address(client.to).value_or(client.to));
}

std::vector<const Fleet*> Topology::holders(const std::string& elastic_ip) const {
  std::vector<const Fleet*> fleets;
  const auto add = [&](const std::string& instance) {
    const Fleet* holder = fleet(entry_of(instance));
    if (holder && std::find(fleets.begin(), fleets.end(), holder) == fleets.end())
      fleets.push_back(holder);
  };
  add(scenario_.elastic_ips.at(elastic_ip).instance);
  for (const faults::TimelineSpec& line : scenario_.timeline) {
    const auto* association = std::get_if<faults::Action::AssociateAddress>(&line.action.form);
    if (association && association->elastic_ip == elastic_ip) add(association->instance);
  }
  return fleets;
}

std::string_view Topology::region_of(const std::string& endpoint) const {
  if (const Fleet* its = fleet(endpoint)) return its->region;
  if (const auto its = scenario_.load_balancers.find(endpoint);
      its != scenario_.load_balancers.end())
    return world::region_of(scenario_, its->second.region);
  if (const auto its = scenario_.databases.find(endpoint); its != scenario_.databases.end())
    return world::region_of(scenario_, its->second.region);
  if (const auto its = scenario_.elastic_ips.find(endpoint); its != scenario_.elastic_ips.end())
    return world::region_of(scenario_, its->second.region);
  const Fleet* its = fleet(instance_name(endpoint).entry);
  return its ? its->region : std::string_view();
}

std::string Topology::entry_for(const traffic::ClientSpec& client) const {
  const std::string endpoint = asked_by(client).endpoint;
  const auto record = scenario_.dns_records.find(endpoint);
  if (record == scenario_.dns_records.end()) return endpoint;
  const balancing::DnsRecordSpec& spec = record->second;
  if (spec.routing != balancing::DnsRouting::latency || spec.to.empty()) return endpoint;
  const std::string& from = world::region_of(scenario_, client.from);
  const auto way_to = [&](const std::string& name) {
    return paths_.round_trip(from, region_of(name)).value_or(Duration::max());
  };
  const auto nearest = std::min_element(
      spec.to.begin(), spec.to.end(),
      [&](const auto& a, const auto& b) { return way_to(a.first) < way_to(b.first); });
  return entry_of(nearest->first);
}

// Where all are healthy; a latency record that services call is taken to lead to all alike.
std::vector<Share> Topology::shares(const balancing::DnsRecordSpec& record,
                                    const Saying& saying) const {
  const bool first_only = record.routing == balancing::DnsRouting::failover;
  bool first = true;
  double weights = 0;
  for (const auto& [name, weight] : record.to) weights += weight.value;
  std::vector<Share> all;
  for (const auto& [name, weight] : record.to) {
    double part = weights > 0 ? weight.value / weights : 1 / static_cast<double>(record.to.size());
    if (first_only) part = std::exchange(first, false) ? 1 : 0;
    for (const Share& each : shares(entry_of(name), saying))
      all.push_back({each.fleet, each.ratio * part});
  }
  return all;
}

std::vector<Share> Topology::shares(const std::string& endpoint, const Saying& saying) const {
  if (const Fleet* alone = fleet(endpoint)) return {{alone, 1}};
  if (const auto record = scenario_.dns_records.find(endpoint);
      record != scenario_.dns_records.end())
    return shares(record->second, saying);
  if (scenario_.elastic_ips.contains(endpoint)) {
    std::vector<Share> all;
    for (const Fleet* holder : holders(endpoint)) all.push_back({holder, all.empty() ? 1.0 : 0.0});
    return all;
  }
  const auto balancer = scenario_.load_balancers.find(endpoint);
  if (balancer == scenario_.load_balancers.end() || balancer->second.listeners.empty()) return {};
  return shares(balancer->second, balancer->second.listeners.begin()->first, saying);
}

std::vector<Share> Topology::shares(const balancing::LoadBalancerSpec& balancer, int port,
                                    const Saying& saying) const {
  const auto ways = ways_of(balancer, port, saying);
  std::vector<Share> all;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const double part = i + 1 == ways.size() ? 1 : 0;
    double weights = 0;
    for (const auto& [group, weight] : *ways[i]) weights += weight.value;
    for (const auto& [group, weight] : *ways[i]) {
      if (weight.value <= 0) continue;
      for (const Share& each : shares_of(group, saying))
        all.push_back({each.fleet, part * weight.value / weights * each.ratio});
    }
  }
  return all;
}

// Of what comes to a target group.
std::vector<Share> Topology::shares_of(const std::string& group, const Saying& saying) const {
  if (const std::string* next = balancer_behind(group)) {
    const balancing::LoadBalancerSpec& balancer = scenario_.load_balancers.at(*next);
    const auto port = scenario_.target_groups.at(group).port;
    return shares(balancer, port.value_or(balancer.listeners.begin()->first), saying);
  }
  std::vector<Share> all;
  double instances = 0;
  for (const Fleet* each : behind(group)) instances += each->most;
  for (const Fleet* each : behind(group))
    if (instances > 0) all.push_back({each, each->most / instances});
  return all;
}

}  // namespace squall::scenario
