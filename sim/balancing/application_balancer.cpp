#include "squall/balancing/application_balancer.hpp"

#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;

namespace {

constexpr Outcome made(std::uint16_t status) { return {Outcome::Kind::answered, status}; }

}  // namespace

ApplicationBalancer::ApplicationBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                                         const Identity& identity, std::span<const Node> nodes)
    : LoadBalancer(setting, identity, nodes, {spec.idle_timeout, connect_timeout}), spec_(spec) {}

service::Endpoint& ApplicationBalancer::listen(int port, std::span<const Forward> forwards) {
  return listeners_.emplace_back(*this, groups_of(port, forwards));
}

void ApplicationBalancer::receive(AttemptId id, const WeightedGroups& groups) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  INVARIANT(attempt.sent == setting_.engine.now());
  INVARIANT(attempt.via == attempt.caller);  // whom answer() gives it back to
  ++counts_.received;
  const Key draws = draws_of(attempt);
  service::RoutingQuestion question{{}, attempt.sent, draws, {}, {}};
  const NodeIndex node =
      looks_who(attempt) ? look_who(attempt, question) : names_.node_for(draws, attempt.sent);
  const std::uint32_t group = groups.group_for(draws);
  Branch& branch = *branches_[group];
  const std::optional<TargetId> target = branch.group.choose(node, std::move(question));
  if (!target) {
    ++counts_.made_503;
    return setting_.exchange.answer(id, made(503));
  }
  service::Endpoint& endpoint = branch.endpoint(*target);
  send(id, branch, {*target, node, group, !endpoint.reachable()}, endpoint);
}

NodeIndex ApplicationBalancer::look_who(const Attempt& attempt,
                                        service::RoutingQuestion& question) {
  const service::Sender sender = setting_.exchange.sender(attempt);
  say_who(attempt, sender, question);
  return node_for(attempt, sender, question.draws);
}

// A user stays with the node that the connection leads to.
NodeIndex ApplicationBalancer::node_for(const Attempt& attempt, const service::Sender& sender,
                                        Key draws) {
  if (sender.user == service::Sender::nobody) return names_.node_for(draws, attempt.sent);
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  const Time now = attempt.sent;
  if (known && now - known->used < spec_.idle_timeout &&
      now - known->opened < spec_.client_keep_alive) {
    known->used = now;
    return known->place;
  }
  const NodeIndex node = names_.node_for(draws, now);
  connections_.open(attempt.caller, sender, node, now);
  return node;
}

void ApplicationBalancer::keep_alive(const Attempt& attempt) {
  Connections::Connection* const its =
      connections_.find(attempt.caller, setting_.exchange.sender(attempt));
  if (its) its->used = setting_.engine.now();
}

void ApplicationBalancer::returned(AttemptId id, Outcome outcome) {
  come_back(id, outcome);
  if (outcome.kind == Outcome::Kind::answered) return answer(id, outcome);
  ++counts_.made_502;
  answer(id, made(502));
}

void ApplicationBalancer::give_up(std::uint32_t id) {
  drop(id);
  ++counts_.made_504;
  answer(id, made(504));
}

void ApplicationBalancer::cut(AttemptId id) {
  drop(id);
  ++counts_.made_502;
  answer(id, made(502));
}

void ApplicationBalancer::answer(AttemptId id, Outcome outcome) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  if (setting_.exchange.comes_again(attempt.caller)) keep_alive(attempt);
  tell(id, outcome);
}

}  // namespace squall::balancing
