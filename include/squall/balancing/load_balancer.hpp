#pragma once

#include "squall/balancing/branch.hpp"
#include "squall/balancing/connections.hpp"
#include "squall/balancing/draws.hpp"
#include "squall/balancing/node_names.hpp"
#include "squall/balancing/place.hpp"
#include "squall/balancing/setting.hpp"
#include "squall/balancing/target_group.hpp"
#include "squall/balancing/weighted_groups.hpp"
#include "squall/core/invariant.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace squall::balancing {

/// What balancers of all types share: a node in each of its zones takes requests at the listeners
/// and gives them to targets. DNS names the nodes that have enough healthy targets of every group;
/// all, where none has.
///
///   listener --weights--> target group --node's algorithm--> target
class LoadBalancer : public service::Caller {
 public:
  /// Every request that was received is in exactly one of these.
  struct Counts {
    std::uint64_t received = 0;
    AnswersByClass by_target{};
    std::uint64_t fixed_responses = 0;
    std::uint64_t redirects = 0;
    std::uint64_t made_405 = 0;
    std::uint64_t made_502 = 0;
    std::uint64_t made_503 = 0;
    std::uint64_t made_504 = 0;
    std::uint64_t refused = 0;      ///< by the target, or by an NLB without one
    std::uint64_t reset = 0;        ///< by the target, or by an NLB
    std::uint64_t unheard = 0;      ///< its node was lost, or an NLB forgot the connection
    std::uint64_t client_gone = 0;  ///< before the balancer could answer: 460
    std::uint64_t open = 0;
    std::uint64_t queued = 0;      ///< of the open: they wait at a CLB for a target
    std::uint64_t untargeted = 0;  ///< of all these: no target was chosen

    /// Those for which a target was chosen: AWS's RequestCount.
    std::uint64_t request_count() const {
      return received - fixed_responses - redirects - made_405 - untargeted;
    }
  };

  /// What an NLB counts of connections.
  struct Flows {
    std::uint64_t opened = 0;
    std::uint64_t active = 0;         ///< now: with an open request, or kept and not idle too long
    std::uint64_t failed_open = 0;    ///< of the opened: too few targets were healthy
    std::uint64_t rejected = 0;       ///< there was nobody to take it
    std::uint64_t client_resets = 0;  ///< the client left before the answer
    std::uint64_t target_resets = 0;  ///< the target refused or reset it
    std::uint64_t elb_resets = 0;     ///< idle for too long, or its target is used no more
    Bytes processed{};                ///< of what targets were sent, and of good answers
    Bytes busiest{};                  ///< of these, in the busiest 10 s; of a node: nothing

    /// Of several nodes together.
    Flows& operator+=(const Flows& other);
  };

  /// What a CLB counts of requests that had to wait for a target.
  struct Surge {
    std::uint64_t longest = 0;                ///< so many waited at one node
    std::uint64_t spilled = 0;                ///< came when no more might wait
    std::vector<std::uint64_t> spilled_at{};  ///< by node
  };

  /// Opens a port that forwards to these groups.
  /// Requires: the groups were made for this balancer's nodes and outlive it.
  virtual service::Endpoint& listen(int port, std::span<const Forward> forwards) = 0;

  /// Whom its listeners forward to, by name, and what requests ask for that name no host.
  struct Surroundings {
    std::string host;
    std::map<std::string, TargetGroup*> groups;
  };

  /// Opens a port that does as the spec says.
  /// Requires: all groups of the spec are there, made for this balancer's nodes, and outlive it.
  virtual service::Endpoint& listen(int port, const ListenerSpec& spec,
                                    const Surroundings& surroundings) = 0;

  Counts counts() const;

  /// What the node alone has answered itself, or lost: the rest is told of the whole, since no
  /// request pays for more.
  struct NodeCounts {
    std::uint64_t made_405 = 0;  ///< of a CLB
    std::uint64_t made_502 = 0;
    std::uint64_t made_503 = 0;
    std::uint64_t made_504 = 0;

    std::uint64_t made_5xx() const { return made_502 + made_503 + made_504; }

    NodeCounts& operator+=(const NodeCounts& other) {
      made_405 += other.made_405;
      made_502 += other.made_502;
      made_503 += other.made_503;
      made_504 += other.made_504;
      return *this;
    }
  };
  const NodeCounts& counts_at(NodeIndex node) const { return node_counts_[node]; }

  /// Of all nodes together, or of one.
  virtual std::optional<Flows> flows() const { return std::nullopt; }
  virtual std::optional<Flows> flows_at(NodeIndex) const { return std::nullopt; }
  virtual const Surge* surge() const { return nullptr; }

  /// The nodes that DNS names; bit n is node n.
  NodeNames::Nodes named_nodes() const { return names_.named(); }

  std::span<const Node> nodes() const { return nodes_; }

  /// The node is gone with all that it has: nobody hears of it again, and who still comes meets
  /// silence. Or it is back: an empty one.  Requires: it was there; it was gone.
  void lose(NodeIndex node);
  void restore(NodeIndex node);

  /// A zonal shift: DNS names the node no more, and the others use no target of its zone, until the
  /// traffic is shifted back. What there is goes on. Nothing of this while the others would fail
  /// open.  Requires: no zone is shifted away from; one is.
  void shift_away(NodeIndex node);
  void shift_back();

  /// The node whose zone is shifted away from.
  std::optional<NodeIndex> shifted() const { return shifted_; }

  /// Every balance holds.
  void check() const;

 protected:
  LoadBalancer(const Setting& setting, const Identity& identity, std::span<const Node> nodes,
               const Branch::Patience& patience);

  // What the types do each in its own way with an attempt that is in no lane any more: it has
  // waited for its target for too long, or is cut off.
  virtual void give_up(std::uint32_t attempt) = 0;  // event
  virtual void cut(service::AttemptId attempt) = 0;

  // The target's deregistration delay is over: what it has is cut off, unless a type says
  // otherwise. The place's node finds the target unhealthy; the target is new, or some node finds
  // something new of it, or it leaves: nothing, unless a type says otherwise.
  virtual void drained(std::uint32_t group, TargetId target);
  virtual void sickened(Place) {}
  virtual void changed(std::uint32_t /*group*/, TargetId) {}

  // The node is lost, and what was open there is dropped: nothing, unless a type says otherwise.
  virtual void flows_lost(NodeIndex) {}

  bool is_lost(NodeIndex node) const { return (lost_ >> node & 1) != 0; }
  bool any_lost() const { return lost_ != 0; }

  // It came to a lost node.
  void fall_silent(service::AttemptId attempt);

  // Whether it is with a target: not where it met silence here.
  static bool is_sent(const service::Attempt& attempt) { return attempt.at_target.linked(); }

  // Cuts off what the target has from the node.
  void cut_off(Place place);

  WeightedGroups groups_of(int port, std::span<const Forward> forwards);

  // What the node where the attempt is, or was, counts.
  NodeCounts& counts_of_node(service::AttemptId attempt) {
    return node_counts_[Place::of(setting_.exchange.attempts[attempt].place).node];
  }

  // Some algorithm wants to know who sends it, or the sender keeps a connection.
  bool looks_who(const service::Attempt& attempt) const {
    return asks_who_ || setting_.exchange.comes_again(attempt.caller);
  }
  static void say_who(const service::Attempt& attempt, const service::Sender& sender,
                      service::RoutingQuestion& question);

  // The attempt goes to its target; then it comes back, or its client leaves, or it is dropped: to
  // work for nobody.
  void send(service::AttemptId attempt, Branch& branch, Place place, service::Endpoint& endpoint);
  void come_back(service::AttemptId attempt, service::Outcome outcome);
  void withdraw(service::AttemptId attempt);
  void drop(service::AttemptId attempt);

  // Something goes over the sender's connection.
  void keep_alive(const service::Attempt& attempt);

  // Whoever sent it hears this; the second also keeps its connection alive.
  void tell(service::AttemptId attempt, service::Outcome outcome);
  void answer(service::AttemptId attempt, service::Outcome outcome);

  const Setting setting_;
  const Identity identity_;
  const std::vector<Node> nodes_;
  NodeNames names_;
  Connections connections_;
  std::vector<std::unique_ptr<Branch>> branches_;
  Counts counts_;  // but for by_target, which the groups know, and what follows
  std::vector<NodeCounts> node_counts_;

 private:
  std::uint32_t branch_to(TargetGroup& group);
  void name_nodes(Branch& branch);
  void name_fit_nodes();
  NodeNames::Nodes worth_naming() const;
  const JournalKind& why(NodeIndex node) const;
  void forget(service::AttemptId attempt);
  void show(service::AttemptId attempt, const Branch& branch, Place place) const;
  void tell_end(const service::Attempt& attempt, service::RoutingEnd::Kind kind);

  const Branch::Patience patience_;
  NodeNames::Nodes lost_ = 0;
  std::optional<NodeIndex> shifted_;
  bool asks_who_ = false;  // some branch does
  const service::CallerId self_;
};

[[gnu::always_inline]] inline void LoadBalancer::send(service::AttemptId id, Branch& branch,
                                                      Place place, service::Endpoint& endpoint) {
  service::Attempt& attempt = setting_.exchange.attempts[id];
  attempt.place = place.packed();
  attempt.via = self_;
  ++counts_.open;
  branch.group.traffic.sent(place.target);
  if (branch.hears_requests) branch.group.sent(place.node, place.target);
  branch.join(place, id);
  if (setting_.exchange.onlooker) show(id, branch, place);
  endpoint.offer(id);
}

[[gnu::always_inline]] inline void LoadBalancer::come_back(service::AttemptId id,
                                                           service::Outcome outcome) {
  const service::Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  Branch& branch = *branches_[place.group];
  TargetTraffic& traffic = branch.group.traffic;
  branch.leave(place, id);
  if (branch.hears_requests)
    tell_end(attempt, outcome.good() ? service::RoutingEnd::Kind::answered
                                     : service::RoutingEnd::Kind::failed);
  if (outcome.kind != service::Outcome::Kind::answered) return traffic.broke(place.target);
  INVARIANT(outcome.status >= 200 && outcome.status < 600);
  traffic.answered(place.target, outcome.status, setting_.engine.now() - attempt.sent);
}

[[gnu::always_inline]] inline void LoadBalancer::tell(service::AttemptId id,
                                                      service::Outcome outcome) {
  --counts_.open;
  service::Attempt& attempt = setting_.exchange.attempts[id];
  attempt.via = attempt.caller;
  setting_.exchange.answer(id, outcome);
}

[[gnu::always_inline]] inline void LoadBalancer::answer(service::AttemptId id,
                                                        service::Outcome outcome) {
  const service::Attempt& attempt = setting_.exchange.attempts[id];
  if (setting_.exchange.comes_again(attempt.caller)) keep_alive(attempt);
  tell(id, outcome);
}

}  // namespace squall::balancing
