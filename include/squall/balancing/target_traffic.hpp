#pragma once

#include "squall/balancing/target.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace squall::balancing {

/// Answers by the first digit of their status: 2xx, 3xx, 4xx, 5xx.
using AnswersByClass = std::array<std::uint64_t, 4>;

/// What became of the requests that one target was given.
///
///   requests = answered + connection_errors + given_up + client_gone + open
struct TargetCounts {
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;
  std::uint64_t server_errors = 0;      ///< of the answered: with 500 and more
  std::uint64_t connection_errors = 0;  ///< refused or reset
  std::uint64_t given_up = 0;           ///< waited for too long, or cut at the end of draining
  std::uint64_t client_gone = 0;
  std::uint64_t open = 0;
  Duration total_latency{};  ///< of the answered
  Duration max_latency{};    ///< of the answered

  std::uint64_t errors() const { return server_errors + connection_errors; }
};

/// What the targets of a group were given and how long they took: per target counts and moments,
/// for the group a histogram.
class TargetTraffic {
 public:
  void add_target() { targets_.emplace_back(); }

  // Each of these but the first ends one request that is open at the target; a status is 200..599.
  void sent(TargetId target);
  void answered(TargetId target, int status, Duration latency);
  void broke(TargetId target);
  void gave_up(TargetId target);
  void client_left(TargetId target);

  const TargetCounts& operator[](TargetId target) const { return targets_[target]; }

  const AnswersByClass& by_class() const { return by_class_; }

  /// From the moment at which a request was sent until its target's answer came.
  const Histogram& latency() const { return latency_; }

  /// Of all targets.
  TargetCounts total() const;

  /// Every balance holds.
  void check() const;

 private:
  std::vector<TargetCounts> targets_;
  AnswersByClass by_class_{};
  Histogram latency_;
};

inline void TargetTraffic::sent(TargetId target) {
  ++targets_[target].requests;
  ++targets_[target].open;
}

inline void TargetTraffic::answered(TargetId target, int status, Duration latency) {
  TargetCounts& counts = targets_[target];
  --counts.open;
  ++counts.answered;
  counts.server_errors += status >= 500;
  ++by_class_[static_cast<unsigned>(status) / 100u - 2];
  counts.total_latency += latency;
  if (latency > counts.max_latency) counts.max_latency = latency;
  latency_.record(latency);
}

inline void TargetTraffic::broke(TargetId target) {
  --targets_[target].open;
  ++targets_[target].connection_errors;
}

inline void TargetTraffic::gave_up(TargetId target) {
  --targets_[target].open;
  ++targets_[target].given_up;
}

inline void TargetTraffic::client_left(TargetId target) {
  --targets_[target].open;
  ++targets_[target].client_gone;
}

}  // namespace squall::balancing
