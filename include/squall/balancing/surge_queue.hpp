#pragma once

#include "squall/balancing/place.hpp"
#include "squall/balancing/setting.hpp"
#include "squall/core/lanes.hpp"
#include "squall/service/attempt.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::balancing {

/// The attempts that wait at the nodes of a CLB for a target: a lane for each group and node, first
/// come first served.
class SurgeQueue {
 public:
  static constexpr std::uint64_t room = 1024;  ///< of a node

  /// Calls `(model.*Handler)(attempt)` when an attempt has waited for so long.
  template <auto Handler, class Model>
  SurgeQueue(const Setting& setting, Duration patience, Timer::Of<Handler> give_up, Model& model)
      : lanes_(setting.engine, setting.exchange.attempts, patience, Phase::time_out, give_up,
               model) {}

  /// There are so many groups.
  void make_room(std::size_t groups) { lanes_.resize(groups * Place::nodes); }

  void join(Place place, service::AttemptId attempt) { lanes_.join(lane_of(place), attempt); }
  void leave(Place place, service::AttemptId attempt) { lanes_.leave(lane_of(place), attempt); }

  /// Who is next for a target; no_slot where nobody waits.
  service::AttemptId first(Place place) const { return lanes_.first(lane_of(place)); }

  std::uint64_t waiting_at(NodeIndex node, std::size_t groups) const {
    std::uint64_t waiting = 0;
    for (std::uint32_t group = 0; group < groups; ++group)
      waiting += lanes_.size(lane_of({Place::no_target, node, group}));
    return waiting;
  }

  /// So many wait at a node when one has just joined, or is about to leave.
  void note(NodeIndex node, std::uint64_t waiting, Time now) {
    if (node >= reached_.size()) reached_.resize(node + std::size_t{1}, nobody_yet());
    reached_[node][waiting] = now;
  }

  /// The most that was noted of a node since then; 0 where nothing was.
  std::uint64_t longest_since(NodeIndex node, Time then) const {
    if (node >= reached_.size()) return 0;
    std::uint64_t length = room;
    while (length > 0 && reached_[node][length] < then) --length;
    return length;
  }

 private:
  using Reached = std::array<Time, room + 1>;  // when so many last waited

  static Reached nobody_yet() {
    Reached reached;
    reached.fill(Time::min());
    return reached;
  }

  static std::uint32_t lane_of(Place place) { return place.group * Place::nodes + place.node; }

  Lanes<&service::Attempt::at_target, &service::Attempt::sent> lanes_;
  std::vector<Reached> reached_;  // by node
};

}  // namespace squall::balancing
