#include "squall/core/invariant.hpp"
#include "squall/service/routing/algorithm.hpp"

#include "service/routing/round_robin.hpp"

namespace squall::service {

namespace {

template <class Algorithm>
std::unique_ptr<RoutingAlgorithm> make() {
  return std::make_unique<Algorithm>();
}

constexpr RoutingEntry entries[] = {
    {"round_robin", "each target in turn", make<RoundRobin>},
};

}  // namespace

std::span<const RoutingEntry> routing_algorithms() { return entries; }

std::unique_ptr<RoutingAlgorithm> make_routing_algorithm(std::string_view name) {
  const RoutingEntry* entry = std::begin(entries);
  while (entry != std::end(entries) && entry->name != name) ++entry;
  INVARIANT(entry != std::end(entries));
  return entry->make();
}

}  // namespace squall::service
