#include "squall/balancing/load_balancer.hpp"

#include "squall/balancing/journal.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>
#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;
using service::RoutingEnd;

namespace {

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

LoadBalancer::LoadBalancer(const Setting& setting, const Identity& identity,
                           std::span<const Node> nodes, const Branch::Patience& patience)
    : setting_(setting),
      identity_(identity),
      nodes_(nodes.begin(), nodes.end()),
      names_(static_cast<NodeIndex>(nodes.size()), child(identity.key, node_draw).word),
      node_counts_(nodes.size()),
      patience_(patience),
      self_(setting.exchange.join(*this)) {
  INVARIANT(!nodes.empty() && nodes.size() <= Place::nodes);
}

LoadBalancer::Flows& LoadBalancer::Flows::operator+=(const Flows& other) {
  opened += other.opened;
  active += other.active;
  failed_open += other.failed_open;
  rejected += other.rejected;
  client_resets += other.client_resets;
  target_resets += other.target_resets;
  elb_resets += other.elb_resets;
  processed += other.processed;
  return *this;
}

WeightedGroups LoadBalancer::groups_of(int port, std::span<const Forward> forwards) {
  std::vector<WeightedGroups::Share> shares;
  double sum = 0;
  for (const Forward& forward : forwards) {
    sum += forward.weight.value;
    shares.push_back({sum, branch_to(*forward.group)});
  }
  const auto draw = first_port_draw + static_cast<std::uint64_t>(port);
  return {std::move(shares), child(identity_.key, draw).word};
}

std::uint32_t LoadBalancer::branch_to(TargetGroup& group) {
  for (std::uint32_t known = 0; known < branches_.size(); ++known) {
    if (&branches_[known]->group == &group) return known;
  }
  INVARIANT(group.node_count() == nodes_.size() && branches_.size() < Place::groups);
  Branch& branch = *branches_.emplace_back(
      std::make_unique<Branch>(setting_, patience_, group, handler<&LoadBalancer::give_up>, *this));
  asks_who_ = asks_who_ || group.asks_who();
  const auto number = static_cast<std::uint32_t>(branches_.size() - 1);
  group.registered.connect([this, &branch, number](TargetId target) {
    branch.make_room();
    name_nodes(branch);
    changed(number, target);
  });
  group.health_changed.connect([this, &branch, number](TargetId target) {
    name_nodes(branch);
    changed(number, target);
  });
  group.drained.connect([this, number](TargetId target) { drained(number, target); });
  group.sickened.connect([this, number](TargetId target, NodeIndex node) {
    sickened({target, node, number});
  });
  branch.fit = group.fit_nodes();
  name_fit_nodes();
  return number;
}

void LoadBalancer::name_nodes(Branch& branch) {
  const NodeNames::Nodes fit_before = branch.fit;
  branch.fit = branch.group.fit_nodes();
  if (branch.fit != fit_before || shifted_) name_fit_nodes();
}

// All where none is worth it.
NodeNames::Nodes LoadBalancer::worth_naming() const {
  NodeNames::Nodes nodes = names_.all() & ~lost_;
  for (const auto& each : branches_) nodes &= each->fit;
  if (!shifted_) return nodes;
  for (const auto& each : branches_)
    if (!each->group.can_spare(*shifted_)) return nodes;
  const NodeNames::Nodes others = nodes & ~(NodeNames::Nodes{1} << *shifted_);
  return others == 0 ? nodes : others;
}

const JournalKind& LoadBalancer::why(NodeIndex node) const {
  if (is_lost(node)) return node_lost;
  const bool fit = std::all_of(branches_.begin(), branches_.end(),
                               [&](const auto& each) { return (each->fit >> node & 1) != 0; });
  return fit ? node_left : node_withdrawn;
}

void LoadBalancer::name_fit_nodes() {
  const NodeNames::Nodes before = names_.named();
  names_.name(worth_naming(), setting_.engine.now());
  const NodeNames::Nodes changed = before ^ names_.named();
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    if ((changed >> node & 1) == 0) continue;
    const bool named = (names_.named() >> node & 1) != 0;
    setting_.journal.append(setting_.engine.now(), named ? node_named : why(node),
                            {nodes_[node].name, identity_.name});
  }
}

void LoadBalancer::lose(NodeIndex node) {
  INVARIANT(!is_lost(node));
  lost_ |= NodeNames::Nodes{1} << node;
  for (const auto& branch : branches_) {
    for (TargetId target = 0; target < branch->group.size(); ++target)
      branch->clear(target, node, [this](AttemptId id) { forget(id); });
    branch->group.lose(node);
    branch->fit = branch->group.fit_nodes();
  }
  flows_lost(node);
  name_fit_nodes();
}

void LoadBalancer::restore(NodeIndex node) {
  INVARIANT(is_lost(node));
  lost_ &= ~(NodeNames::Nodes{1} << node);
  for (const auto& branch : branches_) {
    branch->group.restore(node);
    branch->fit = branch->group.fit_nodes();
  }
  name_fit_nodes();
}

void LoadBalancer::shift_away(NodeIndex node) {
  INVARIANT(!shifted_);
  shifted_ = node;
  for (const auto& branch : branches_) branch->group.shift_away(node);
  name_fit_nodes();
}

void LoadBalancer::shift_back() {
  INVARIANT(shifted_);
  shifted_.reset();
  for (const auto& branch : branches_) branch->group.shift_back();
  name_fit_nodes();
}

// It is with nobody from now on; its client may still give it up.
void LoadBalancer::forget(AttemptId id) {
  drop(id);
  Attempt& attempt = setting_.exchange.attempts[id];
  attempt.via = attempt.caller;
  ++counts_.unheard;
  --counts_.open;
}

void LoadBalancer::fall_silent(AttemptId id) {
  Connections::Connection* const its =
      connections_.find(setting_.exchange.attempts[id].caller,
                        setting_.exchange.sender(setting_.exchange.attempts[id]));
  if (its) its->open = false;
  ++counts_.unheard;
  ++counts_.untargeted;
}

void LoadBalancer::show(AttemptId attempt, const Branch& branch, Place place) const {
  setting_.exchange.onlooker->routed(setting_.exchange.origin(attempt),
                                     branch.group.routing(place.node, place.target));
}

void LoadBalancer::say_who(const Attempt& attempt, const service::Sender& sender,
                           service::RoutingQuestion& question) {
  question.source = address_of(sender);
  question.flow = flow_of(attempt, sender, question.draws);
}

void LoadBalancer::withdraw(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  Branch& branch = *branches_[place.group];
  branch.leave(place, id);
  branch.endpoint(place.target, place.node).abandon(id);
  branch.group.traffic.client_left(place.target);
  tell_end(attempt, RoutingEnd::Kind::left);
  ++counts_.client_gone;
  --counts_.open;
}

void LoadBalancer::drained(std::uint32_t group, TargetId target) {
  for (NodeIndex node = 0; node < nodes_.size(); ++node) cut_off({target, node, group});
}

void LoadBalancer::cut_off(Place place) {
  branches_[place.group]->clear(place.target, place.node, [this](AttemptId id) { cut(id); });
}

void LoadBalancer::keep_alive(const Attempt& attempt) {
  Connections::Connection* const its =
      connections_.find(attempt.caller, setting_.exchange.sender(attempt));
  if (its) its->used = setting_.engine.now();
}

void LoadBalancer::drop(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  const Branch& branch = *branches_[place.group];
  branch.endpoint(place.target, place.node).abandon(id);
  branch.group.traffic.gave_up(place.target);
  tell_end(attempt, RoutingEnd::Kind::failed);
}

void LoadBalancer::tell_end(const Attempt& attempt, RoutingEnd::Kind kind) {
  const Place place = Place::of(attempt.place);
  const Branch& branch = *branches_[place.group];
  if (!branch.hears_requests) return;
  const Time now = setting_.engine.now();
  branch.group.ended(place.node, place.target, {kind, now, now - attempt.sent});
}

LoadBalancer::Counts LoadBalancer::counts() const {
  Counts counts = counts_;
  NodeCounts own;
  for (const NodeCounts& node : node_counts_) own += node;
  counts.made_405 += own.made_405;
  counts.made_502 += own.made_502;
  counts.made_503 += own.made_503;
  counts.made_504 += own.made_504;
  for (const auto& branch : branches_) {
    const AnswersByClass answers = branch->group.traffic.total().answers;
    for (std::size_t i = 0; i < answers.size(); ++i) counts.by_target[i] += answers[i];
  }
  return counts;
}

void LoadBalancer::check() const {
  const Counts all = counts();
  std::uint64_t ended = all.fixed_responses + all.redirects + all.made_405 + all.made_502 +
                        all.made_503 + all.made_504 + all.client_gone + all.refused + all.reset +
                        all.unheard;
  for (const std::uint64_t answers : all.by_target) ended += answers;
  INVARIANT(all.received == ended + all.open);

  TargetCounts targets;
  std::uint64_t waiting = 0;
  for (const auto& branch : branches_) {
    branch->group.traffic.check();
    const TargetCounts total = branch->group.traffic.total();
    targets.requests += total.requests;
    targets.open += total.open;
    waiting += branch->waiting();
  }
  INVARIANT(targets.requests == all.request_count());
  INVARIANT(targets.open + all.queued == all.open && waiting == targets.open);
}

}  // namespace squall::balancing
