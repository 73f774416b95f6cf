#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace squall::service {

/// The number of one who may be chosen: of a target in its group, say. It is given once and stays.
using Candidate = std::uint32_t;

/// All that an algorithm may look at. A new field here changes no existing algorithm.
struct RoutingQuestion {
  std::span<const Candidate> eligible;  ///< never empty, in rising order
};

/// Chooses who gets one request. Deterministic in its questions.
class RoutingAlgorithm {
 public:
  virtual ~RoutingAlgorithm() = default;

  /// One of the eligible.
  virtual Candidate choose(const RoutingQuestion& question) = 0;
};

/// One way to choose, by the name it has in scenarios.
struct RoutingEntry {
  std::string_view name;
  std::string_view sentence;  ///< how it chooses
  std::unique_ptr<RoutingAlgorithm> (*make)();
};

/// All algorithms there are.
std::span<const RoutingEntry> routing_algorithms();

/// Requires: one of routing_algorithms() has this name.
std::unique_ptr<RoutingAlgorithm> make_routing_algorithm(std::string_view name);

}  // namespace squall::service
