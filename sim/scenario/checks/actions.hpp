#pragma once

#include "squall/balancing/rules.hpp"

#include "scenario/checks/topology.hpp"
#include "scenario/checks/written.hpp"

#include <map>
#include <string>
#include <vector>

namespace squall::scenario {

/// Calls `visit(action, place)` for what each listener of a balancer does, and for each of its
/// rules.
template <class Visit>
void for_each_action(const std::string& name, const balancing::LoadBalancerSpec& balancer,
                     const Visit& visit) {
  for (const auto& [port, listener] : balancer.listeners) {
    const Place at = Place{"load_balancers"} / name / "listeners" / std::to_string(port);
    visit(listener, at);
    for (const auto& [rule, spec] : listener.rules) visit(spec, at / "rules" / rule);
  }
}

/// Calls `visit(group, weight, place)` for each group that a balancer forwards to; the place is
/// that of the listener or the rule.
template <class Visit>
void for_each_forward(const std::string& name, const balancing::LoadBalancerSpec& balancer,
                      const Visit& visit) {
  for_each_action(name, balancer, [&](const auto& action, const Place& at) {
    for (const auto& [group, weight] : action.forward) visit(group, weight, at);
  });
}

/// The balancer that forwards to a group; one with every default where none does.
balancing::LoadBalancerSpec balancer_before(const world::Scenario& scenario,
                                            const std::string& group);

/// What a client's requests of a class say to whom it asks. No client: what calls say.
Saying saying_of(const world::Scenario& scenario, const std::string& endpoint,
                 const std::string& request_class, const std::string& client);

/// Where a listener may send such requests: the groups of each of its actions that some of them may
/// meet, in the order in which they are tried. A redirect that a client follows is followed.
std::vector<const std::map<std::string, Weight>*> ways_of(
    const balancing::LoadBalancerSpec& balancer, int port, const Saying& saying);

}  // namespace squall::scenario
