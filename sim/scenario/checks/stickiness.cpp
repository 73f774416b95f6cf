#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::StickinessType;
using balancing::TargetGroupSpec;

bool by_cookie(const TargetGroupSpec& group) {
  return group.stickiness && group.stickiness->type != StickinessType::source_ip;
}

void check_group(const Checking& checking, const TargetGroupSpec& group, const Place& at) {
  if (!by_cookie(group) || !checking.sound(at)) return;
  if (group.algorithm == balancing::Algorithm::weighted_random)
    checking.error(at / "stickiness", "'stickiness' needs another algorithm", at,
                   "write 'algorithm: round_robin', or leave it out");
  if (group.cross_zone == false)
    checking.error(at / "stickiness", "'stickiness' does not go with 'cross_zone: false'", at,
                   "leave one of them out");
}

// The balancer knows users of an app_cookie by one group only.
template <class Action>
void check_forward(const Checking& checking, const Action& action, const Place& at) {
  if (action.forward.size() < 2 || !checking.sound(at)) return;
  for (const auto& [name, weight] : action.forward) {
    const auto group = checking.scenario.target_groups.find(name);
    if (group == checking.scenario.target_groups.end() || !group->second.stickiness) continue;
    if (group->second.stickiness->type != StickinessType::app_cookie) continue;
    checking.key_error(at / "forward" / name,
                       fmt::format("'{}' has a stickiness by 'app_cookie'", name), at,
                       "with several groups write 'type: lb_cookie'");
  }
}

bool comes_again(const traffic::ClientSpec& client) {
  return client.users > 0 || client.connections > 0 ||
         (client.session && client.session->requests > 1);
}

// Itself, or by a DNS record.
bool asks(const Checking& checking, const traffic::ClientSpec& client,
          const std::string& balancer) {
  const std::string asked = checking.topology.asked_by(client).endpoint;
  const auto record = checking.scenario.dns_records.find(asked);
  if (record == checking.scenario.dns_records.end()) return asked == balancer;
  const auto& to = record->second.to;
  return std::any_of(to.begin(), to.end(),
                     [&](const auto& each) { return each.first == balancer; });
}

// A client of the balancer, where none of them comes again; else nothing.
std::string_view all_strangers(const Checking& checking, const std::string& balancer) {
  std::string_view stranger;
  for (const auto& [name, client] : checking.scenario.clients) {
    if (!asks(checking, client, balancer)) continue;
    if (comes_again(client)) return {};
    stranger = name;
  }
  return stranger;
}

}  // namespace

void check_stickiness(const Checking& checking) {
  for (const auto& [name, group] : checking.scenario.target_groups)
    check_group(checking, group, Place{"target_groups"} / name);
  for (const auto& [name, balancer] : checking.scenario.load_balancers)
    for_each_action(name, balancer, [&](const auto& action, const Place& at) {
      check_forward(checking, action, at);
    });
}

void review_stickiness(const Checking& checking) {
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    if (!balancer.target_groups.empty()) continue;  // an NLB brings it others
    const std::string_view stranger = all_strangers(checking, name);
    if (stranger.empty()) continue;
    const auto warn = [&](const Place& at) {
      checking.warning(
          at / "stickiness", "'stickiness' meets nobody who comes again", at,
          fmt::format("write 'session: {{requests: 6, think: 5s}}' in clients.{}", stranger));
    };
    std::set<std::string_view> seen;
    for_each_action(name, balancer, [&](const auto& action, const Place& at) {
      if (action.stickiness) warn(at);
      for (const auto& [group, weight] : action.forward)
        if (by_cookie(checking.scenario.target_groups.at(group)) && seen.insert(group).second)
          warn(Place{"target_groups"} / group);
    });
  }
}

}  // namespace squall::scenario
