#pragma once

#include "squall/balancing/closures.hpp"
#include "squall/balancing/cookies.hpp"
#include "squall/balancing/listener.hpp"
#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/spec.hpp"
#include "squall/balancing/surge_queue.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace squall::balancing {

/// A CLB: it forwards requests, or at a TCP listener connections. A user's connection stays with
/// its node, one at a TCP listener with its target too.
///
/// Whoever is chosen and would refuse is passed over for the least busy that would not. Where all
/// would, a request waits at its node until one has room.
///
/// | what happens                              | the client gets | at a TCP listener |
/// |-------------------------------------------|-----------------|-------------------|
/// | the target answers                        | that answer     | that answer       |
/// | no target is healthy                      | 503             | reset             |
/// | 1,024 wait at the node already            | 503             | reset             |
/// | the target refuses                        | 503             | reset             |
/// | no answer for idle_timeout                | 504             | reset             |
/// | the target resets                         | 504             | reset             |
/// | the target leaves, and its draining is    | 504             | reset             |
/// |   over; without `connection_draining` at  |                 |                   |
/// |   once, and also when it is unhealthy     |                 |                   |
/// | the method is longer than 127 letters     | 405             |                   |
/// | its node is gone                          | nothing         | nothing           |
///
/// A user whom a target has answered, of a group with stickiness, comes back to it while it is
/// healthy. An lb_cookie is given once and is good until it expires, also where it leads nowhere:
/// that user's requests are shared like those of strangers. An app_cookie follows each answer.
class ClassicBalancer final : public LoadBalancer {
 public:
  ClassicBalancer(const Setting& setting, const LoadBalancerSpec& spec, const Identity& identity,
                  std::span<const Node> nodes);

  service::Endpoint& listen(int port, std::span<const Forward> forwards) override;
  service::Endpoint& listen(int port, const ListenerSpec& spec,
                            const Surroundings& surroundings) override;
  const Surge* surge() const override { return &surge_; }

  /// So many waited at a node at most from then until now.
  std::uint64_t longest_queue(NodeIndex node, Time then) const;

  // For its listeners.
  void receive(service::AttemptId attempt, const WeightedGroups& groups);
  void abandon(service::AttemptId attempt);

  // For its targets.
  void returned(service::AttemptId attempt, service::Outcome outcome) override;

 private:
  // What it knows of a group beyond its branch.
  struct Side {
    bool tcp = false;
    std::unique_ptr<Cookies> cookies;  // null: users do not come back to their target
  };

  bool refuses(const service::Attempt& attempt, const Side& side) const;
  Place place_for(const service::Attempt& attempt, std::uint32_t group);
  void wait(service::AttemptId attempt, Place place);
  void go(service::AttemptId attempt, Place place);
  void leave_queue(service::AttemptId attempt);
  void forget_queue(Place at);
  void serve();
  bool serve_first(Place at);

  std::optional<TargetId> choose(const service::Attempt& attempt, Place at);
  std::optional<TargetId> choose_kept(const service::Attempt& attempt, Place at) const;
  std::optional<TargetId> choose_spare(const service::Attempt& attempt, Place at) const;
  bool would_take(const Branch& branch, TargetId target, NodeIndex node) const;
  void give_cookie(const service::Attempt& attempt, Place place);

  void give_up(std::uint32_t attempt) override;  // event
  void give_up_waiting(std::uint32_t attempt);   // event
  void cut(service::AttemptId attempt) override;
  void drained(std::uint32_t group, TargetId target) override;
  void sickened(Place place) override;
  void flows_lost(NodeIndex node) override;
  void changed(std::uint32_t group, TargetId target) override;

  void fail(service::AttemptId attempt, Place place, std::uint16_t status);
  void close(service::AttemptId attempt);
  void freed(Place place);
  void end_draining(std::uint32_t group, TargetId target);

  const Duration idle_timeout_;
  const bool draining_;
  std::deque<Listener<ClassicBalancer>> listeners_;
  std::vector<Side> sides_;  // by branch
  Closures closures_;
  SurgeQueue queue_;
  std::uint32_t turn_ = 0;  // the lane of the queue that was looked at last
  bool serving_ = false;
  Surge surge_;
};

}  // namespace squall::balancing
