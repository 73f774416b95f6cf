#include "squall/balancing/defaults.hpp"

namespace squall::balancing {

namespace {

Duration probe_timeout(HealthProtocol protocol, BalancerType type) {
  if (type != BalancerType::network) return 5s;
  return protocol == HealthProtocol::tcp ? 10s : 6s;
}

// Who comes from one address comes to one target, while the same may be chosen.
bool by_address(const TargetGroupSpec& spec) {
  return spec.stickiness && spec.stickiness->type == StickinessType::source_ip;
}

Algorithm algorithm_of(const LoadBalancerSpec& balancer, const std::string& group) {
  const bool by_request = balancer.type == BalancerType::classic &&
                          protocol_of(balancer, group) == ListenerProtocol::http;
  return by_request ? Algorithm::least_outstanding_requests : Algorithm::round_robin;
}

// A CLB knows no fail-open, neither by its DNS name nor at a node.
void complete_for_clb(TargetGroupSpec& spec, const LoadBalancerSpec& balancer) {
  const auto& draining = balancer.connection_draining;
  spec.deregistration_delay = draining ? draining->timeout : Duration(0);
  spec.dns_failover = spec.unhealthy_state_routing = {0, {}};
}

}  // namespace

HealthCheckSpec completed(HealthCheckSpec spec, BalancerType type) {
  const bool network = type == BalancerType::network;
  if (!spec.protocol) spec.protocol = network ? HealthProtocol::tcp : HealthProtocol::http;
  if (!spec.timeout) spec.timeout = probe_timeout(*spec.protocol, type);
  if (!spec.matcher) spec.matcher = Matcher{{{200, network ? 399 : 200}}};
  if (!spec.healthy_threshold) spec.healthy_threshold = type == BalancerType::classic ? 10 : 5;
  return spec;
}

TargetGroupSpec completed(TargetGroupSpec spec, const LoadBalancerSpec& balancer,
                          const std::string& name) {
  spec.health_check = completed(spec.health_check, balancer.type);
  if (by_address(spec)) spec.algorithm = Algorithm::ip_hash;
  if (!spec.algorithm) spec.algorithm = algorithm_of(balancer, name);
  if (!spec.cross_zone)
    spec.cross_zone = balancer.cross_zone.value_or(balancer.type == BalancerType::application);
  if (balancer.type == BalancerType::classic) complete_for_clb(spec, balancer);
  if (!spec.deregistration_delay) spec.deregistration_delay = 300s;
  return spec;
}

std::map<std::string, std::string> balancers_by_group(
    const std::map<std::string, LoadBalancerSpec>& balancers) {
  std::map<std::string, std::string> by_group;
  for (const auto& [name, balancer] : balancers)
    for (const std::string& group : balancer.target_groups) by_group.try_emplace(group, name);
  return by_group;
}

HealthCheckSpec of_balancer(HealthCheckSpec spec) {
  if (!spec.protocol) spec.protocol = HealthProtocol::http;
  return spec;
}

ListenerProtocol protocol_of(const LoadBalancerSpec& balancer, const std::string& group) {
  for (const auto& [port, listener] : balancer.listeners)
    if (listener.forward.count(group) != 0 && listener.protocol) return *listener.protocol;
  return balancer.type == BalancerType::network ? ListenerProtocol::tcp : ListenerProtocol::http;
}

}  // namespace squall::balancing
