#include "squall/service/routing/algorithm.hpp"

#include "service/routing/flow_hash.hpp"
#include "service/routing/ip_hash.hpp"
#include "service/routing/least_outstanding_requests.hpp"
#include "service/routing/least_response_time.hpp"
#include "service/routing/power_of_two.hpp"
#include "service/routing/random.hpp"
#include "service/routing/round_robin.hpp"
#include "service/routing/weighted_random.hpp"

#include <concepts>
#include <cstddef>
#include <iterator>

namespace squall::service {

namespace {

template <class Algorithm>
std::unique_ptr<RoutingAlgorithm> make(const RoutingSettings& settings) {
  if constexpr (std::constructible_from<Algorithm, const RoutingSettings&>) {
    return std::make_unique<Algorithm>(settings);
  } else {
    return std::make_unique<Algorithm>();
  }
}

using Make = std::unique_ptr<RoutingAlgorithm>(const RoutingSettings& settings);

// In the order of the words.
constexpr Make* makes[] = {
    make<RoundRobin>,     make<LeastOutstandingRequests>,
    make<WeightedRandom>, make<FlowHash>,
    make<RandomChoice>,   make<PowerOfTwo>,
    make<IpHash>,         make<LeastResponseTime>,
};
static_assert(std::size(makes) == Words<Algorithm>::words.size());

}  // namespace

std::unique_ptr<RoutingAlgorithm> make_routing_algorithm(Algorithm algorithm,
                                                         const RoutingSettings& settings) {
  return makes[static_cast<std::size_t>(algorithm)](settings);
}

}  // namespace squall::service
