#include "squall/balancing/branch.hpp"

#include "squall/core/invariant.hpp"

namespace squall::balancing {

void Branch::make_room() {
  INVARIANT(group.size() <= Place::targets);
  idle_.resize(group.size() * node_count_);
  connecting_.resize(group.size() * node_count_);
  while (endpoints_.size() < group.size() * node_count_) {
    const auto lane = static_cast<std::uint32_t>(endpoints_.size());
    endpoints_.push_back(&group.target(lane / node_count_).from(lane % node_count_));
  }
}

std::uint64_t Branch::waiting() const {
  std::uint64_t waiting = 0;
  for (std::uint32_t lane = 0; lane < group.size() * node_count_; ++lane)
    waiting += idle_.size(lane) + connecting_.size(lane);
  return waiting;
}

}  // namespace squall::balancing
