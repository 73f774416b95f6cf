#pragma once

#include "squall/balancing/byte_meter.hpp"
#include "squall/balancing/closures.hpp"
#include "squall/balancing/listener.hpp"
#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/spec.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

namespace squall::balancing {

/// An NLB: it forwards connections. One that a user keeps leads to one node and one target for
/// life; a stranger's carries one request.
///
/// | what happens                                   | what the client gets                      |
/// |------------------------------------------------|-------------------------------------------|
/// | the target answers, refuses or resets          | the same                                  |
/// | nobody is registered, or the node has nobody   | refused                                   |
/// |   healthy while another node has               |                                           |
/// | the target's host is gone, or its node         | nothing                                   |
/// | tcp_idle_timeout passes without an answer      | nothing, and it works for nobody          |
/// | it comes on a connection that was idle so long | reset                                     |
/// | the target becomes unhealthy, or is drained    | reset, also what comes later on its       |
/// |   with `connection_termination`                |   connections; else they go on            |
/// | it has been for unhealthy_draining_interval    | reset, likewise                           |
class NetworkBalancer final : public LoadBalancer {
 public:
  NetworkBalancer(const Setting& setting, const LoadBalancerSpec& spec, const Identity& identity,
                  std::span<const Node> nodes);

  service::Endpoint& listen(int port, std::span<const Forward> forwards) override;
  service::Endpoint& listen(int port, const ListenerSpec& spec,
                            const Surroundings& surroundings) override;
  std::optional<Flows> flows() const override;
  std::optional<Flows> flows_at(NodeIndex node) const override;

  // For its listeners.
  void receive(service::AttemptId attempt, const WeightedGroups& groups);
  void abandon(service::AttemptId attempt);

  // For its targets.
  void returned(service::AttemptId attempt, service::Outcome outcome) override;

 private:
  void open(service::AttemptId attempt, const service::Sender& sender,
            const WeightedGroups& groups);
  void go_on(service::AttemptId attempt, Connections::Connection& connection);
  void pass_on(service::AttemptId attempt, Place place);
  std::uint64_t active(NodeIndex node) const;
  void pass(NodeIndex node, Bytes bytes);
  bool is_over(const Connections::Connection& connection) const;

  void give_up(std::uint32_t attempt) override;  // event
  void cut(service::AttemptId attempt) override;
  void drained(std::uint32_t group, TargetId target) override;
  void sickened(Place place) override;
  void flows_lost(NodeIndex node) override;

  void end_draining(std::uint32_t place);  // event
  void end_flows(Place place);

  const Duration idle_timeout_;
  const Call<std::uint32_t> end_draining_;
  std::deque<Listener<NetworkBalancer>> listeners_;
  Closures closures_;
  std::map<std::uint32_t, Time> unhealthy_since_;  // by Place, of groups with a draining interval
  std::vector<Flows> flows_;                       // by node
  ByteMeter bytes_;                                // of all nodes
};

}  // namespace squall::balancing
