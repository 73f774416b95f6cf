#include "squall/balancing/application_balancer.hpp"

#include "squall/balancing/rules.hpp"
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
  std::vector<Action> actions(1);
  actions[0].groups.emplace(groups_of(port, forwards));
  return open(port, RuleBook({}, {}), std::move(actions));
}

service::Endpoint& ApplicationBalancer::listen(int port, const ListenerSpec& spec,
                                               const Surroundings& surroundings) {
  std::vector<Action> actions;
  for (const NamedRule* rule : in_order(spec))
    actions.push_back(action_of(port, rule->second, surroundings));
  actions.push_back(action_of(port, spec, surroundings));
  return open(port, RuleBook(spec, surroundings.host), std::move(actions));
}

template <class Spec>
Action ApplicationBalancer::action_of(int port, const Spec& spec,
                                      const Surroundings& surroundings) {
  Action action;
  if (spec.redirect) {
    action.kind = Action::Kind::redirect;
    action.status = static_cast<std::uint16_t>(spec.redirect->status);
    action.next_port = followed_to(*spec.redirect, port, spec_);
  } else if (spec.fixed_response) {
    action.kind = Action::Kind::fixed_response;
    action.status = static_cast<std::uint16_t>(spec.fixed_response->status);
    action.body = {static_cast<std::int64_t>(spec.fixed_response->body.size())};
  } else {
    std::vector<Forward> forwards;
    for (const auto& [group, weight] : spec.forward)
      forwards.push_back({surroundings.groups.at(group), weight});
    action.groups.emplace(groups_of(port, forwards));
    if (spec.stickiness) action.cookies = std::make_unique<Cookies>(*spec.stickiness);
  }
  return action;
}

service::Endpoint& ApplicationBalancer::open(int port, RuleBook rules,
                                             std::vector<Action> actions) {
  keeping_.resize(branches_.size());
  for (std::size_t group = 0; group < branches_.size(); ++group) {
    const auto& stickiness = branches_[group]->group.stickiness();
    if (!stickiness || keeping_[group].targets) continue;
    keeping_[group].targets = std::make_unique<Cookies>(stickiness->duration);
    keeps_users_ = true;
  }
  for (const Action& action : actions) keep_users(action);
  const auto [opened, is_new] =
      listeners_.try_emplace(port, *this, std::move(rules), std::move(actions));
  INVARIANT(is_new);
  for (auto& [number, listener] : listeners_) {
    listener.lead_to(port, opened->second);
    opened->second.lead_to(number, listener);
  }
  return opened->second;
}

void ApplicationBalancer::keep_users(const Action& action) {
  if (!action.cookies) return;
  keeps_users_ = true;
  for (const WeightedGroups::Share& share : action.groups->shares())
    keeping_[share.group].groups.push_back(action.cookies.get());
}

void ApplicationBalancer::receive(AttemptId id, ApplicationListener& listener) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  INVARIANT(attempt.sent == setting_.engine.now());
  INVARIANT(attempt.via == attempt.caller);  // whom answer() gives it back to
  ++counts_.received;
  std::uint32_t group = 0;
  if (const WeightedGroups* groups = listener.groups_of_all()) {
    group = groups->group_for(attempt);
  } else {
    if (any_lost() && is_lost(node_of(attempt))) return fall_silent(id);
    const auto decided = act(id, listener, true);
    if (!decided) return;
    group = *decided;
  }
  Branch& branch = *branches_[group];
  NodeIndex node = 0;
  std::optional<TargetId> target;
  if (looks_who(attempt)) {
    service::RoutingQuestion question{{}, attempt.sent, draws_of(attempt), {}, {}};
    node = look_who(attempt, question);
    target = choose_kept(attempt, node, group, std::move(question));
  } else {
    node = names_.node_for(attempt, attempt.sent);
    target = branch.group.choose(node, attempt.sent, attempt);
  }
  if (!target) {
    if (is_lost(node)) return fall_silent(id);
    ++node_counts_[node].made_503;
    ++counts_.untargeted;
    return setting_.exchange.answer(id, made(503));
  }
  service::Endpoint& endpoint = branch.endpoint(*target, node);
  send(id, branch, {*target, node, group, !endpoint.reachable()}, endpoint);
}

NodeIndex ApplicationBalancer::node_of(const Attempt& attempt) {
  service::RoutingQuestion question{{}, attempt.sent, draws_of(attempt), {}, {}};
  return looks_who(attempt) ? look_who(attempt, question)
                            : names_.node_for(question.draws, attempt.sent);
}

NodeIndex ApplicationBalancer::look_who(const Attempt& attempt,
                                        service::RoutingQuestion& question) {
  const service::Sender sender = setting_.exchange.sender(attempt);
  say_who(attempt, sender, question);
  return node_for(attempt, sender, question.draws);
}

// The group that the request is for; none where the balancer has answered.
std::optional<std::uint32_t> ApplicationBalancer::act(AttemptId id, ApplicationListener& listener,
                                                      bool follows) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const RuleBook::Verdict verdict = listener.judge(setting_.exchange, attempt);
  metrics_.processed += verdict.size;
  metrics_.rule_evaluations += verdict.evaluated;
  const Action& action = listener.action(verdict.rule);
  switch (action.kind) {
    case Action::Kind::forward:
      return group_for(action, attempt);
    case Action::Kind::redirect:
      ++counts_.redirects;
      if (!action.next || !follows) break;
      ++counts_.received;
      ++followed_;
      return act(id, *action.next, false);
    case Action::Kind::fixed_response:
      ++counts_.fixed_responses;
      metrics_.processed += action.body;
      break;
    case Action::Kind::refusal:
      ++counts_.made_405;
      break;
  }
  setting_.exchange.answer(id, made(action.status));
  return std::nullopt;
}

std::uint32_t ApplicationBalancer::group_for(const Action& action, const Attempt& attempt) const {
  if (action.cookies && setting_.exchange.comes_again(attempt.caller)) {
    const auto kept =
        action.cookies->place(attempt.caller, setting_.exchange.sender(attempt), attempt.sent);
    if (kept) return *kept;
  }
  return action.groups->group_for(attempt);
}

std::optional<TargetId> ApplicationBalancer::choose_kept(const Attempt& attempt, NodeIndex node,
                                                         std::uint32_t group,
                                                         service::RoutingQuestion&& question) {
  TargetGroup& its = branches_[group]->group;
  if (const auto& cookies = keeping_[group].targets) {
    const auto kept =
        cookies->place(attempt.caller, setting_.exchange.sender(attempt), attempt.sent);
    if (kept && its.keep(node, *kept)) {
      ++metrics_.kept;
      return *kept;
    }
  }
  return its.choose(node, std::move(question));
}

void ApplicationBalancer::give_cookies(const Attempt& attempt) {
  const Place place = Place::of(attempt.place);
  const Keeping& keeping = keeping_[place.group];
  if (!keeping.targets && keeping.groups.empty()) return;
  if (!setting_.exchange.comes_again(attempt.caller)) return;
  const service::Sender sender = setting_.exchange.sender(attempt);
  const Time now = setting_.engine.now();
  if (keeping.targets) keeping.targets->give(attempt.caller, sender, place.target, now);
  for (Cookies* each : keeping.groups) each->give(attempt.caller, sender, place.group, now);
}

std::uint64_t ApplicationBalancer::non_sticky_requests() const {
  std::uint64_t requests = 0;
  for (std::size_t group = 0; group < branches_.size(); ++group)
    if (keeping_[group].targets) requests += branches_[group]->group.traffic.total().requests;
  return requests - metrics_.kept;
}

// A user stays with the node that the connection leads to.
NodeIndex ApplicationBalancer::node_for(const Attempt& attempt, const service::Sender& sender,
                                        Key draws) {
  if (sender.user == service::Sender::nobody) return names_.node_for(draws, attempt.sent);
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  const Time now = attempt.sent;
  if (known && !is_over(*known, now)) {
    on_kept_ += known->used != now;  // it may have been looked for before
    known->used = now;
    return known->place;
  }
  const NodeIndex node = names_.node_for(draws, now);
  connections_.open(attempt.caller, sender, node, now);
  return node;
}

bool ApplicationBalancer::is_over(const Connections::Connection& connection, Time now) const {
  return now - connection.used >= spec_.idle_timeout ||
         now - connection.opened >= spec_.client_keep_alive;
}

std::uint64_t ApplicationBalancer::new_connections() const {
  return counts_.received - followed_ - on_kept_;
}

std::uint64_t ApplicationBalancer::active_connections(NodeIndex node) const {
  std::uint64_t active = 0;
  for (const auto& branch : branches_) {
    branch->each([&](AttemptId id) {
      const Attempt& attempt = setting_.exchange.attempts[id];
      active +=
          Place::of(attempt.place).node == node && !setting_.exchange.comes_again(attempt.caller);
    });
  }
  connections_.each([&](const Connections::Connection& its) {
    active += its.place == node && !is_over(its, setting_.engine.now());
  });
  return active;
}

void ApplicationBalancer::returned(AttemptId id, Outcome outcome) {
  come_back(id, outcome);
  if (outcome.kind != Outcome::Kind::answered) {
    ++counts_of_node(id).made_502;
    return answer(id, made(502));
  }
  const service::Messages& messages = setting_.exchange.messages;
  if (keeps_users_ || !messages.plain()) {
    const Attempt& attempt = setting_.exchange.attempts[id];
    give_cookies(attempt);
    if (outcome.good())
      metrics_.processed += messages.of(attempt.caller, attempt.request_class).response;
  }
  answer(id, outcome);
}

void ApplicationBalancer::abandon(AttemptId id) {
  if (is_sent(setting_.exchange.attempts[id])) withdraw(id);
}

void ApplicationBalancer::give_up(std::uint32_t id) {
  drop(id);
  ++counts_of_node(id).made_504;
  answer(id, made(504));
}

void ApplicationBalancer::cut(AttemptId id) {
  drop(id);
  ++counts_of_node(id).made_502;
  answer(id, made(502));
}

}  // namespace squall::balancing
