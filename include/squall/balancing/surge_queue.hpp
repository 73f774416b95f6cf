#pragma once

#include "squall/balancing/place.hpp"
#include "squall/balancing/setting.hpp"
#include "squall/core/lanes.hpp"
#include "squall/service/attempt.hpp"

#include <cstddef>
#include <cstdint>

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

 private:
  static std::uint32_t lane_of(Place place) { return place.group * Place::nodes + place.node; }

  Lanes<&service::Attempt::at_target, &service::Attempt::sent> lanes_;
};

}  // namespace squall::balancing
