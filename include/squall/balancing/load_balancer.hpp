#pragma once

#include "squall/balancing/connections.hpp"
#include "squall/balancing/listener.hpp"
#include "squall/balancing/node_names.hpp"
#include "squall/balancing/setting.hpp"
#include "squall/balancing/spec.hpp"
#include "squall/balancing/target_group.hpp"
#include "squall/core/lanes.hpp"
#include "squall/service/endpoint.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace squall::balancing {

struct Place;

/// An ALB: a node in each of its zones takes requests at the listeners and forwards them. DNS names
/// the nodes that have enough healthy targets of every group; all, where none has.
///
///   listener --weights--> target group --node's algorithm--> target
///
/// | what happens                               | what the client gets          |
/// |--------------------------------------------|-------------------------------|
/// | the target answers                         | that answer                   |
/// | the target refuses, or resets              | 502                           |
/// | the target's deregistration delay is over  | 502, and it works for nobody  |
/// | no target is registered                    | 503                           |
/// | the target's host is gone: 10 s of silence | 504                           |
/// | no answer for idle_timeout                 | 504, and it works for nobody  |
class LoadBalancer final : public service::Caller {
 public:
  /// Every request that was received is in exactly one of these.
  struct Counts {
    std::uint64_t received = 0;
    std::array<std::uint64_t, 4> by_target{};  ///< 2xx, 3xx, 4xx, 5xx
    std::uint64_t made_502 = 0;
    std::uint64_t made_503 = 0;
    std::uint64_t made_504 = 0;
    std::uint64_t client_gone = 0;  ///< before the balancer could answer: 460
    std::uint64_t open = 0;

    /// Those for which a target was chosen: AWS's RequestCount.
    std::uint64_t request_count() const { return received - made_503; }
  };

  /// How long it waits for a connection to a target; AWS does not let it be changed.
  static constexpr Duration connect_timeout = 10s;

  LoadBalancer(const Setting& setting, const LoadBalancerSpec& spec, const Identity& identity,
               std::span<const Node> nodes);

  /// Opens a port that forwards to these groups.
  /// Requires: the groups were made for this balancer's nodes and outlive it.
  Listener& listen(int port, std::span<const Forward> forwards);

  const Counts& counts() const { return counts_; }

  /// The nodes that DNS names; bit n is node n.
  NodeNames::Nodes named_nodes() const { return names_.named(); }

  /// Every balance holds.
  void check() const;

  // For its listeners.
  void receive(service::AttemptId attempt, const Listener& listener);
  void abandon(service::AttemptId attempt);

  // For its targets.
  void returned(service::AttemptId attempt, service::Outcome outcome) override;

 private:
  using Waiting = Lanes<&service::Attempt::at_target, &service::Attempt::sent>;

  // The attempts that the targets of a group have, a lane for each node and target.
  struct Branch {
    Branch(const Setting& setting, Duration idle_timeout, TargetGroup& its_group,
           LoadBalancer& balancer);

    TargetGroup& group;
    const bool hears_requests;  ///< the group's algorithms do
    Waiting idle;
    Waiting connecting;
    NodeNames::Nodes fit = 0;  ///< as the group said last
  };

  std::uint32_t branch_to(TargetGroup& group);
  void make_room(Branch& branch);
  void name_nodes(Branch& branch);
  void name_fit_nodes();
  std::uint32_t lane_of(TargetId target, NodeIndex node) const;
  void join(Branch& branch, Place place, service::AttemptId attempt);
  void leave(Branch& branch, Place place, service::AttemptId attempt);
  service::Endpoint& endpoint_of(Place place) const;
  NodeIndex look_who(const service::Attempt& attempt, service::RoutingQuestion& question);
  NodeIndex node_for(const service::Attempt& attempt, const service::Sender& sender, Key draws);
  void keep_alive(const service::Attempt& attempt);

  void give_up(std::uint32_t attempt);  // event
  void cut_off(Branch& branch, TargetId target);
  void drop(service::AttemptId attempt);
  void tell_end(const service::Attempt& attempt, service::RoutingEnd::Kind kind);
  void answer(service::AttemptId attempt, service::Outcome outcome);

  const Setting setting_;
  const LoadBalancerSpec spec_;
  const Identity identity_;
  const std::vector<Node> nodes_;
  const NodeIndex node_count_;
  NodeNames names_;
  Connections connections_;
  bool asks_who_ = false;  // some branch does
  const service::CallerId self_;
  std::vector<std::unique_ptr<Branch>> branches_;
  std::deque<Listener> listeners_;
  Counts counts_;
};

}  // namespace squall::balancing
