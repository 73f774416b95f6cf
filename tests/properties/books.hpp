#pragma once

#include "squall/world/world.hpp"

#include "properties/rules.hpp"

#include <string>
#include <vector>

namespace squall::test {

/// Where the result of a run differs from what was seen of it, as sentences:
///
///  - requests, attempts and successes of each client, requests of each target, and the answers
///    that balancers made themselves are those that were seen; so are the redirects, fixed
///    responses, rule evaluations, bytes and kept users of an ALB that is asked by nobody else, and
///    the connections of such an NLB;
///  - every request that a balancer or a server got is somewhere;
///  - groups get requests by their weights;
///  - once the deregistration delay of a target is over it has nothing any more;
///  - probes change the health of a target at the thresholds of its groups;
///  - a DNS record leads to those that it has said within its TTL.
std::vector<std::string> differences(const world::Scenario& scenario, const world::Result& result,
                                     const Rules& seen);

}  // namespace squall::test
