#include "squall/balancing/weighted_groups.hpp"

#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

WeightedGroups::WeightedGroups(std::vector<Share> shares, std::uint64_t purpose)
    : shares_(std::move(shares)), purpose_(purpose) {
  INVARIANT(!shares_.empty() && shares_.back().up_to > 0);
}

std::uint32_t WeightedGroups::drawn_group(Key draws) const {
  const double point = Draw(draws, purpose_).uniform() * shares_.back().up_to;
  std::size_t share = 0;
  while (share + 1 < shares_.size() && point >= shares_[share].up_to) ++share;
  return shares_[share].group;
}

}  // namespace squall::balancing
