#include "squall/scenario/reader.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/steps.hpp"

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// By whom a service's calls ask.
std::set<std::string> called_by(const std::string& name, const service::ServiceSpec& service) {
  std::set<std::string> called;
  for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
    for_each_step(steps, place, [&](const service::Step& step, const Place&) {
      if (const auto* call = std::get_if<service::CallStep>(&step.form))
        called.insert(call->to.substr(0, call->to.find('.')));
    });
  });
  return called;
}

}  // namespace

void check_pools(const Checking& checking) {
  for (const auto& [name, service] : checking.scenario.services) {
    const Place at = Place{"services"} / name / "connection_pools";
    if (service.connection_pools.empty() || !checking.sound({"services"})) continue;
    const std::set<std::string> called = called_by(name, service);
    for (const auto& [to, size] : service.connection_pools) {
      if (size < 1) {
        checking.error(at / to, fmt::format("'{}' is {}, must be 1 or more", to, size), at,
                       "without a pool every call has a connection of its own");
      }
      if (called.contains(to)) continue;
      checking.key_error(at / to, fmt::format("'{}' calls nobody by the name of '{}'", name, to),
                         at, guess(to, {called.begin(), called.end()}));
    }
  }
}

// The classical failure of scaling out: every process may fill its pool.
void review_pools(const Checking& checking) {
  struct Demand {
    long connections = 0;
    Place largest;
  };
  std::map<std::string_view, long> processes;  // by service
  for (const Fleet& fleet : checking.topology.fleets()) processes[fleet.service] += fleet.most;
  std::map<std::string, Demand> demands;  // by database
  for (const auto& [name, service] : checking.scenario.services) {
    for (const auto& [to, size] : service.connection_pools) {
      Demand& demand = demands[to];
      demand.connections += processes[name] * size;
      demand.largest = Place{"services"} / name / "connection_pools" / to;
    }
  }
  for (const auto& [name, demand] : demands) {
    const auto database = checking.scenario.databases.find(name);
    if (database == checking.scenario.databases.end()) continue;
    const int most = database->second.max_connections;
    if (demand.connections <= most) continue;
    checking.warning(demand.largest,
                     fmt::format("the pools may want {} connections of the {} that '{}' has",
                                 demand.connections, most, name),
                     demand.largest.parent(), "what finds none left is refused");
  }
}

}  // namespace squall::scenario
