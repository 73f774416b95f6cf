#include "squall/world/crossings.hpp"

#include "squall/world/zones.hpp"

namespace squall::world {

namespace {

using balancing::BalancerType;
using network::Party;

constexpr int https = 443;

// How long AWS tracks a connection on which nothing is sent.
constexpr Duration tracked_idle = 432'000s;

std::string entry_of(const Scenario& scenario, const std::string& instance) {
  return scenario.instances.contains(instance) ? instance : instance.substr(0, instance.rfind('-'));
}

// What is asked: who it is, and where and how.
struct Asked {
  Party party = network::outsider;  // as externals are
  const std::string* region = nullptr;
  int port = https;
  bool is_nlb = false;
  Duration kept = tracked_idle;
};

Asked asked(const Scenario& scenario, const std::string& endpoint) {
  Asked asked;
  const auto is_called = [&](const std::string& name, const std::vector<std::string>& groups) {
    asked.party = {name, network::vpc_block, groups};
  };
  if (const auto balancer = scenario.load_balancers.find(endpoint);
      balancer != scenario.load_balancers.end()) {
    const balancing::LoadBalancerSpec& spec = balancer->second;
    is_called(endpoint, spec.security_groups);
    asked.region = &region_of(scenario, spec.region);
    asked.port = spec.listeners.begin()->first;
    asked.is_nlb = spec.type == BalancerType::network;
    asked.kept = asked.is_nlb ? spec.tcp_idle_timeout : spec.idle_timeout;
  } else if (const auto database = scenario.databases.find(endpoint);
             database != scenario.databases.end()) {
    is_called(endpoint, database->second.security_groups);
    asked.region = &region_of(scenario, database->second.region);
    asked.port = database->second.port.number;
  } else if (!scenario.externals.contains(endpoint)) {
    const std::string entry = entry_of(scenario, endpoint);
    const compute::InstanceSpec& spec = scenario.instances.at(entry);
    is_called(entry, spec.security_groups);
    asked.region = &region_of(scenario, spec.region);
    asked.port = scenario.services.at(spec.service).port.number;
  }
  return asked;
}

// Between regions all go by public addresses.
void go_far(Party& party) {
  party.addresses = network::outsider.addresses;
  party.has_name = false;
}

}  // namespace

network::Passage Crossing::passage(const network::SecurityGroups& groups) const {
  network::Passage passage = groups.passage(from, to, port);
  passage.leaves_tracked = passage.leaves_tracked || always_tracked;
  passage.enters_tracked = passage.enters_tracked || always_tracked;
  return passage;
}

Crossing client_crossing(const Scenario& scenario, const std::string& client,
                         const std::string& endpoint) {
  const Asked whom = asked(scenario, endpoint);
  Party from = network::outsider;
  from.addresses = scenario.clients.at(client).source_ip;
  return {client, client, from, whom.party, whom.port, whom.is_nlb, whom.kept};
}

// Where nobody is, everything passes and meets silence.
Crossing address_crossing(const Scenario& scenario, const std::string& client,
                          const std::string& holder) {
  Crossing crossing{client, client, network::outsider, network::outsider, 0, false, tracked_idle};
  if (!holder.empty()) crossing = client_crossing(scenario, client, holder);
  crossing.address = scenario.clients.at(client).to;
  return crossing;
}

Crossing call_crossing(const Scenario& scenario, const std::string& entry,
                       const std::string& endpoint) {
  Asked whom = asked(scenario, endpoint);
  const Asked caller = asked(scenario, entry);
  Crossing crossing{entry, {}, caller.party, whom.party, whom.port, whom.is_nlb};
  if (whom.region && *whom.region != *caller.region) {
    go_far(crossing.from);
    go_far(crossing.to);
  }
  return crossing;
}

Crossing traffic_crossing(const Scenario& scenario, const std::string& balancer,
                          const std::string& entry) {
  const Asked by = asked(scenario, balancer);
  const Asked whom = asked(scenario, entry);
  Crossing crossing{balancer, {}, by.party, whom.party, whom.port, by.is_nlb};
  if (by.is_nlb) {
    crossing.from.addresses = {};
    crossing.from.has_name = !by.party.groups.empty();
    crossing.kept = by.kept;
  }
  return crossing;
}

Crossing probe_crossing(const Scenario& scenario, const std::string& balancer,
                        const std::string& entry, const std::string& group) {
  const Asked by = asked(scenario, balancer);
  const Asked whom = asked(scenario, entry);
  const auto& port = scenario.target_groups.at(group).health_check.port;
  Crossing crossing{balancer, {}, by.party, whom.party, port ? port->number : whom.port, by.is_nlb};
  if (by.is_nlb) crossing.from.has_name = !by.party.groups.empty();
  return crossing;
}

Crossing check_crossing(const Scenario& scenario, const std::string& record,
                        const std::string& endpoint) {
  const Asked whom = asked(scenario, endpoint);
  return {"checks of " + record, {}, network::outsider, whom.party, whom.port, whom.is_nlb};
}

}  // namespace squall::world
