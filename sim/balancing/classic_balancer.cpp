#include "squall/balancing/classic_balancer.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>
#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;

namespace {

constexpr Outcome reset{Outcome::Kind::reset, 0};
constexpr Outcome made(std::uint16_t status) { return {Outcome::Kind::answered, status}; }

constexpr std::uint64_t spare_purpose = hash_of("classic_balancer/spare");

}  // namespace

ClassicBalancer::ClassicBalancer(const Setting& setting, const LoadBalancerSpec& spec,
                                 const Identity& identity, std::span<const Node> nodes)
    : LoadBalancer(setting, identity, nodes, {spec.idle_timeout, spec.idle_timeout}),
      idle_timeout_(spec.idle_timeout),
      draining_(spec.connection_draining.has_value()),
      queue_(setting, spec.idle_timeout, handler<&ClassicBalancer::give_up_waiting>, *this) {
  surge_.spilled_at.resize(nodes.size());
}

service::Endpoint& ClassicBalancer::listen(int port, std::span<const Forward> forwards) {
  auto& door = listeners_.emplace_back(*this, groups_of(port, forwards));
  queue_.make_room(branches_.size());
  sides_.resize(branches_.size());
  for (std::size_t group = 0; group < branches_.size(); ++group) {
    const auto& stickiness = branches_[group]->group.stickiness();
    if (stickiness && !sides_[group].cookies)
      sides_[group].cookies = std::make_unique<Cookies>(stickiness->duration);
  }
  return door;
}

// It has no rules: its default is all.
service::Endpoint& ClassicBalancer::listen(int port, const ListenerSpec& spec,
                                           const Surroundings& surroundings) {
  std::vector<Forward> forwards;
  for (const auto& [group, weight] : spec.forward)
    forwards.push_back({surroundings.groups.at(group), weight});
  service::Endpoint& door = listen(port, forwards);
  for (std::size_t group = 0; group < branches_.size(); ++group)
    for (const Forward& forward : forwards)
      if (&branches_[group]->group == forward.group)
        sides_[group].tcp = spec.protocol == ListenerProtocol::tcp;
  return door;
}

void ClassicBalancer::receive(AttemptId id, const WeightedGroups& groups) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  INVARIANT(attempt.sent == setting_.engine.now());
  INVARIANT(attempt.via == attempt.caller);  // whom tell() gives it back to
  ++counts_.received;
  const std::uint32_t group = groups.group_for(attempt);
  const Place place = place_for(attempt, group);
  if (is_lost(place.node)) return fall_silent(id);
  if (refuses(attempt, sides_[group])) {
    ++node_counts_[place.node].made_405;
    return setting_.exchange.answer(id, made(405));
  }
  if (place.target != Place::no_target) return go(id, place);
  if (queue_.first(place) != no_slot) serve();
  if (queue_.first(place) != no_slot) return wait(id, place);
  const auto target = choose(setting_.exchange.attempts[id], place);
  target ? go(id, {*target, place.node, group}) : wait(id, place);
}

bool ClassicBalancer::refuses(const Attempt& attempt, const Side& side) const {
  const service::Messages& messages = setting_.exchange.messages;
  if (side.tcp || messages.plain()) return false;
  const std::string& method = messages.of(attempt.caller, attempt.request_class).method;
  return method.size() > service::Message::longest_method;
}

// The node, and for a connection that leads to a target also that one.
Place ClassicBalancer::place_for(const Attempt& attempt, std::uint32_t group) {
  const Time now = attempt.sent;
  Place place{Place::no_target, 0, group};
  service::Sender sender;
  if (setting_.exchange.comes_again(attempt.caller)) sender = setting_.exchange.sender(attempt);
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  const bool open = known && now - known->used < idle_timeout_ &&
                    (is_lost(Place::of(known->place).node) ||
                     !closures_.closed(Place::of(known->place), known->opened));
  if (open) {
    known->used = now;
    const Place its = Place::of(known->place);
    return its.group == group ? its : Place{Place::no_target, its.node, group};
  }
  place.node = names_.node_for(attempt, now);
  if (sender.user != service::Sender::nobody)
    connections_.open(attempt.caller, sender, place.packed(), now);
  return place;
}

void ClassicBalancer::go(AttemptId id, Place place) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  Branch& branch = *branches_[place.group];
  if (sides_[place.group].tcp && setting_.exchange.comes_again(attempt.caller)) {
    Connections::Connection* const its =
        connections_.find(attempt.caller, setting_.exchange.sender(attempt));
    if (its) its->place = place.packed();
  }
  service::Endpoint& endpoint = branch.endpoint(place.target, place.node);
  place.connecting = !endpoint.reachable();
  send(id, branch, place, endpoint);
}

void ClassicBalancer::wait(AttemptId id, Place place) {
  const std::uint64_t waiting = queue_.waiting_at(place.node, branches_.size());
  ++counts_.untargeted;
  ++counts_.open;
  if (branches_[place.group]->group.eligible(place.node).empty()) return fail(id, place, 503);
  if (waiting == SurgeQueue::room) {
    ++surge_.spilled;
    ++surge_.spilled_at[place.node];
    return fail(id, place, 503);
  }
  setting_.exchange.attempts[id].place = place.packed();
  queue_.join(place, id);
  queue_.note(place.node, waiting + 1, setting_.engine.now());
  ++counts_.queued;
  surge_.longest = std::max(surge_.longest, waiting + 1);
}

// What has not changed since then is as long as it is now.
std::uint64_t ClassicBalancer::longest_queue(NodeIndex node, Time then) const {
  return std::max(queue_.longest_since(node, then), queue_.waiting_at(node, branches_.size()));
}

// It is open, and to have no target.
void ClassicBalancer::leave_queue(AttemptId id) {
  const Place place = Place::of(setting_.exchange.attempts[id].place);
  queue_.note(place.node, queue_.waiting_at(place.node, branches_.size()), setting_.engine.now());
  queue_.leave(place, id);
  --counts_.queued;
}

// The first of each lane in turn, until nobody can be helped. What is sent or answered on the way
// may ask for the same again.
void ClassicBalancer::serve() {
  if (serving_) return;
  serving_ = true;
  const auto groups = static_cast<std::uint32_t>(branches_.size());
  const auto nodes = static_cast<std::uint32_t>(nodes_.size());
  for (std::uint32_t idle = 0; counts_.queued > 0 && idle < groups * nodes;) {
    turn_ = (turn_ + 1) % (groups * nodes);
    idle = serve_first({Place::no_target, turn_ % nodes, turn_ / nodes}) ? 0 : idle + 1;
  }
  serving_ = false;
}

bool ClassicBalancer::serve_first(Place at) {
  const AttemptId id = queue_.first(at);
  if (id == no_slot) return false;
  if (branches_[at.group]->group.eligible(at.node).empty()) {
    leave_queue(id);
    fail(id, at, 503);
    return true;
  }
  const auto target = choose(setting_.exchange.attempts[id], at);
  if (!target) return false;
  leave_queue(id);
  --counts_.untargeted;
  --counts_.open;
  go(id, {*target, at.node, at.group});
  return true;
}

std::optional<TargetId> ClassicBalancer::choose(const Attempt& attempt, Place at) {
  if (const auto kept = choose_kept(attempt, at)) return kept;
  Branch& branch = *branches_[at.group];
  const auto chosen = branch.group.choose(at.node, setting_.engine.now(), attempt);
  return chosen && !would_take(branch, *chosen, at.node) ? choose_spare(attempt, at) : chosen;
}

std::optional<TargetId> ClassicBalancer::choose_kept(const Attempt& attempt, Place at) const {
  const auto& cookies = sides_[at.group].cookies;
  if (!cookies || !setting_.exchange.comes_again(attempt.caller)) return std::nullopt;
  const auto kept = cookies->place(attempt.caller, setting_.exchange.sender(attempt), attempt.sent);
  Branch& branch = *branches_[at.group];
  const bool there =
      kept && branch.group.keep(at.node, *kept) && would_take(branch, *kept, at.node);
  return there ? kept : std::nullopt;
}

// The least busy of those with room; of several the first after a drawn place.
std::optional<TargetId> ClassicBalancer::choose_spare(const Attempt& attempt, Place at) const {
  const Branch& branch = *branches_[at.group];
  const auto eligible = branch.group.eligible(at.node);
  const auto start = below(Draw(draws_of(attempt), spare_purpose), eligible.size());
  std::optional<TargetId> best;
  for (std::size_t i = 0; i < eligible.size(); ++i) {
    const TargetId target = eligible[(start + i) % eligible.size()];
    const auto open = [&](TargetId each) { return branch.group.traffic[each].open; };
    if (would_take(branch, target, at.node) && (!best || open(target) < open(*best))) best = target;
  }
  return best;
}

// A host that is gone refuses nothing.
bool ClassicBalancer::would_take(const Branch& branch, TargetId target, NodeIndex node) const {
  const service::Endpoint& endpoint = branch.endpoint(target, node);
  return endpoint.has_room() || !endpoint.reachable();
}

void ClassicBalancer::give_cookie(const Attempt& attempt, Place place) {
  const auto& cookies = sides_[place.group].cookies;
  if (!cookies || !setting_.exchange.comes_again(attempt.caller)) return;
  const service::Sender sender = setting_.exchange.sender(attempt);
  const Time now = setting_.engine.now();
  const StickinessType type = branches_[place.group]->group.stickiness()->type;
  if (type == StickinessType::app_cookie || !cookies->place(attempt.caller, sender, now))
    cookies->give(attempt.caller, sender, place.target, now);
}

void ClassicBalancer::returned(AttemptId id, Outcome outcome) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  const Place place = Place::of(attempt.place);
  come_back(id, outcome);
  if (outcome.kind == Outcome::Kind::answered) {
    give_cookie(attempt, place);
    answer(id, outcome);
  } else {
    fail(id, place, outcome.kind == Outcome::Kind::refused ? 503 : 504);
  }
  freed(place);
}

void ClassicBalancer::abandon(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  if (!is_sent(attempt)) return;
  const Place place = Place::of(attempt.place);
  if (place.target == Place::no_target) {
    leave_queue(id);
    --counts_.open;
    ++counts_.client_gone;
  } else {
    withdraw(id);
    freed(place);
  }
}

void ClassicBalancer::give_up(std::uint32_t id) {
  const Place place = Place::of(setting_.exchange.attempts[id].place);
  drop(id);
  fail(id, place, 504);
  freed(place);
}

void ClassicBalancer::give_up_waiting(std::uint32_t id) {
  const Place place = Place::of(setting_.exchange.attempts[id].place);
  const std::uint64_t others = queue_.waiting_at(place.node, branches_.size());
  queue_.note(place.node, others + 1, setting_.engine.now());
  --counts_.queued;
  fail(id, place, 504);
}

void ClassicBalancer::cut(AttemptId id) {
  const Place place = Place::of(setting_.exchange.attempts[id].place);
  drop(id);
  fail(id, place, 504);
}

void ClassicBalancer::drained(std::uint32_t group, TargetId target) {
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    closures_.close({target, node, group}, setting_.engine.now());
    cut_off({target, node, group});
  }
}

void ClassicBalancer::sickened(Place place) {
  if (draining_) return;
  closures_.close(place, setting_.engine.now());
  cut_off(place);
}

// Who waits there waits for nothing; what its targets had room for is free for the others.
void ClassicBalancer::flows_lost(NodeIndex node) {
  for (std::uint32_t group = 0; group < branches_.size(); ++group) {
    forget_queue({Place::no_target, node, group});
    for (TargetId target = 0; target < branches_[group]->group.size(); ++target) {
      closures_.close({target, node, group}, setting_.engine.now());
      end_draining(group, target);
    }
  }
  serve();
}

void ClassicBalancer::forget_queue(Place at) {
  for (AttemptId id = queue_.first(at); id != no_slot; id = queue_.first(at)) {
    leave_queue(id);
    --counts_.open;
    ++counts_.unheard;
  }
}

void ClassicBalancer::changed(std::uint32_t group, TargetId target) {
  end_draining(group, target);
  serve();
}

void ClassicBalancer::fail(AttemptId id, Place place, std::uint16_t status) {
  if (sides_[place.group].tcp) return close(id);
  NodeCounts& node = node_counts_[place.node];
  ++(status == 503 ? node.made_503 : node.made_504);
  answer(id, made(status));
}

void ClassicBalancer::close(AttemptId id) {
  const Attempt& attempt = setting_.exchange.attempts[id];
  if (setting_.exchange.comes_again(attempt.caller)) {
    Connections::Connection* const its =
        connections_.find(attempt.caller, setting_.exchange.sender(attempt));
    if (its) its->open = false;
  }
  ++counts_.reset;
  tell(id, reset);
}

// The target has one request less.
void ClassicBalancer::freed(Place place) {
  end_draining(place.group, place.target);
  serve();
}

// One that leaves is drained once it has nothing left.
void ClassicBalancer::end_draining(std::uint32_t group, TargetId target) {
  TargetGroup& its = branches_[group]->group;
  if (its.traffic[target].open == 0 && its.health(target).state == HealthState::draining)
    its.end_draining(target);
}

}  // namespace squall::balancing
