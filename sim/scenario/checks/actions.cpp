#include "scenario/checks/actions.hpp"

#include "squall/service/answers.hpp"
#include "squall/traffic/request_mix.hpp"

#include <algorithm>

namespace squall::scenario {

namespace {

using balancing::LoadBalancerSpec;
using balancing::RuleSpec;
using Ways = std::vector<const std::map<std::string, Weight>*>;

bool meet(const Cidr& a, const Cidr& b) {
  return a.prefix <= b.prefix ? a.holds(b.address) : b.holds(a.address);
}

bool may_come_from(const RuleSpec& rule, const Cidr& from) {
  return rule.source_ip.empty() ||
         std::any_of(rule.source_ip.begin(), rule.source_ip.end(),
                     [&](const Cidr& block) { return meet(block, from); });
}

bool takes_all_from(const RuleSpec& rule, const Cidr& from) {
  return rule.source_ip.empty() ||
         std::any_of(rule.source_ip.begin(), rule.source_ip.end(), [&](const Cidr& block) {
           return block.prefix <= from.prefix && block.holds(from.address);
         });
}

template <class Action>
void add_way(const Action& action, const LoadBalancerSpec& balancer, int port, const Saying& saying,
             bool follows, Ways& ways);

void add_ways(const LoadBalancerSpec& balancer, int port, const Saying& saying, bool follows,
              Ways& ways) {
  const balancing::ListenerSpec& listener = balancer.listeners.at(port);
  for (const balancing::NamedRule* rule : balancing::in_order(listener)) {
    const RuleSpec& spec = rule->second;
    if (!balancing::may_take(spec, saying.message) || !may_come_from(spec, saying.from)) continue;
    add_way(spec, balancer, port, saying, follows, ways);
    if (takes_all_from(spec, saying.from)) return;
  }
  add_way(listener, balancer, port, saying, follows, ways);
}

template <class Action>
void add_way(const Action& action, const LoadBalancerSpec& balancer, int port, const Saying& saying,
             bool follows, Ways& ways) {
  const int next = action.redirect && follows ? followed_to(*action.redirect, port, balancer) : 0;
  if (next != 0) return add_ways(balancer, next, saying, false, ways);
  ways.push_back(&action.forward);
}

}  // namespace

LoadBalancerSpec balancer_before(const world::Scenario& scenario, const std::string& group) {
  for (const auto& [name, balancer] : scenario.load_balancers) {
    bool leads_there = false;
    for_each_action(name, balancer, [&](const auto& action, const Place&) {
      leads_there = leads_there || action.forward.contains(group);
    });
    if (leads_there) return balancer;
  }
  return {};
}

Saying saying_of(const world::Scenario& scenario, const std::string& endpoint,
                 const std::string& request_class, const std::string& client) {
  Saying saying{{}, {0, 32}};
  saying.message.path = service::path_of(request_class);
  if (const auto its = scenario.clients.find(client); its != scenario.clients.end()) {
    saying.from = its->second.source_ip;
    const auto request = its->second.requests.find(request_class);
    if (request != its->second.requests.end())
      saying.message = traffic::message_of(request_class, request->second);
  }
  if (saying.message.host.empty()) saying.message.host = endpoint;
  return saying;
}

Ways ways_of(const LoadBalancerSpec& balancer, int port, const Saying& saying) {
  Ways ways;
  add_ways(balancer, port, saying, true, ways);
  return ways;
}

}  // namespace squall::scenario
