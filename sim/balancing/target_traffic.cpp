#include "squall/balancing/target_traffic.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <numeric>

namespace squall::balancing {

namespace {

void check_one(const TargetCounts& counts) {
  INVARIANT(counts.requests == counts.answered + counts.connection_errors + counts.given_up +
                                   counts.client_gone + counts.open);
  INVARIANT(counts.server_errors <= counts.answered);
}

}  // namespace

TargetCounts TargetTraffic::total() const {
  TargetCounts total;
  for (const TargetCounts& counts : targets_) {
    total.requests += counts.requests;
    total.answered += counts.answered;
    total.server_errors += counts.server_errors;
    total.connection_errors += counts.connection_errors;
    total.given_up += counts.given_up;
    total.client_gone += counts.client_gone;
    total.open += counts.open;
    total.total_latency += counts.total_latency;
    total.max_latency = std::max(total.max_latency, counts.max_latency);
  }
  return total;
}

void TargetTraffic::check() const {
  for (const TargetCounts& counts : targets_) check_one(counts);
  INVARIANT(latency_.count() == total().answered);
  INVARIANT(std::accumulate(by_class_.begin(), by_class_.end(), std::uint64_t{0}) ==
            latency_.count());
}

}  // namespace squall::balancing
