#pragma once

#include "squall/balancing/spec.hpp"

namespace squall::balancing {

/// The spec with what it leaves to the type of the balancer that uses it.
HealthCheckSpec completed(HealthCheckSpec spec, BalancerType type);
TargetGroupSpec completed(TargetGroupSpec spec, const LoadBalancerSpec& balancer);

}  // namespace squall::balancing
