#include "squall/balancing/defaults.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::BalancerType;
using balancing::LoadBalancerSpec;

constexpr int greatest_port = 65535;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& each) {
    return std::find(b.begin(), b.end(), each) != b.end();
  });
}

void check_forward(const Checking& checking, const std::string& group,
                   const std::vector<std::string>& zones, const Place& listener,
                   const std::string& balancer) {
  const Place at = listener / "forward" / group;
  std::vector<const Fleet*> targets = checking.topology.behind(group);
  targets.erase(std::remove_if(targets.begin(), targets.end(),
                               [](const Fleet* fleet) { return fleet->most == 0; }),
                targets.end());
  if (targets.empty()) {
    if (checking.topology.balancer_behind(group)) return;
    return checking.key_error(
        at, fmt::format("target group '{}' has no targets", group), listener,
        fmt::format("write 'target_groups: {}' in instances or a group", group));
  }
  std::vector<std::string> held;
  for (const Fleet* fleet : targets) {
    if (meet(fleet->zones, zones)) return;
    held.insert(held.end(), fleet->zones.begin(), fleet->zones.end());
  }
  std::sort(held.begin(), held.end());
  held.erase(std::unique(held.begin(), held.end()), held.end());
  checking.key_error(
      at, fmt::format("no zone of '{}' holds a target of '{}'", balancer, group), listener,
      fmt::format("'{}' is in {}, its targets in {}", balancer, joined(zones), joined(held)));
}

// `seen` are the groups that others of the balancer's listeners and rules forward to.
void check_forwards(const Checking& checking, const std::map<std::string, Weight>& forward,
                    const std::vector<std::string>& zones, const Place& at,
                    std::set<std::string_view>& seen) {
  const std::string& balancer = at.parts()[1].key;
  const bool any = std::any_of(forward.begin(), forward.end(),
                               [](const auto& each) { return each.second.value > 0; });
  if (forward.empty()) return;
  if (!any) return checking.error(at / "forward", "every weight of 'forward' is 0", at);
  if (!checking.sound({"instances"}) || !checking.sound({"auto_scaling_groups"})) return;
  // A group of weight 0 may be filled later.
  for (const auto& [group, weight] : forward)
    if (weight.value > 0 && seen.insert(group).second)
      check_forward(checking, group, zones, at, balancer);
}

// Where balancers forward to a target group.
struct Forward {
  Mark mark;
  std::string_view balancer;
  Place listener;
};

// AWS lets a target group belong to one balancer: those that stand later in the file are wrong.
void check_owners(const Checking& checking) {
  std::map<std::string_view, std::vector<Forward>> forwards;
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    for_each_forward(name, balancer,
                     [&, &its_name = name](const std::string& group, Weight, const Place& at) {
                       forwards[group].push_back(
                           {checking.written.key_mark(at / "forward" / group), its_name, at});
                     });
  }
  for (auto& [group, all] : forwards) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Forward& a, const Forward& b) { return a.mark < b.mark; });
    std::set<std::string_view> owners{all.front().balancer};
    for (const Forward& each : all) {
      if (!owners.insert(each.balancer).second) continue;
      checking.diagnostics.error(
          each.mark, fmt::format("target group '{}' belongs to '{}'", group, all.front().balancer),
          checking.written.text(each.listener),
          fmt::format("one of its own would be '{}-2: {{like: {}}}'", group, group));
    }
  }
}

// What it says besides the default, which a scenario with every default says too.
template <class Spec, class Value>
void refuse(const Checking& checking, const Place& at, const Spec& spec, Value Spec::*field,
            const char* name, const std::string& hint) {
  if (spec.*field == Spec{}.*field) return;
  checking.error(at / name, fmt::format("'{}' means nothing to '{}'", name, at.parts()[1].key), at,
                 hint);
}

using balancing::TargetGroupSpec;

void check_stickiness_of_nlb(const Checking& checking, const TargetGroupSpec& spec,
                             const Place& at) {
  using balancing::StickinessSpec;
  if (spec.stickiness->type != balancing::StickinessType::source_ip)
    return checking.error(at / "stickiness", "an NLB sees no cookies", at,
                          "write 'stickiness: {type: source_ip}'");
  refuse(checking, at / "stickiness", *spec.stickiness, &StickinessSpec::duration, "duration",
         "who comes from an address stays for good, leave it out");
  if (spec.algorithm)
    checking.error(at / "algorithm", "'stickiness' by 'source_ip' chooses by the address alone", at,
                   "leave 'algorithm' out");
}

void check_group_of_nlb(const Checking& checking, const TargetGroupSpec& spec, const Place& at) {
  using Spec = TargetGroupSpec;
  const bool by_flow = !spec.algorithm || spec.algorithm == balancing::Algorithm::round_robin ||
                       spec.algorithm == balancing::Algorithm::flow_hash;
  if (!by_flow)
    checking.error(at / "algorithm", "an NLB knows no such algorithm", at,
                   "write 'algorithm: round_robin' or 'algorithm: flow_hash'");
  const char* const hint = "its balancer is an NLB, leave it out";
  refuse(checking, at, spec, &Spec::slow_start, "slow_start", hint);
  if (spec.stickiness) check_stickiness_of_nlb(checking, spec, at);
  if (spec.unhealthy_connection_termination)
    refuse(checking, at, spec, &Spec::unhealthy_draining_interval, "unhealthy_draining_interval",
           "connections are reset at once; write 'unhealthy_connection_termination: false'");
}

void check_group_of_clb(const Checking& checking, const TargetGroupSpec& spec, const Place& at,
                        balancing::ListenerProtocol protocol) {
  using Spec = TargetGroupSpec;
  const char* const hint = "its balancer is a CLB, leave it out";
  refuse(checking, at, spec, &Spec::algorithm, "algorithm", hint);
  refuse(checking, at, spec, &Spec::cross_zone, "cross_zone",
         "write 'cross_zone' in load_balancers");
  refuse(checking, at, spec, &Spec::deregistration_delay, "deregistration_delay",
         "write 'connection_draining' in load_balancers");
  refuse(checking, at, spec, &Spec::dns_failover, "dns_failover", hint);
  refuse(checking, at, spec, &Spec::unhealthy_state_routing, "unhealthy_state_routing", hint);
  refuse(checking, at, spec, &Spec::slow_start, "slow_start", hint);
  refuse(checking, at / "health_check", spec.health_check, &balancing::HealthCheckSpec::matcher,
         "matcher", "a CLB takes 200 alone, leave it out");
  if (protocol == balancing::ListenerProtocol::tcp)
    refuse(checking, at, spec, &Spec::stickiness, "stickiness",
           "its listener takes connections, leave it out or write 'protocol: http' there");
}

// What a group says that the type of its balancer does not know.
void check_group_of(const Checking& checking, const std::string& group,
                    const LoadBalancerSpec& balancer) {
  using Spec = TargetGroupSpec;
  const Place at = Place{"target_groups"} / group;
  const Spec& spec = checking.scenario.target_groups.at(group);
  if (balancer.type != BalancerType::network) {
    const char* const hint = "its balancer is no NLB, leave it out";
    refuse(checking, at, spec, &Spec::connection_termination, "connection_termination", hint);
    refuse(checking, at, spec, &Spec::unhealthy_connection_termination,
           "unhealthy_connection_termination", hint);
    refuse(checking, at, spec, &Spec::unhealthy_draining_interval, "unhealthy_draining_interval",
           hint);
    if (spec.stickiness && spec.stickiness->type == balancing::StickinessType::source_ip)
      checking.error(at / "stickiness", "stickiness by 'source_ip' is that of an NLB", at,
                     "write 'stickiness: 1h' for a cookie");
  }
  if (balancer.type != BalancerType::classic)
    refuse(checking, at / "health_check", spec.health_check,
           &balancing::HealthCheckSpec::initial_healthy_checks, "initial_healthy_checks",
           "its balancer is no CLB, leave it out");
  if (balancer.type == BalancerType::network) check_group_of_nlb(checking, spec, at);
  if (balancer.type == BalancerType::classic)
    check_group_of_clb(checking, spec, at, balancing::protocol_of(balancer, group));
}

// A listener of a balancer that looks at no request.
void check_plain_listener(const Checking& checking, const balancing::ListenerSpec& listener,
                          const Place& at, const char* hint) {
  using Spec = balancing::ListenerSpec;
  refuse(checking, at, listener, &Spec::rules, "rules", hint);
  refuse(checking, at, listener, &Spec::redirect, "redirect", hint);
  refuse(checking, at, listener, &Spec::fixed_response, "fixed_response", hint);
  refuse(checking, at, listener, &Spec::stickiness, "stickiness", hint);
}

// A CLB has its instances by the protocol of its listeners: a group goes with one of these.
void check_listener_of_clb(const Checking& checking, const balancing::ListenerSpec& listener,
                           const LoadBalancerSpec& balancer, const Place& at) {
  check_plain_listener(checking, listener, at,
                       "a CLB only forwards, leave it out or write 'type: application'");
  if (listener.forward.size() > 1)
    checking.error(at / "forward", "a CLB forwards to one target group", at,
                   "write its name alone, or 'type: application'");
  for (const auto& [group, weight] : listener.forward)
    if (listener.protocol.value_or(balancing::ListenerProtocol::http) !=
        balancing::protocol_of(balancer, group))
      checking.error(at / "forward",
                     fmt::format("'{}' is that of a TCP and an HTTP listener", group), at,
                     fmt::format("write '{}-2: {{like: {}}}' in target_groups", group, group));
}

void check_listener(const Checking& checking, const balancing::ListenerSpec& listener,
                    const LoadBalancerSpec& balancer, const Place& at) {
  if (balancer.type == BalancerType::classic)
    return check_listener_of_clb(checking, listener, balancer, at);
  const bool network = balancer.type == BalancerType::network;
  if (network)
    check_plain_listener(checking, listener, at,
                         "an NLB only forwards, leave it out or write 'type: application'");
  const auto its = network ? balancing::ListenerProtocol::tcp : balancing::ListenerProtocol::http;
  if (listener.protocol.value_or(its) != its)
    checking.error(at / "protocol",
                   fmt::format("the listeners of '{}' are of another protocol", at.parts()[1].key),
                   at, "leave it out, or write 'type: classic' for a CLB");
}

void check_fields(const Checking& checking, const LoadBalancerSpec& spec, const Place& at) {
  using Spec = LoadBalancerSpec;
  if (spec.type == BalancerType::classic)
    refuse(checking, at, spec, &Spec::zonal_shift, "zonal_shift",
           "AWS shifts no CLB, leave it out");
  if (spec.type != BalancerType::network)
    refuse(checking, at, spec, &Spec::tcp_idle_timeout, "tcp_idle_timeout",
           "write 'idle_timeout', or 'type: network' for an NLB");
  if (spec.type == BalancerType::network)
    refuse(checking, at, spec, &Spec::idle_timeout, "idle_timeout", "write 'tcp_idle_timeout'");
  if (spec.type != BalancerType::application)
    refuse(checking, at, spec, &Spec::client_keep_alive, "client_keep_alive",
           "only an ALB closes connections that are in use");
  if (spec.type != BalancerType::classic)
    refuse(checking, at, spec, &Spec::connection_draining, "connection_draining",
           "write 'deregistration_delay' in target_groups");
  if (spec.type == BalancerType::application && !spec.cross_zone.value_or(true))
    checking.error(at / "cross_zone", "an ALB uses the targets of all zones", at,
                   "write 'cross_zone: false' in target_groups");
}

void check_type(const Checking& checking, const std::string& name, const LoadBalancerSpec& spec) {
  const Place at = Place{"load_balancers"} / name;
  check_fields(checking, spec, at);
  std::set<std::string> groups;
  for (const auto& [port, listener] : spec.listeners) {
    check_listener(checking, listener, spec, at / "listeners" / std::to_string(port));
    for (const auto& [group, weight] : listener.forward)
      if (checking.scenario.target_groups.contains(group)) groups.insert(group);
  }
  for (const std::string& group : groups)
    if (checking.sound({"target_groups"})) check_group_of(checking, group, spec);
}

void check_algorithms(const Checking& checking) {
  for (const auto& [name, group] : checking.scenario.target_groups) {
    if (!group.anomaly_mitigation) continue;
    if (group.algorithm == balancing::Algorithm::weighted_random) continue;
    const Place at = Place{"target_groups"} / name;
    checking.error(at / "anomaly_mitigation", "'anomaly_mitigation' needs another algorithm", at,
                   "write 'algorithm: weighted_random', or leave it out");
  }
}

void check_slow_start(const Checking& checking) {
  constexpr Duration least = 30s;
  for (const auto& [name, group] : checking.scenario.target_groups) {
    if (group.slow_start == Duration(0)) continue;
    const Place at = Place{"target_groups"} / name;
    if (group.algorithm.value_or(balancing::Algorithm::round_robin) !=
        balancing::Algorithm::round_robin)
      checking.error(at / "slow_start", "'slow_start' needs another algorithm", at,
                     "write 'algorithm: round_robin', or leave it out");
    if (group.slow_start < least)
      checking.error(at / "slow_start",
                     fmt::format("'slow_start' is {}, must be 0 or 30s to 900s",
                                 ScalarText<Duration>::print(group.slow_start)),
                     at);
  }
}

// A node that DNS names must have enough healthy targets not to fail open.
void check_target_group_health(const Checking& checking) {
  for (const auto& [name, group] : checking.scenario.target_groups) {
    const Place at = Place{"target_groups"} / name;
    const balancing::HealthyTargetsSpec& dns = group.dns_failover;
    const balancing::HealthyTargetsSpec& routing = group.unhealthy_state_routing;
    const auto refuse = [&](const char* field, const std::string& less, const std::string& more) {
      checking.error(
          at / "dns_failover" / field,
          fmt::format("'{}' is {}, below the {} of 'unhealthy_state_routing'", field, less, more),
          at / "dns_failover",
          fmt::format("write 'dns_failover: {{{}: {}}}': a node leaves DNS before it fails open",
                      field, more));
    };
    if (routing.count == 0)
      checking.error(at / "unhealthy_state_routing" / "count", "'count' is 0, must be 1 to 1000",
                     at / "unhealthy_state_routing", "without healthy targets a node has no other");
    if (dns.count > 0 && dns.count < routing.count)
      refuse("count", std::to_string(dns.count), std::to_string(routing.count));
    if (dns.percentage.value > 0 && dns.percentage < routing.percentage)
      refuse("percentage", ScalarText<Ratio>::print(dns.percentage),
             ScalarText<Ratio>::print(routing.percentage));
  }
}

}  // namespace

void check_balancing(const Checking& checking) {
  if (checking.sound({"load_balancers"})) check_owners(checking);
  if (checking.sound({"target_groups"})) {
    check_algorithms(checking);
    check_slow_start(checking);
    check_target_group_health(checking);
  }
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    const Place at = Place{"load_balancers"} / name;
    const Place listeners = at / "listeners";
    if (checking.sound(at)) check_type(checking, name, balancer);
    if (balancer.listeners.empty() && checking.sound(at))
      checking.error(listeners, "'listeners' has no listener", at, "write 'listeners: {80: web}'");
    const auto zones = zones_of(checking.scenario, balancer.region, balancer.zones);
    std::set<std::string_view> seen;
    for (const auto& [port, listener] : balancer.listeners) {
      const Place place = listeners / std::to_string(port);
      if (!checking.sound(place)) continue;
      if (port < 1 || port > greatest_port) {
        checking.key_error(place, fmt::format("port {} must be 1 to {}", port, greatest_port), at);
      }
    }
    if (zones.empty()) continue;
    for_each_action(name, balancer, [&](const auto& action, const Place& place) {
      if (checking.sound(place)) check_forwards(checking, action.forward, zones, place, seen);
    });
  }
}

namespace {

void review_zones(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  for (const auto& [name, balancer] : scenario.load_balancers) {
    const Place at = Place{"load_balancers"} / name;
    const auto zones = zones_of(scenario, balancer.region, balancer.zones);
    if (zones.size() == 1 && balancer.type == balancing::BalancerType::application) {
      checking.key_warning(at, fmt::format("'{}' has one zone only, {}", name, zones[0]),
                           at.parent(), "AWS wants two for an application balancer");
    }
    std::set<std::string> groups;
    for_each_forward(name, balancer,
                     [&](const std::string& group, Weight, const Place&) { groups.insert(group); });
    for (const std::string& group : groups) {
      for (const Fleet* fleet : checking.topology.behind(group)) {
        std::vector<std::string> unseen;
        for (const std::string& zone : fleet->zones)
          if (std::find(zones.begin(), zones.end(), zone) == zones.end()) unseen.push_back(zone);
        if (unseen.empty()) continue;
        const Place fleet_at{fleet->section, fleet->name};
        checking.key_warning(
            fleet_at,
            fmt::format("'{}' gets nothing from '{}' in {}", fleet->name, name, joined(unseen)),
            fleet_at.parent(), fmt::format("'{}' is in {}", name, joined(zones)));
      }
    }
  }
}

bool has_target_in(const Checking& checking, const std::string& group,
                   const std::vector<std::string>& zones) {
  if (checking.topology.balancer_behind(group)) return true;
  const auto fleets = checking.topology.behind(group);
  return std::any_of(fleets.begin(), fleets.end(), [&](const Fleet* fleet) {
    return fleet->most > 0 && meet(fleet->zones, zones);
  });
}

// A node is named by DNS where it has enough healthy targets of every group, whatever its weight.
void review_empty_groups(const Checking& checking) {
  for (const auto& entry : checking.scenario.load_balancers) {
    const std::string& name = entry.first;
    const LoadBalancerSpec& balancer = entry.second;
    if (balancer.type == BalancerType::classic) continue;
    const auto zones = zones_of(checking.scenario, balancer.region, balancer.zones);
    for_each_forward(name, balancer, [&](const std::string& group, Weight weight, const Place& at) {
      const balancing::HealthyTargetsSpec& least =
          checking.scenario.target_groups.at(group).dns_failover;
      if (weight.value > 0 || least.count == 0 || has_target_in(checking, group, zones)) return;
      checking.key_warning(
          at / "forward" / group,
          fmt::format("'{}' without a target keeps every zone of '{}' unfit for DNS", group, name),
          at,
          fmt::format("DNS then names all of them, also those that fail; write "
                      "'dns_failover: {{count: 0}}' in target_groups.{}",
                      group));
    });
  }
}

}  // namespace

void review_balancing(const Checking& checking) {
  review_zones(checking);
  review_empty_groups(checking);
  for (const auto& [name, group] : checking.scenario.target_groups) {
    const Place at = Place{"target_groups"} / name / "health_check";
    const bool of_balancer = checking.topology.balancer_behind(name) != nullptr;
    const balancing::HealthCheckSpec health = balancing::completed(
        of_balancer ? balancing::of_balancer(group.health_check) : group.health_check,
        balancer_before(checking.scenario, name).type);
    if (*health.timeout < health.interval) continue;
    checking.warning(at / "timeout",
                     fmt::format("'timeout' is {}, not below 'interval' {}",
                                 ScalarText<Duration>::print(*health.timeout),
                                 ScalarText<Duration>::print(health.interval)),
                     at, "AWS refuses that");
  }
}

}  // namespace squall::scenario
