#include "squall/world/crossings.hpp"

#include "squall/world/groups.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"
#include "scenario/checks/steps.hpp"

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using world::Crossing;

// What the security groups of a scenario drop of what is in use.
class Review {
 public:
  explicit Review(const Checking& checking)
      : checking_(checking),
        scenario_(world::with_group_entries(checking.scenario)),
        groups_(scenario_.security_groups) {}

  void review() {
    for (const auto& [name, client] : scenario_.clients) {
      for (const std::string& endpoint : endpoints(client.to)) look_at_client(name, endpoint);
    }
    for (const auto& [name, balancer] : scenario_.load_balancers) {
      for_each_forward(name, balancer,
                       [&, &its_name = name](const std::string& group, Weight, const Place&) {
                         look_at_targets(its_name, group);
                       });
    }
    for (const auto& [name, service] : scenario_.services) look_at_calls(name, service);
  }

 private:
  void look_at_client(const std::string& client, const std::string& endpoint) {
    say(world::client_crossing(scenario_, client, endpoint));
    const auto balancer = scenario_.load_balancers.find(endpoint);
    if (balancer == scenario_.load_balancers.end() || !is_nlb(endpoint)) return;
    for_each_forward(endpoint, balancer->second,
                     [&](const std::string& group, Weight, const Place&) {
                       for (const std::string& entry : behind(group)) {
                         Crossing crossing = world::traffic_crossing(scenario_, endpoint, entry);
                         crossing.who = client;
                         crossing.from.addresses = scenario_.clients.at(client).source_ip;
                         say(crossing);
                       }
                     });
  }

  // Those behind an NLB see its clients, each by itself.
  void look_at_targets(const std::string& balancer, const std::string& group) {
    for (const std::string& entry : behind(group)) {
      if (!is_nlb(balancer)) say(world::traffic_crossing(scenario_, balancer, entry));
      say(world::probe_crossing(scenario_, balancer, entry, group), " to learn its health");
    }
  }

  void look_at_calls(const std::string& name, const service::ServiceSpec& service) {
    for (const Fleet& fleet : checking_.topology.fleets()) {
      if (fleet.service != name) continue;
      for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
        for_each_step(steps, place, [&](const service::Step& step, const Place&) {
          const auto* const call = std::get_if<service::CallStep>(&step.form);
          if (!call) return;
          for (const std::string& endpoint : endpoints(call->to))
            say(world::call_crossing(scenario_, std::string(fleet.name), endpoint));
        });
      });
    }
  }

  bool is_nlb(const std::string& balancer) const {
    return scenario_.load_balancers.at(balancer).type == balancing::BalancerType::network;
  }

  // Itself, or whom a DNS record or an elastic IP leads to.
  std::vector<std::string> endpoints(const std::string& asked) const {
    const std::string name = checking_.topology.asked(asked).endpoint;
    std::vector<std::string> endpoints;
    if (scenario_.elastic_ips.contains(name)) {
      for (const Fleet* holder : checking_.topology.holders(name))
        endpoints.emplace_back(holder->name);
      return endpoints;
    }
    const auto record = scenario_.dns_records.find(name);
    if (record == scenario_.dns_records.end()) return {name};
    for (const auto& [to, weight] : record->second.to) endpoints.push_back(to);
    return endpoints;
  }

  std::vector<std::string> behind(const std::string& group) const {
    std::vector<std::string> entries;
    for (const Fleet* fleet : checking_.topology.behind(group)) entries.emplace_back(fleet->name);
    return entries;
  }

  Place owner(const std::string& name) const {
    for (const char* section : {"load_balancers", "databases", "auto_scaling_groups"})
      if (checking_.written.find(Place{section} / name)) return Place{section} / name;
    return Place{"instances"} / name;
  }

  void say(const Crossing& crossing, const char* why = "") {
    const auto missing = groups_.missing(crossing.from, crossing.to, crossing.port);
    if (!missing) return;
    const char* const amount = crossing.passage(groups_).shut() ? "all that" : "some of what";
    const std::string to =
        crossing.to.name.empty() ? "externals" : fmt::format("'{}'", crossing.to.name);
    const std::string what = fmt::format("{} '{}' sends to {} at port {}{} is dropped", amount,
                                         crossing.who, to, crossing.port, why);
    if (!said_.insert(what).second || checking_.diagnostics.full()) return;
    const Place at = owner(missing->inbound ? crossing.to.name : crossing.from.name);
    checking_.warning(
        at / "security_groups", what, at,
        fmt::format("write '{}' under '{}' in security_groups.{}", missing->rule,
                    missing->inbound ? "inbound" : "outbound", missing->groups.front()));
  }

  const Checking& checking_;
  const world::Scenario scenario_;
  const network::SecurityGroups groups_;
  std::set<std::string> said_;
};

// Groups that nothing has.
void review_members(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::set<std::string> had;
  const auto note = [&](const auto& things) {
    for (const auto& [name, spec] : things)
      had.insert(spec.security_groups.begin(), spec.security_groups.end());
  };
  note(scenario.instances);
  note(scenario.auto_scaling_groups);
  note(scenario.load_balancers);
  note(scenario.databases);
  for (const auto& [name, group] : scenario.security_groups)
    if (!had.contains(name))
      checking.key_warning(
          Place{"security_groups"} / name, fmt::format("nothing has security group '{}'", name),
          {"security_groups"}, "no instances, group, balancer or database names it");
}

}  // namespace

void review_security_groups(const Checking& checking) {
  if (checking.scenario.security_groups.empty()) return;
  Review(checking).review();
  review_members(checking);
}

}  // namespace squall::scenario
