#include "squall/balancing/branch.hpp"

#include "squall/core/invariant.hpp"

namespace squall::balancing {

void Branch::make_room() {
  INVARIANT(group.size() <= Place::targets);
  idle_.resize(group.size() * node_count_);
  connecting_.resize(group.size() * node_count_);
}

std::uint64_t Branch::waiting() const {
  std::uint64_t waiting = 0;
  for (std::uint32_t lane = 0; lane < group.size() * node_count_; ++lane)
    waiting += idle_.size(lane) + connecting_.size(lane);
  return waiting;
}

}  // namespace squall::balancing
