#pragma once

#include "squall/core/names.hpp"
#include "squall/service/attempt.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace squall::service {

/// Whom a node of a balancer has chosen for an attempt, and among whom.
struct Routing {
  NameId node;
  NameId group;
  NameId target;
  NameId node_zone;
  NameId target_zone;  ///< none: the target is a balancer, which chooses again
  Candidate chosen;
  std::span<const Candidate> eligible;  ///< in rising order
  bool healthy;                         ///< the chosen is, for the node
  bool registered;                      ///< the chosen is, and is not leaving
  bool failing_open;                    ///< the node uses all, healthy or not
  std::uint32_t all;                    ///< how many the node might use
  std::uint32_t all_healthy;            ///< of these: how many it finds healthy
};

/// Sees attempts go their way, in the order of time, and changes nothing. An attempt that a Way
/// carries on has the number by which its caller knows it, and no_slot once nobody waits for it.
class Onlooker {
 public:
  virtual ~Onlooker() = default;

  /// Its caller is about to offer it.
  virtual void sent(AttemptId, const Attempt&) {}

  virtual void routed(AttemptId, const Routing&) {}

  /// A worker of a server takes it.
  virtual void started(AttemptId) {}

  /// It is over for its caller: it has come back with an outcome, or nobody waits for it any more.
  virtual void ended(AttemptId, std::optional<Outcome>) {}
};

}  // namespace squall::service
