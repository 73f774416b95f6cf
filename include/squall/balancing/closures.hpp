#pragma once

#include "squall/balancing/place.hpp"
#include "squall/core/time.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace squall::balancing {

/// When a balancer last closed all connections from a node to a target.
class Closures {
 public:
  void close(Place place, Time now) {
    if (place.group >= groups_.size()) groups_.resize(place.group + std::size_t{1});
    std::vector<Time>& lanes = groups_[place.group];
    lanes.resize(std::max(lanes.size(), lane_of(place) + 1), Time::min());
    lanes[lane_of(place)] = now;
  }

  /// Whether one that was opened then has been closed.
  bool closed(Place place, Time opened) const {
    if (place.group >= groups_.size()) return false;
    const std::vector<Time>& lanes = groups_[place.group];
    return lane_of(place) < lanes.size() && opened <= lanes[lane_of(place)];
  }

 private:
  static std::size_t lane_of(Place place) {
    return std::size_t{place.target} * Place::nodes + place.node;
  }

  std::vector<std::vector<Time>> groups_;
};

}  // namespace squall::balancing
