#pragma once

#include "squall/world/world.hpp"

#include "properties/rules.hpp"

#include <string>
#include <vector>

namespace squall::test {

/// Where the result of a run differs from what was seen of it, as sentences:
///
///  - requests, attempts and successes of each client, requests of each target, and the answers
///    that the balancer made itself are those that were seen;
///  - groups get requests by their weights;
///  - once the deregistration delay of a target is over it has nothing any more;
///  - probes change the health of a target at the thresholds of its groups.
std::vector<std::string> differences(const world::Scenario& scenario, const world::Result& result,
                                     const Rules& seen);

}  // namespace squall::test
