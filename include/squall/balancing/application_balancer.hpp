#pragma once

#include "squall/balancing/application_listener.hpp"
#include "squall/balancing/cookies.hpp"
#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/spec.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace squall::balancing {

/// An ALB: it forwards requests. A user's connection stays with its node.
///
/// | what happens                               | what the client gets          |
/// |--------------------------------------------|-------------------------------|
/// | the target answers                         | that answer                   |
/// | the target refuses, or resets              | 502                           |
/// | the target's deregistration delay is over  | 502, and it works for nobody  |
/// | no target is registered                    | 503                           |
/// | the target's host is gone: 10 s of silence | 504                           |
/// | no answer for idle_timeout                 | 504, and it works for nobody  |
/// | its node is gone                           | nothing                       |
/// | the method is TRACE                        | 405                           |
/// | a rule or a listener says so               | its fixed response            |
/// | a rule or a listener says so               | its redirect                  |
///
/// A client that is redirected to another listener of the balancer, and to nothing else that is
/// new, asks there at once in the same attempt: then the balancer has received two requests. It
/// does so once. Any other redirect is the answer that the client gets.
///
/// A user whom a target has answered, of a group with stickiness, comes back to that target while
/// the cookie is good and the target may be chosen; else the user gets another one.
class ApplicationBalancer final : public LoadBalancer {
 public:
  /// How long it waits for a connection to a target; AWS does not let it be changed.
  static constexpr Duration connect_timeout = 10s;

  ApplicationBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                      const Identity& identity, std::span<const Node> nodes);

  /// What it says of its requests beyond what became of each.
  struct Metrics {
    std::uint64_t rule_evaluations = 0;
    Bytes processed{};       ///< of what was received, of good answers and of own ones
    std::uint64_t kept = 0;  ///< sent to a target because of a cookie
  };

  service::Endpoint& listen(int port, std::span<const Forward> forwards) override;

  service::Endpoint& listen(int port, const ListenerSpec& spec,
                            const Surroundings& surroundings) override;

  const Metrics& metrics() const { return metrics_; }

  /// Connections of clients so far. A stranger's lasts as long as its request.
  std::uint64_t new_connections() const;

  /// Those that are there now at a node.
  std::uint64_t active_connections(NodeIndex node) const;

  /// Requests to groups with stickiness for which a target had to be chosen.
  std::uint64_t non_sticky_requests() const;

  // For its listeners.
  void receive(service::AttemptId attempt, ApplicationListener& listener);
  void abandon(service::AttemptId attempt);

  // For its targets.
  void returned(service::AttemptId attempt, service::Outcome outcome) override;

 private:
  template <class Spec>
  Action action_of(int port, const Spec& spec, const Surroundings& surroundings);
  service::Endpoint& open(int port, RuleBook rules, std::vector<Action> actions);
  void keep_users(const Action& action);

  std::optional<std::uint32_t> act(service::AttemptId attempt, ApplicationListener& listener,
                                   bool follows);
  std::uint32_t group_for(const Action& action, const service::Attempt& attempt) const;
  NodeIndex node_of(const service::Attempt& attempt);
  NodeIndex look_who(const service::Attempt& attempt, service::RoutingQuestion& question);
  std::optional<TargetId> choose_kept(const service::Attempt& attempt, NodeIndex node,
                                      std::uint32_t group, service::RoutingQuestion&& question);
  void give_cookies(const service::Attempt& attempt);
  NodeIndex node_for(const service::Attempt& attempt, const service::Sender& sender, Key draws);
  bool is_over(const Connections::Connection& connection, Time now) const;

  void give_up(std::uint32_t attempt) override;  // event
  void cut(service::AttemptId attempt) override;

  const LoadBalancerSpec spec_;
  std::map<int, ApplicationListener> listeners_;  // by port

  // How users come back to the targets of a group, and to the group.
  struct Keeping {
    std::unique_ptr<Cookies> targets;  // null: not to the same target
    std::vector<Cookies*> groups;      // of the actions that lead to it and keep users
  };
  std::vector<Keeping> keeping_;  // by branch
  bool keeps_users_ = false;      // some of these do
  Metrics metrics_;
  std::uint64_t on_kept_ = 0;   // of the received: on connections that users have kept
  std::uint64_t followed_ = 0;  // of the received: on the connection of the redirected one
};

}  // namespace squall::balancing
