#pragma once

#include "squall/balancing/listener.hpp"
#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/spec.hpp"

#include <deque>

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
class ApplicationBalancer final : public LoadBalancer {
 public:
  /// How long it waits for a connection to a target; AWS does not let it be changed.
  static constexpr Duration connect_timeout = 10s;

  ApplicationBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                      const Identity& identity, std::span<const Node> nodes);

  service::Endpoint& listen(int port, std::span<const Forward> forwards) override;

  // For its listeners.
  void receive(service::AttemptId attempt, const WeightedGroups& groups);
  void abandon(service::AttemptId attempt) { withdraw(attempt); }

  // For its targets.
  void returned(service::AttemptId attempt, service::Outcome outcome) override;

 private:
  NodeIndex look_who(const service::Attempt& attempt, service::RoutingQuestion& question);
  NodeIndex node_for(const service::Attempt& attempt, const service::Sender& sender, Key draws);
  void keep_alive(const service::Attempt& attempt);

  void give_up(std::uint32_t attempt) override;  // event
  void cut(service::AttemptId attempt) override;
  void answer(service::AttemptId attempt, service::Outcome outcome);

  const LoadBalancerSpec spec_;
  std::deque<Listener<ApplicationBalancer>> listeners_;
};

}  // namespace squall::balancing
