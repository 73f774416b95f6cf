#pragma once

#include "squall/balancing/health_checker.hpp"
#include "squall/balancing/node_targets.hpp"
#include "squall/balancing/setting.hpp"
#include "squall/balancing/spec.hpp"
#include "squall/balancing/target.hpp"
#include "squall/balancing/target_traffic.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/signal.hpp"
#include "squall/service/onlooker.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace squall::balancing {

/// Targets that share the work of one kind, as each node of their balancer sees them.
///
///   register_target --> initial, healthy, unhealthy  --deregister--> draining --delay--> unused
///                       (each node judges by itself) --withdraw--------------------------^
///
/// A node uses the targets of all zones, or without `cross_zone` those of its own. It chooses among
/// those that it finds healthy; where these are too few it fails open to all that are registered. A
/// target in a zone without a node is never used. A balancer as a target is in every zone.
///
/// While the zone of one node is shifted away from, the other nodes leave its targets aside, unless
/// too few would be healthy then. A node that is lost uses nobody, and knows nobody healthy when it
/// is back.
class TargetGroup {
 public:
  /// What a node without `cross_zone` does that finds too few of its own targets healthy: it uses
  /// all of these, or nobody until no node finds enough, and then all of every zone.
  enum class FailOpen : std::uint8_t { each_node, all_nodes };

  /// `nodes` are those of the one balancer that forwards to the group.
  TargetGroup(const Setting& setting, const TargetGroupSpec& spec, const Identity& identity,
              std::span<const Node> nodes, FailOpen fail_open = FailOpen::each_node);
  TargetGroup(const TargetGroup&) = delete;
  TargetGroup& operator=(const TargetGroup&) = delete;

  /// What the probes of all nodes ask for from now on.
  void probe_for(service::ClassId request_class);

  /// A target is initial until its first good answer; those that a run begins with are healthy.
  TargetId register_target(const Target& target, Health health = {});

  /// Gives it nothing new from now on. What it has may be finished until the deregistration delay
  /// is over; that long it is draining, with or without requests. Nothing where it has left before.
  void deregister(TargetId target);

  /// What it has does not matter any more: its delay is over. Nothing where it is not draining.
  void end_draining(TargetId target);

  /// Its instance has stopped: it is unused from now on. What it has is not answered for it.
  void withdraw(TargetId target);

  /// It runs again, and is initial. Nothing where it was not withdrawn, or has been deregistered.
  void readmit(TargetId target);

  /// It has left by itself, and comes back: it is initial. Nothing where it is registered.
  void register_again(TargetId target);

  /// The node is gone; or back, with every health still to be found out.
  void lose(NodeIndex node);
  void restore(NodeIndex node);

  /// The zone of the node is shifted away from, or no longer.
  void shift_away(NodeIndex node);
  void shift_back();

  /// Whether some other node can do without the zone of that node, which is shifted away from.
  bool can_spare(NodeIndex node) const;

  /// Who gets the next request of this node; nobody where no target is registered. Who is eligible
  /// is for the group to say; by reference, since a copy is a tenth of what a balancer costs.
  std::optional<TargetId> choose(NodeIndex node, service::RoutingQuestion&& question) {
    NodeTargets& targets = views_[node].targets;
    if (targets.failing_open()) [[unlikely]]
      return choose_open(node, std::move(question));
    return targets.choose(std::move(question));
  }

  /// The same for a request of which nobody asks who sends it.
  [[gnu::always_inline]] std::optional<TargetId> choose(NodeIndex node, Time now,
                                                        const service::Attempt& attempt) {
    NodeTargets& targets = views_[node].targets;
    if (targets.failing_open()) [[unlikely]]
      return choose_open(node, {{}, now, draws_of(attempt), {}, {}});
    return targets.choose(now, attempt);
  }

  /// Among whom the node chooses, in rising order.
  std::span<const TargetId> eligible(NodeIndex node) const;

  /// The choice of a node in words for those who look on.
  service::Routing routing(NodeIndex node, TargetId chosen) const;

  /// Whether this node's next request may go to the target; if so, it does.
  bool keep(NodeIndex node, TargetId target);

  const std::optional<StickinessSpec>& stickiness() const { return spec_.stickiness; }

  /// Whether the node uses targets that it does not find healthy.
  bool failing_open(NodeIndex node) const { return views_[node].targets.failing_open(); }

  /// The node's connection was taken by the target, or refused.
  void saw(NodeIndex node, TargetId target, bool taken) {
    if (members_[target].left == HealthReason::none) views_[node].checker->saw(target, taken);
  }

  /// Whether the nodes' algorithms want to hear the two below. Always the same.
  bool hears_requests() const { return hears_requests_; }

  /// Whether its algorithms look at who sends a request.
  bool asks_who() const { return asks_who_; }

  /// The node's request goes to the target, or ends there.
  void sent(NodeIndex node, TargetId target) { views_[node].targets.algorithm().sent(target); }
  void ended(NodeIndex node, TargetId target, const service::RoutingEnd& end) {
    views_[node].targets.algorithm().ended(target, end);
  }

  const TargetGroupSpec& spec() const { return spec_; }
  NameId target_name(TargetId target) const { return members_[target].name; }

  /// The target, as it is from that node.
  service::Endpoint& endpoint(TargetId target, NodeIndex node) const {
    return *endpoints_[target * node_count_ + node];
  }

  /// As the group shows it: healthy where some node finds it so.
  Health health(TargetId target) const;

  /// As one node sees it.
  Health health(TargetId target, NodeIndex node) const;

  /// Whether every node that uses it finds it healthy, and its zone is not shifted away from.
  bool in_use(TargetId target) const;

  /// The nodes with enough healthy targets to stay in DNS; bit n is node n.
  std::uint32_t fit_nodes() const;

  /// Whether some node has targets to use, and healthy ones.
  bool has_targets() const;
  bool has_healthy_targets() const;

  std::size_t size() const { return members_.size(); }  ///< all that were ever registered
  std::size_t node_count() const { return views_.size(); }
  const HealthChecker& checker(NodeIndex node) const { return *views_[node].checker; }

  /// Given to targets by nodes with too few healthy ones; and by one of these.
  std::uint64_t unhealthy_routing_requests() const;
  std::uint64_t unhealthy_routing_requests(NodeIndex node) const {
    return views_[node].unhealthy_routing_requests;
  }

  Signal<TargetId> registered;
  Signal<TargetId> health_changed;       ///< for some node, or because it leaves
  Signal<TargetId, NodeIndex> sickened;  ///< the node finds it unhealthy from now on
  Signal<TargetId> drained;              ///< its delay is over: what it still has ends now

  TargetTraffic traffic;

 private:
  struct Member {
    NameId name;
    NameId zone;
    HealthReason left = HealthReason::none;  // none: it is registered
    bool deregistered = false;
    Time drained{};  // when it is, where it is draining

    // Whether a node there has it at hand.
    bool is_in(NameId a_zone) const { return zone == a_zone || zone == NameId::none; }
  };

  // What one node knows.
  struct View {
    Node node;
    std::unique_ptr<HealthChecker> checker;
    NodeTargets targets;
    bool lost = false;
    bool aside = false;             // it does not use the zone that is shifted away from
    bool short_of_healthy = false;  // as the journal says
    std::uint64_t unhealthy_routing_requests = 0;
  };

  void end_delay(TargetId target);  // event

  bool has_node_beside(const Member& member) const;
  TargetTraffic::ZoneIndex zone_of(const Member& member) const;
  void judged(NodeIndex node, TargetId target);
  bool uses(const View& view, TargetId target) const;
  bool is_away(TargetId target) const;
  bool has_enough_elsewhere(const View& view) const;
  std::size_t healthy_aside(const View& view) const;
  void set_aside(View& view, bool aside);
  void settle();
  void admit(TargetId target, Health health);
  void leave(TargetId target, HealthReason reason);
  bool opens_everywhere(NodeIndex node) const;
  std::optional<TargetId> choose_open(NodeIndex node, service::RoutingQuestion&& question);
  std::optional<TargetId> choose_of_all_zones(NodeIndex node, service::RoutingQuestion&& question);

  const Setting setting_;
  const TargetGroupSpec spec_;
  const NameId name_;
  const std::vector<Node> nodes_;
  const NodeIndex node_count_;
  const FailOpen fail_open_;
  const Call<TargetId> end_delay_;
  std::optional<NodeIndex> away_;  // the node whose zone is shifted away from
  std::vector<View> views_;        // by NodeIndex
  bool hears_requests_ = false;
  bool asks_who_ = false;
  std::vector<Member> members_;                // by TargetId
  std::vector<service::Endpoint*> endpoints_;  // by TargetId and NodeIndex
  std::vector<TargetId> standing_;             // sorted: registered, in a zone with a node
};

}  // namespace squall::balancing
