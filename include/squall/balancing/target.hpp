#pragma once

#include "squall/core/names.hpp"
#include "squall/service/endpoint.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace squall::balancing {

/// The number of a target in its group, in the order of registration; it is never given again.
using TargetId = service::Candidate;

/// The place of a node among the nodes of its balancer.
using NodeIndex = std::uint32_t;

/// A node of a balancer: it takes connections and looks after every target by itself.
struct Node {
  NameId name;
  NameId zone;
};

/// Whoever gets the requests of a group, when it joins.
struct Target {
  service::Endpoint* endpoint;  ///< outlives the group
  NameId name;
  NameId zone;  ///< none: a balancer, which is where its nodes are
  /// As each node reaches it, then as the probes of each do; empty: all alike.
  std::vector<service::Endpoint*> from_nodes{};

  service::Endpoint& from(NodeIndex node) const {
    return from_nodes.empty() ? *endpoint : *from_nodes[node];
  }

  service::Endpoint& probed_from(NodeIndex node) const {
    return from_nodes.empty() ? *endpoint : *from_nodes[from_nodes.size() / 2 + node];
  }
};

enum class HealthState : std::uint8_t { initial, healthy, unhealthy, draining, unused };

/// Why a target is not healthy, by AWS's reason codes.
enum class HealthReason : std::uint8_t {
  none,
  initial_health_checking,
  response_code_mismatch,
  timeout,
  failed_health_checks,
  deregistration_in_progress,
  not_registered,
  not_in_use,
  invalid_state,
};

/// "Target.Timeout", and so on; empty for none.
std::string_view code_of(HealthReason reason);

struct Health {
  HealthState state = HealthState::initial;
  HealthReason reason = HealthReason::initial_health_checking;

  friend bool operator==(Health, Health) = default;
};

inline constexpr Health healthy{HealthState::healthy, HealthReason::none};

}  // namespace squall::balancing
