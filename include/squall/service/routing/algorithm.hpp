#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/time.hpp"
#include "squall/service/routing/algorithms.hpp"
#include "squall/service/routing/turn.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace squall::service {

/// All that an algorithm may look at. A new field here changes no existing algorithm.
struct RoutingQuestion {
  std::span<const Candidate> eligible;  ///< never empty, in rising order
  Time now{};
  Key draws{};   ///< of this attempt: what is left to chance is drawn by it
  Key source{};  ///< of the address that it comes from, for whoever asks
  Key flow{};    ///< of the connection that it comes on, for whoever asks
};

/// How a request that was sent to a candidate has ended.
struct RoutingEnd {
  enum class Kind : std::uint8_t {
    answered,  ///< below 500
    failed,    ///< answered with 500 or more, refused, reset or waited for too long
    left,      ///< whoever wanted it has gone
  };

  Kind kind = Kind::answered;
  Time at{};
  Duration took{};  ///< since it was sent
};

/// Chooses who gets one request, and hears what comes of it. Deterministic in what it is told: the
/// same key draws the same, whoever else asks.
class RoutingAlgorithm {
 public:
  virtual ~RoutingAlgorithm() = default;

  /// One of the eligible.
  virtual Candidate choose(const RoutingQuestion& question) = 0;

  /// Where the turn is all that it goes by: that, to be asked without a question. Always the same.
  virtual Turn* turn() { return nullptr; }

  /// The candidate is eligible from now on, or no longer. The questions show the same.
  virtual void joined(Candidate) {}
  virtual void left(Candidate) {}

  /// Whether it looks at `source` or `flow`. Always the same.
  virtual bool asks_who() const { return false; }

  /// Whether it wants to hear the two below. Always the same.
  virtual bool hears_requests() const { return false; }

  /// A request goes to the candidate, chosen here or not; it ends, though the candidate may no
  /// longer be eligible.  Requires: the candidate has joined once.
  virtual void sent(Candidate) {}
  virtual void ended(Candidate, const RoutingEnd&) {}
};

/// What an algorithm is made with.
struct RoutingSettings {
  Key key;                          ///< of its draws
  bool anomaly_mitigation = false;  ///< of weighted_random
};

std::unique_ptr<RoutingAlgorithm> make_routing_algorithm(Algorithm algorithm,
                                                         const RoutingSettings& settings);

}  // namespace squall::service
