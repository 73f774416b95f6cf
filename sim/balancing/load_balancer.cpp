#include "squall/balancing/load_balancer.hpp"

#include "squall/balancing/journal.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"

#include "balancing/place.hpp"

#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;
using service::RoutingEnd;

namespace {

constexpr Outcome made(std::uint16_t status) { return {Outcome::Kind::answered, status}; }

// What an attempt draws at a balancer: another try may find another node, group and target.
Key draws_of(const Attempt& attempt) { return child(attempt.key, attempt.number); }

Key address_of(const service::Sender& sender) { return child(Key{}, sender.address); }

// A stranger has a connection for each attempt.
Key flow_of(const Attempt& attempt, const service::Sender& sender, Key draws) {
  if (sender.user == service::Sender::nobody) return draws;
  const Key user = child(child(Key{}, attempt.caller), sender.user);
  return child(child(user, sender.visit), sender.connection);
}

constexpr std::uint64_t node_draw = 0;
constexpr std::uint64_t first_port_draw = 1;

}  // namespace

LoadBalancer::Branch::Branch(const Setting& setting, Duration idle_timeout, TargetGroup& its_group,
                             LoadBalancer& balancer)
    : group(its_group),
      hears_requests(its_group.hears_requests()),
      idle(setting.engine, setting.exchange.attempts, idle_timeout, Phase::time_out,
           handler<&LoadBalancer::give_up>, balancer),
      connecting(setting.engine, setting.exchange.attempts, connect_timeout, Phase::time_out,
                 handler<&LoadBalancer::give_up>, balancer) {}

LoadBalancer::LoadBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                           const Identity& identity, std::span<const Node> nodes)
    : setting_(setting),
      spec_(spec),
      identity_(identity),
      nodes_(nodes.begin(), nodes.end()),
      node_count_(static_cast<NodeIndex>(nodes.size())),
      names_(node_count_, child(identity.key, node_draw).word),
      self_(setting.exchange.join(*this)) {
  INVARIANT(!nodes.empty() && nodes.size() <= Place::nodes);
}

Listener& LoadBalancer::listen(int port, std::span<const Forward> forwards) {
  std::vector<Listener::Share> shares;
  double sum = 0;
  for (const Forward& forward : forwards) {
    sum += forward.weight.value;
    shares.push_back({sum, branch_to(*forward.group)});
  }
  const auto draw = first_port_draw + static_cast<std::uint64_t>(port);
  return listeners_.emplace_back(*this, std::move(shares), child(identity_.key, draw).word);
}

std::uint32_t LoadBalancer::branch_to(TargetGroup& group) {
  for (std::uint32_t known = 0; known < branches_.size(); ++known) {
    if (&branches_[known]->group == &group) return known;
  }
  INVARIANT(group.node_count() == node_count_ && branches_.size() < Place::groups);
  Branch& branch =
      *branches_.emplace_back(std::make_unique<Branch>(setting_, spec_.idle_timeout, group, *this));
  asks_who_ = asks_who_ || group.asks_who();
  make_room(branch);
  group.registered.connect([this, &branch](TargetId) {
    make_room(branch);
    name_nodes(branch);
  });
  group.health_changed.connect([this, &branch](TargetId) { name_nodes(branch); });
  group.drained.connect([this, &branch](TargetId target) { cut_off(branch, target); });
  branch.fit = group.fit_nodes();
  name_fit_nodes();
  return static_cast<std::uint32_t>(branches_.size() - 1);
}

void LoadBalancer::make_room(Branch& branch) {
  INVARIANT(branch.group.size() <= Place::targets);
  branch.idle.resize(branch.group.size() * node_count_);
  branch.connecting.resize(branch.group.size() * node_count_);
}

void LoadBalancer::name_nodes(Branch& branch) {
  const NodeNames::Nodes fit_before = branch.fit;
  branch.fit = branch.group.fit_nodes();
  if (branch.fit != fit_before) name_fit_nodes();
}

void LoadBalancer::name_fit_nodes() {
  NodeNames::Nodes fit = names_.all();
  for (const auto& each : branches_) fit &= each->fit;
  const NodeNames::Nodes before = names_.named();
  names_.name(fit, setting_.engine.now());
  const NodeNames::Nodes changed = before ^ names_.named();
  for (NodeIndex node = 0; node < node_count_; ++node) {
    if ((changed >> node & 1) == 0) continue;
    const bool named = (names_.named() >> node & 1) != 0;
    setting_.journal.append(setting_.engine.now(), named ? node_named : node_withdrawn,
                            {nodes_[node].name, identity_.name});
  }
}

inline std::uint32_t LoadBalancer::lane_of(TargetId target, NodeIndex node) const {
  return target * node_count_ + node;
}

inline void LoadBalancer::join(Branch& branch, Place place, AttemptId id) {
  (place.connecting ? branch.connecting : branch.idle).join(lane_of(place.target, place.node), id);
}

inline void LoadBalancer::leave(Branch& branch, Place place, AttemptId id) {
  (place.connecting ? branch.connecting : branch.idle).leave(lane_of(place.target, place.node), id);
}

service::Endpoint& LoadBalancer::endpoint_of(Place place) const {
  return *branches_[place.group]->group.target(place.target).endpoint;
}

void LoadBalancer::receive(AttemptId id, const Listener& listener) {
  Attempt& attempt = setting_.exchange.attempts[id];
  INVARIANT(attempt.sent == setting_.engine.now());
  INVARIANT(attempt.via == attempt.caller);  // whom answer() gives it back to
  ++counts_.received;
  const Key draws = draws_of(attempt);
  service::RoutingQuestion question{{}, attempt.sent, draws, {}, {}};
  const bool looks_who = asks_who_ || setting_.exchange.comes_again(attempt.caller);
  const NodeIndex node =
      looks_who ? look_who(attempt, question) : names_.node_for(draws, attempt.sent);
  const std::uint32_t group = listener.group_for(draws);
  Branch& branch = *branches_[group];
  const std::optional<TargetId> target = branch.group.choose(node, std::move(question));
  if (!target) {
    ++counts_.made_503;
    return setting_.exchange.answer(id, made(503));
  }

  service::Endpoint& endpoint = *branch.group.target(*target).endpoint;
  const Place place{*target, node, group, !endpoint.reachable()};
  attempt.place = place.packed();
  attempt.via = self_;
  ++counts_.open;
  branch.group.traffic.sent(*target);
  if (branch.hears_requests) branch.group.sent(node, *target);
  join(branch, place, id);
  endpoint.offer(id);
}

NodeIndex LoadBalancer::look_who(const Attempt& attempt, service::RoutingQuestion& question) {
  const service::Sender sender = setting_.exchange.sender(attempt);
  question.source = address_of(sender);
  question.flow = flow_of(attempt, sender, question.draws);
  return node_for(attempt, sender, question.draws);
}

// A user stays with the node that the connection leads to.
NodeIndex LoadBalancer::node_for(const Attempt& attempt, const service::Sender& sender, Key draws) {
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

void LoadBalancer::keep_alive(const Attempt& attempt) {
  Connections::Connection* const its =
      connections_.find(attempt.caller, setting_.exchange.sender(attempt));
  if (its) its->used = setting_.engine.now();
}

void LoadBalancer::returned(AttemptId id, Outcome outcome) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  Branch& branch = *branches_[place.group];
  TargetTraffic& traffic = branch.group.traffic;
  leave(branch, place, id);
  if (branch.hears_requests)
    tell_end(attempt, outcome.good() ? RoutingEnd::Kind::answered : RoutingEnd::Kind::failed);
  if (outcome.kind != Outcome::Kind::answered) {
    traffic.broke(place.target);
    ++counts_.made_502;
    return answer(id, made(502));
  }
  INVARIANT(outcome.status >= 200 && outcome.status < 600);
  traffic.answered(place.target, outcome.status, setting_.engine.now() - attempt.sent);
  ++counts_.by_target[outcome.status / 100u - 2];
  answer(id, outcome);
}

void LoadBalancer::abandon(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  leave(*branches_[place.group], place, id);
  endpoint_of(place).abandon(id);
  branches_[place.group]->group.traffic.client_left(place.target);
  tell_end(attempt, RoutingEnd::Kind::left);
  ++counts_.client_gone;
  --counts_.open;
}

void LoadBalancer::give_up(std::uint32_t id) {
  drop(id);
  ++counts_.made_504;
  answer(id, made(504));
}

void LoadBalancer::cut_off(Branch& branch, TargetId target) {
  const auto cut = [this](AttemptId id) {
    drop(id);
    ++counts_.made_502;
    answer(id, made(502));
  };
  for (NodeIndex node = 0; node < node_count_; ++node) {
    branch.idle.clear(lane_of(target, node), cut);
    branch.connecting.clear(lane_of(target, node), cut);
  }
}

// Leaves its target to work for nobody.
void LoadBalancer::drop(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  endpoint_of(place).abandon(id);
  branches_[place.group]->group.traffic.gave_up(place.target);
  tell_end(attempt, RoutingEnd::Kind::failed);
}

void LoadBalancer::tell_end(const Attempt& attempt, RoutingEnd::Kind kind) {
  const Place place = Place::of(attempt.place);
  const Branch& branch = *branches_[place.group];
  if (!branch.hears_requests) return;
  const Time now = setting_.engine.now();
  branch.group.ended(place.node, place.target, {kind, now, now - attempt.sent});
}

void LoadBalancer::answer(AttemptId id, Outcome outcome) {
  --counts_.open;
  Attempt& attempt = setting_.exchange.attempts[id];
  if (setting_.exchange.comes_again(attempt.caller)) keep_alive(attempt);
  attempt.via = attempt.caller;
  setting_.exchange.answer(id, outcome);
}

void LoadBalancer::check() const {
  std::uint64_t ended =
      counts_.made_502 + counts_.made_503 + counts_.made_504 + counts_.client_gone;
  for (const std::uint64_t answers : counts_.by_target) ended += answers;
  INVARIANT(counts_.received == ended + counts_.open);

  TargetCounts targets;
  std::uint64_t waiting = 0;
  for (const auto& branch : branches_) {
    branch->group.traffic.check();
    const TargetCounts total = branch->group.traffic.total();
    targets.requests += total.requests;
    targets.open += total.open;
    for (std::uint32_t lane = 0; lane < branch->group.size() * node_count_; ++lane) {
      waiting += branch->idle.size(lane) + branch->connecting.size(lane);
    }
  }
  INVARIANT(targets.requests == counts_.request_count());
  INVARIANT(targets.open == counts_.open && waiting == counts_.open);
}

}  // namespace squall::balancing
