#include "squall/balancing/defaults.hpp"

namespace squall::balancing {

namespace {

Duration probe_timeout(HealthProtocol protocol, BalancerType type) {
  if (type == BalancerType::application) return 5s;
  return protocol == HealthProtocol::tcp ? 10s : 6s;
}

}  // namespace

HealthCheckSpec completed(HealthCheckSpec spec, BalancerType type) {
  const bool network = type == BalancerType::network;
  if (!spec.protocol) spec.protocol = network ? HealthProtocol::tcp : HealthProtocol::http;
  if (!spec.timeout) spec.timeout = probe_timeout(*spec.protocol, type);
  return spec;
}

TargetGroupSpec completed(TargetGroupSpec spec, const LoadBalancerSpec& balancer) {
  spec.health_check = completed(spec.health_check, balancer.type);
  if (!spec.cross_zone)
    spec.cross_zone = balancer.cross_zone.value_or(balancer.type == BalancerType::application);
  return spec;
}

}  // namespace squall::balancing
