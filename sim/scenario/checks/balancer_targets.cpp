#include "squall/world/zones.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::BalancerType;
using balancing::LoadBalancerSpec;
using balancing::TargetGroupSpec;

// An ALB that is the target of a group.
struct Registered {
  const std::string* name;
  const LoadBalancerSpec* balancer;
  Place at;  // where it says so
};

// By group, as they stand in the file.
using ByGroup = std::map<std::string, std::vector<Registered>>;

ByGroup registered(const Checking& checking) {
  ByGroup by_group;
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    const Place at = Place{"load_balancers"} / name / "target_groups";
    if (!balancer.target_groups.empty() && balancer.type != BalancerType::application) {
      checking.error(at, fmt::format("'{}' is no ALB, and no other balancer is a target", name),
                     at.parent(), "leave 'target_groups' out, or write 'type: application'");
      continue;
    }
    for (std::size_t i = 0; i < balancer.target_groups.size(); ++i)
      if (checking.scenario.target_groups.contains(balancer.target_groups[i]))
        by_group[balancer.target_groups[i]].push_back({&name, &balancer, at[i]});
  }
  for (auto& [group, all] : by_group)
    std::stable_sort(all.begin(), all.end(), [&](const Registered& a, const Registered& b) {
      return checking.written.mark(a.at) < checking.written.mark(b.at);
    });
  return by_group;
}

void check_alone(const Checking& checking, const std::string& group,
                 const std::vector<Registered>& all) {
  const Place in = all.back().at.parent().parent();
  if (all.size() > 1)
    return checking.error(
        all[1].at, fmt::format("target group '{}' has an ALB, '{}'", group, *all[0].name), in,
        fmt::format("it takes one; another would be '{0}-2: {{like: {0}}}'", group));
  const auto& fleets = checking.topology.behind(group);
  if (!fleets.empty())
    checking.error(all[0].at,
                   fmt::format("target group '{}' has other targets, '{}'", group, fleets[0]->name),
                   in, "an ALB is the only target of its group, write one of its own");
}

// Whoever forwards to such groups.
void check_owners(const Checking& checking, const ByGroup& by_group) {
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    std::set<std::string_view> told;
    for_each_forward(
        name, balancer,
        [&, &owner = name, &spec = balancer](const std::string& group, Weight,
                                             const Place& listener) {
          const auto found = by_group.find(group);
          if (found == by_group.end() || !told.insert(group).second) return;
          if (spec.type != BalancerType::network)
            return checking.key_error(
                listener / "forward" / group,
                fmt::format("'{}' is no NLB, and the target of '{}' is an ALB", owner, group),
                listener, fmt::format("write 'type: network' in load_balancers.{}", owner));
          const Registered& its = found->second.front();
          const std::string& here = region_of(checking.scenario, spec.region);
          const std::string& there = region_of(checking.scenario, its.balancer->region);
          if (here != there)
            checking.error(its.at,
                           fmt::format("'{}' is in {}, and '{}', which forwards to '{}', in {}",
                                       *its.name, there, owner, group, here),
                           its.at.parent().parent(),
                           fmt::format("write 'region: {}' in load_balancers.{}", there, owner));
        });
  }
}

// AWS lets nobody change them.
template <class Value>
void refuse(const Checking& checking, const Place& group, const TargetGroupSpec& spec,
            Value TargetGroupSpec::*field, const char* name) {
  if (spec.*field == TargetGroupSpec{}.*field) return;
  checking.error(group / name,
                 fmt::format("'{}' cannot be chosen, the target of '{}' is an ALB", name,
                             group.parts().back().key),
                 group, "AWS keeps its default there, leave it out");
}

void check_attributes(const Checking& checking, const TargetGroupSpec& spec, const Place& at) {
  using Spec = TargetGroupSpec;
  refuse(checking, at, spec, &Spec::algorithm, "algorithm");
  refuse(checking, at, spec, &Spec::cross_zone, "cross_zone");
  refuse(checking, at, spec, &Spec::stickiness, "stickiness");
  refuse(checking, at, spec, &Spec::dns_failover, "dns_failover");
  refuse(checking, at, spec, &Spec::unhealthy_state_routing, "unhealthy_state_routing");
  refuse(checking, at, spec, &Spec::deregistration_delay, "deregistration_delay");
  refuse(checking, at, spec, &Spec::connection_termination, "connection_termination");
  refuse(checking, at, spec, &Spec::unhealthy_connection_termination,
         "unhealthy_connection_termination");
  refuse(checking, at, spec, &Spec::unhealthy_draining_interval, "unhealthy_draining_interval");
}

void check_health_check(const Checking& checking, const balancing::HealthCheckSpec& spec,
                        const Place& at, const Registered& its) {
  if (spec.protocol == balancing::HealthProtocol::tcp)
    checking.error(at / "protocol", fmt::format("the ALB '{}' is asked by 'http' only", *its.name),
                   at, "write 'protocol: http', or leave it out");
  if (spec.demand > Duration(0))
    checking.error(at / "demand", fmt::format("the ALB '{}' needs no CPU for a probe", *its.name),
                   at, "write 'demand' in the groups that it forwards to");
}

void check_port(const Checking& checking, int port, const Place& at, const Registered& its) {
  if (its.balancer->listeners.contains(port)) return;
  std::string known;
  for (const auto& [each, listener] : its.balancer->listeners)
    known += (known.empty() ? "" : ", ") + std::to_string(each);
  checking.error(at / "port", fmt::format("'{}' has no listener {}", *its.name, port), at,
                 fmt::format("its listeners: {}", known));
}

}  // namespace

void check_balancer_targets(const Checking& checking) {
  for (const char* section :
       {"load_balancers", "target_groups", "instances", "auto_scaling_groups"})
    if (!checking.sound({section})) return;
  const ByGroup by_group = registered(checking);
  check_owners(checking, by_group);
  for (const auto& [group, spec] : checking.scenario.target_groups) {
    const Place at = Place{"target_groups"} / group;
    const auto found = by_group.find(group);
    if (found == by_group.end()) {
      if (spec.port)
        checking.error(at / "port",
                       fmt::format("'port' is that of an ALB, and '{}' has none", group), at,
                       "leave it out: instances answer whatever the port");
      continue;
    }
    const Registered& its = found->second.front();
    check_alone(checking, group, found->second);
    check_attributes(checking, spec, at);
    check_health_check(checking, spec.health_check, at / "health_check", its);
    if (spec.port) check_port(checking, *spec.port, at, its);
  }
}

}  // namespace squall::scenario
