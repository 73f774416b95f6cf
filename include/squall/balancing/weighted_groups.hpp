#pragma once

#include "squall/balancing/draws.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/ratio.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace squall::balancing {

class TargetGroup;

/// A target group and how much of a listener's requests it gets, beside the others.
struct Forward {
  TargetGroup* group;
  Weight weight;
};

/// The groups that a port leads to: that of each request is drawn by weight, before anybody looks
/// at a target.
class WeightedGroups {
 public:
  struct Share {
    double up_to;         ///< of the sum of all weights
    std::uint32_t group;  ///< a number of the balancer's
  };

  /// Requires: the weights add up to more than 0.
  WeightedGroups(std::vector<Share> shares, std::uint64_t purpose);

  std::span<const Share> shares() const { return shares_; }

  std::uint32_t group_for(const service::Attempt& attempt) const {
    return shares_.size() == 1 ? shares_.front().group : drawn_group(draws_of(attempt));
  }

 private:
  std::uint32_t drawn_group(Key draws) const;

  const std::vector<Share> shares_;
  const std::uint64_t purpose_;  // of its draws
};

}  // namespace squall::balancing
