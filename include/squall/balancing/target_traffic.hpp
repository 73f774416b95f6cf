#pragma once

#include "squall/balancing/target.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace squall::balancing {

/// Answers by the first digit of their status: 2xx, 3xx, 4xx, 5xx.
using AnswersByClass = std::array<std::uint64_t, 4>;

/// What became of the requests that one target was given, or several.
///
///   requests = answered + connection_errors + given_up + client_gone + open
struct TargetCounts {
  std::uint64_t requests = 0;
  AnswersByClass answers{};
  std::uint64_t connection_errors = 0;  ///< refused or reset
  std::uint64_t given_up = 0;           ///< waited for too long, or cut at the end of draining
  std::uint64_t client_gone = 0;
  std::uint64_t open = 0;

  std::uint64_t answered() const {
    return std::accumulate(answers.begin(), answers.end(), std::uint64_t{0});
  }
  std::uint64_t server_errors() const { return answers[3]; }
  std::uint64_t errors() const { return server_errors() + connection_errors; }

  TargetCounts& operator+=(const TargetCounts& other);
};

/// What the targets of a group were given and how long they took: per target counts, and for those
/// of each zone a histogram.
class TargetTraffic {
 public:
  /// The number of a zone: that of the node there, or the last for whoever is in none of these.
  using ZoneIndex = std::uint32_t;

  explicit TargetTraffic(std::size_t zones = 1) : latency_(zones) {}

  void add_target(ZoneIndex zone = 0) {
    targets_.emplace_back();
    zones_.push_back(static_cast<std::uint8_t>(zone));
  }

  // Each of these but the first ends one request that is open at the target; a status is 200..599.
  void sent(TargetId target);
  void answered(TargetId target, int status, Duration latency);
  void broke(TargetId target);
  void gave_up(TargetId target);
  void client_left(TargetId target);

  const TargetCounts& operator[](TargetId target) const { return targets_[target]; }

  /// From the moment at which a request was sent until its target's answer came.
  Histogram latency() const;
  const Histogram& latency(ZoneIndex zone) const { return latency_[zone]; }

  /// Of all targets, or of those in a zone.
  TargetCounts total() const;
  TargetCounts total(ZoneIndex zone) const;

  ZoneIndex zone_of(TargetId target) const { return zones_[target]; }
  std::size_t zones() const { return latency_.size(); }

  /// Every balance holds.
  void check() const;

 private:
  std::vector<TargetCounts> targets_;
  std::vector<std::uint8_t> zones_;  // by target
  std::vector<Histogram> latency_;   // by zone
};

inline void TargetTraffic::sent(TargetId target) {
  ++targets_[target].requests;
  ++targets_[target].open;
}

inline void TargetTraffic::answered(TargetId target, int status, Duration latency) {
  TargetCounts& counts = targets_[target];
  --counts.open;
  ++counts.answers[static_cast<unsigned>(status) / 100u - 2];
  latency_[zones_[target]].record(latency);
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
