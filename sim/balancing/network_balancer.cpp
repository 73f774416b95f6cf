#include "squall/balancing/network_balancer.hpp"

#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;

namespace {

constexpr Outcome refused{Outcome::Kind::refused, 0};
constexpr Outcome reset{Outcome::Kind::reset, 0};

// An NLB has no time-out of its own for a connection: who waits longest is who it forgets.
constexpr Branch::Patience patience_of(const LoadBalancerSpec& spec) {
  return {spec.tcp_idle_timeout, spec.tcp_idle_timeout};
}

}  // namespace

NetworkBalancer::NetworkBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                                 const Identity& identity, std::span<const Node> nodes)
    : LoadBalancer(setting, identity, nodes, patience_of(spec)),
      idle_timeout_(spec.tcp_idle_timeout),
      end_draining_(setting.engine.bind<&NetworkBalancer::end_draining>(Phase::change, *this)),
      flows_(nodes.size()) {}

service::Endpoint& NetworkBalancer::listen(int port, std::span<const Forward> forwards) {
  return listeners_.emplace_back(*this, groups_of(port, forwards));
}

// It has no rules: its default is all.
service::Endpoint& NetworkBalancer::listen(int port, const ListenerSpec& spec,
                                           const Surroundings& surroundings) {
  std::vector<Forward> forwards;
  for (const auto& [group, weight] : spec.forward)
    forwards.push_back({surroundings.groups.at(group), weight});
  return listen(port, forwards);
}

void NetworkBalancer::receive(AttemptId id, const WeightedGroups& groups) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  INVARIANT(attempt.sent == setting_.engine.now());
  INVARIANT(attempt.via == attempt.caller);  // whom tell() gives it back to
  ++counts_.received;
  service::Sender sender;
  if (looks_who(attempt)) sender = setting_.exchange.sender(attempt);
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  known ? go_on(id, *known) : open(id, sender, groups);
}

void NetworkBalancer::open(AttemptId id, const service::Sender& sender,
                           const WeightedGroups& groups) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Key draws = draws_of(attempt);
  service::RoutingQuestion question{{}, attempt.sent, draws, {}, {}};
  say_who(attempt, sender, question);
  const NodeIndex node = names_.node_for(draws, attempt.sent);
  const std::uint32_t group = groups.group_for(attempt);
  Branch& branch = *branches_[group];
  const std::optional<TargetId> target = branch.group.choose(node, std::move(question));
  if (!target) {
    if (is_lost(node)) return fall_silent(id);
    ++flows_[node].rejected;
    ++counts_.refused;
    ++counts_.untargeted;
    return setting_.exchange.answer(id, refused);
  }
  ++flows_[node].opened;
  const Place place{*target, node, group};
  if (sender.user != service::Sender::nobody)
    connections_.open(attempt.caller, sender, place.packed(), attempt.sent);
  pass_on(id, place);
}

void NetworkBalancer::go_on(AttemptId id, Connections::Connection& connection) {
  const Place place = Place::of(connection.place);
  if (is_over(connection)) {
    if (is_lost(place.node)) return fall_silent(id);
    connection.open = false;
    ++flows_[place.node].elb_resets;
    ++counts_.reset;
    ++counts_.untargeted;
    return setting_.exchange.answer(id, reset);
  }
  connection.used = setting_.engine.now();
  pass_on(id, place);
}

bool NetworkBalancer::is_over(const Connections::Connection& connection) const {
  return setting_.engine.now() - connection.used >= idle_timeout_ ||
         closures_.closed(Place::of(connection.place), connection.opened);
}

void NetworkBalancer::pass_on(AttemptId id, Place place) {
  const service::Messages& messages = setting_.exchange.messages;
  if (!messages.plain()) {
    const Attempt& attempt = setting_.exchange.attempts[id];
    pass(place.node, messages.of(attempt.caller, attempt.request_class).size);
  }
  Branch& branch = *branches_[place.group];
  send(id, branch, place, branch.endpoint(place.target, place.node));
}

void NetworkBalancer::returned(AttemptId id, Outcome outcome) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  come_back(id, outcome);
  if (setting_.exchange.comes_again(attempt.caller)) keep_alive(attempt);
  const service::Messages& messages = setting_.exchange.messages;
  if (outcome.good() && !messages.plain())
    pass(place.node, messages.of(attempt.caller, attempt.request_class).response);
  const bool answered = outcome.kind == Outcome::Kind::answered;
  counts_.refused += outcome == refused;
  counts_.reset += outcome == reset;
  flows_[place.node].target_resets += !answered;
  tell(id, outcome);
  if (outcome != reset) branches_[place.group]->group.saw(place.node, place.target, answered);
}

void NetworkBalancer::pass(NodeIndex node, Bytes bytes) {
  flows_[node].processed += bytes;
  bytes_.add(bytes, setting_.engine.now());
}

std::optional<LoadBalancer::Flows> NetworkBalancer::flows() const {
  Flows flows;
  for (NodeIndex node = 0; node < nodes_.size(); ++node) flows += *flows_at(node);
  flows.busiest = bytes_.busiest();
  return flows;
}

std::optional<LoadBalancer::Flows> NetworkBalancer::flows_at(NodeIndex node) const {
  Flows flows = flows_[node];
  flows.active = active(node);
  for (const auto& branch : branches_)
    flows.failed_open += branch->group.unhealthy_routing_requests(node);
  return flows;
}

// A stranger's lasts as long as its request.
std::uint64_t NetworkBalancer::active(NodeIndex node) const {
  std::uint64_t active = 0;
  for (const auto& branch : branches_) {
    branch->each([&](AttemptId id) {
      const Attempt& attempt = setting_.exchange.attempts[id];
      active +=
          Place::of(attempt.place).node == node && !setting_.exchange.comes_again(attempt.caller);
    });
  }
  connections_.each([&](const Connections::Connection& its) {
    active += Place::of(its.place).node == node && !is_over(its);
  });
  return active;
}

void NetworkBalancer::give_up(std::uint32_t id) {
  drop(id);
  ++counts_.unheard;
  --counts_.open;
}

void NetworkBalancer::abandon(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  if (!is_sent(attempt)) return;
  ++flows_[Place::of(attempt.place).node].client_resets;
  withdraw(id);
}

void NetworkBalancer::cut(AttemptId id) {
  drop(id);
  ++flows_[Place::of(setting_.exchange.attempts[id].place).node].elb_resets;
  ++counts_.reset;
  tell(id, reset);
}

void NetworkBalancer::drained(std::uint32_t group, TargetId target) {
  if (!branches_[group]->group.spec().connection_termination) return;
  for (NodeIndex node = 0; node < nodes_.size(); ++node) end_flows({target, node, group});
}

void NetworkBalancer::sickened(Place place) {
  const TargetGroup& group = branches_[place.group]->group;
  if (group.failing_open(place.node)) return;
  if (group.spec().unhealthy_connection_termination) return end_flows(place);
  const Duration interval = group.spec().unhealthy_draining_interval;
  if (interval == Duration(0)) return;
  unhealthy_since_[place.packed()] = setting_.engine.now();
  setting_.engine.after(interval, end_draining_, place.packed());
}

// It may have been healthy in between: then the end of its last illness is to come.
void NetworkBalancer::end_draining(std::uint32_t packed) {
  const Place place = Place::of(packed);
  const TargetGroup& group = branches_[place.group]->group;
  const Duration ill = setting_.engine.now() - unhealthy_since_[packed];
  const bool still = group.health(place.target, place.node).state == HealthState::unhealthy;
  if (still && ill >= group.spec().unhealthy_draining_interval && !group.failing_open(place.node))
    end_flows(place);
}

void NetworkBalancer::flows_lost(NodeIndex node) {
  for (std::uint32_t group = 0; group < branches_.size(); ++group)
    for (TargetId target = 0; target < branches_[group]->group.size(); ++target)
      end_flows({target, node, group});
}

void NetworkBalancer::end_flows(Place place) {
  closures_.close(place, setting_.engine.now());
  cut_off(place);
}

}  // namespace squall::balancing
