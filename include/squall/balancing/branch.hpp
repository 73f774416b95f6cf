#pragma once

#include "squall/balancing/place.hpp"
#include "squall/balancing/target_group.hpp"
#include "squall/core/lanes.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::balancing {

/// The attempts that the targets of a group have from a balancer, a lane for each node and target.
class Branch {
 public:
  /// How long an attempt waits: for its target to say something, and for one that is not there.
  struct Patience {
    Duration idle;
    Duration connect;
  };

  /// Calls `(model.*Handler)(attempt)` when an attempt has waited for so long.
  template <auto Handler, class Model>
  Branch(const Setting& setting, const Patience& patience, TargetGroup& its_group,
         Timer::Of<Handler> give_up, Model& model)
      : group(its_group),
        hears_requests(its_group.hears_requests()),
        node_count_(static_cast<NodeIndex>(its_group.node_count())),
        idle_(setting.engine, setting.exchange.attempts, patience.idle, Phase::time_out, give_up,
              model),
        connecting_(setting.engine, setting.exchange.attempts, patience.connect, Phase::time_out,
                    give_up, model) {
    make_room();
  }

  /// The group has more targets than before.
  void make_room();

  void join(Place place, service::AttemptId attempt) {
    lanes_of(place).join(lane_of(place.target, place.node), attempt);
  }
  void leave(Place place, service::AttemptId attempt) {
    lanes_of(place).leave(lane_of(place.target, place.node), attempt);
  }

  /// Takes out what the target has from this node, and calls visit(attempt) for each that is out.
  template <class Visit>
  void clear(TargetId target, NodeIndex node, Visit visit) {
    idle_.clear(lane_of(target, node), visit);
    connecting_.clear(lane_of(target, node), visit);
  }

  /// Calls visit(attempt) for each that its targets have.
  template <class Visit>
  void each(Visit visit) const {
    for (std::uint32_t lane = 0; lane < group.size() * node_count_; ++lane) {
      idle_.each(lane, visit);
      connecting_.each(lane, visit);
    }
  }

  /// The target, as it is from that node.
  service::Endpoint& endpoint(TargetId target, NodeIndex node) const {
    return group.endpoint(target, node);
  }

  std::uint64_t waiting() const;  ///< attempts in all lanes

  TargetGroup& group;
  const bool hears_requests;  ///< the group's algorithms do
  std::uint32_t fit = 0;      ///< the nodes, as the group said last

 private:
  using Waiting = Lanes<&service::Attempt::at_target, &service::Attempt::sent>;

  Waiting& lanes_of(Place place) { return place.connecting ? connecting_ : idle_; }

  std::uint32_t lane_of(TargetId target, NodeIndex node) const {
    return target * node_count_ + node;
  }

  const NodeIndex node_count_;
  Waiting idle_;
  Waiting connecting_;
};

}  // namespace squall::balancing
