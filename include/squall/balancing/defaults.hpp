#pragma once

#include "squall/balancing/spec.hpp"

#include <string>

namespace squall::balancing {

/// The spec with what it leaves to the type of the balancer that uses it.
HealthCheckSpec completed(HealthCheckSpec spec, BalancerType type);

/// The same of the group that the balancer knows by this name.
TargetGroupSpec completed(TargetGroupSpec spec, const LoadBalancerSpec& balancer,
                          const std::string& name);

/// What the balancer forwards to a group of this name: connections, or requests.
ListenerProtocol protocol_of(const LoadBalancerSpec& balancer, const std::string& group);

}  // namespace squall::balancing
