#pragma once

#include "squall/balancing/spec.hpp"

#include <map>
#include <string>

namespace squall::balancing {

/// The spec with what it leaves to the type of the balancer that uses it.
HealthCheckSpec completed(HealthCheckSpec spec, BalancerType type);

/// The same of the group that the balancer knows by this name.
TargetGroupSpec completed(TargetGroupSpec spec, const LoadBalancerSpec& balancer,
                          const std::string& name);

/// The balancers that are targets, by the group that they are in; of several the first by name.
std::map<std::string, std::string> balancers_by_group(
    const std::map<std::string, LoadBalancerSpec>& balancers);

/// The spec with what it leaves to the balancer that is its target: what that is asked for it
/// answers itself, which takes a request.
HealthCheckSpec of_balancer(HealthCheckSpec spec);

/// What the balancer forwards to a group of this name: connections, or requests.
ListenerProtocol protocol_of(const LoadBalancerSpec& balancer, const std::string& group);

}  // namespace squall::balancing
