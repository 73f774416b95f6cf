#include "squall/balancing/target_group.hpp"

#include "squall/balancing/journal.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cstdlib>

namespace squall::balancing {

namespace {

void insert_sorted(std::vector<TargetId>& targets, TargetId target) {
  targets.insert(std::lower_bound(targets.begin(), targets.end(), target), target);
}

// False where it is not there.
bool erase_sorted(std::vector<TargetId>& targets, TargetId target) {
  const auto place = std::lower_bound(targets.begin(), targets.end(), target);
  if (place == targets.end() || *place != target) return false;
  targets.erase(place);
  return true;
}

constexpr std::uint64_t routing_purpose = hash_of("routing");

}  // namespace

TargetGroup::TargetGroup(const Setting& setting, const TargetGroupSpec& spec,
                         const Identity& identity, std::span<const Node> nodes)
    : setting_(setting),
      spec_(spec),
      name_(identity.name),
      nodes_(nodes.begin(), nodes.end()),
      finish_draining_(setting.engine.bind<&TargetGroup::finish_draining>(Phase::change, *this)) {
  const service::RoutingSettings routing{child(identity.key, routing_purpose),
                                         spec.anomaly_mitigation};
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    auto checker = std::make_unique<HealthChecker>(setting.engine, setting.exchange,
                                                   spec.health_check, child(identity.key, node));
    checker->changed.connect([this, node](TargetId target) { judged(node, target); });
    auto algorithm = service::make_routing_algorithm(spec.algorithm, routing);
    hears_requests_ = algorithm->hears_requests();
    views_.push_back({nodes_[node].name, std::move(checker), std::move(algorithm), {}});
  }
}

void TargetGroup::probe_for(service::ClassId request_class) {
  for (View& view : views_) view.checker->ask_for(request_class);
}

TargetId TargetGroup::register_target(const Target& target, Health health) {
  const auto id = static_cast<TargetId>(members_.size());
  const bool used = has_node_in(target.zone);
  members_.push_back({target, used ? HealthReason::none : HealthReason::not_in_use});
  traffic.add_target();
  if (used) {
    registered_.push_back(id);
    for (View& view : views_) {
      if (view.healthy.empty()) view.algorithm->joined(id);
      if (health == healthy) become_healthy(view, id);
      view.checker->watch(id, *target.endpoint, health);
    }
  }
  setting_.journal.append(setting_.engine.now(), target_registered, {target.name, name_});
  registered(id);
  return id;
}

bool TargetGroup::has_node_in(NameId zone) const {
  return std::any_of(nodes_.begin(), nodes_.end(),
                     [zone](const Node& node) { return node.zone == zone; });
}

void TargetGroup::deregister(TargetId target) {
  Member& member = members_[target];
  if (member.left != HealthReason::none) return;
  setting_.journal.append(setting_.engine.now(), target_deregistered, {member.target.name, name_},
                          spec_.deregistration_delay, traffic[target].open);
  leave(target, HealthReason::deregistration_in_progress);
  if (spec_.deregistration_delay > Duration(0)) {
    setting_.engine.after(spec_.deregistration_delay, finish_draining_, target);
  } else {
    finish_draining(target);
  }
}

void TargetGroup::withdraw(TargetId target) {
  const HealthReason left = members_[target].left;
  if (left != HealthReason::none && left != HealthReason::deregistration_in_progress) return;
  setting_.journal.append(setting_.engine.now(), target_withdrawn,
                          {members_[target].target.name, name_});
  leave(target, HealthReason::invalid_state);
}

// Where it has begun to leave before, only the reason is new.
void TargetGroup::leave(TargetId target, HealthReason reason) {
  const bool stood_here = members_[target].left == HealthReason::none;
  members_[target].left = reason;
  if (stood_here) {
    for (View& view : views_) {
      become_unhealthy(view, target);
      if (view.healthy.empty()) view.algorithm->left(target);
      view.checker->forget(target);
    }
    erase_sorted(registered_, target);
  }
  health_changed(target);
}

void TargetGroup::finish_draining(TargetId target) {
  if (members_[target].left != HealthReason::deregistration_in_progress) return;
  setting_.journal.append(setting_.engine.now(), target_drained,
                          {members_[target].target.name, name_}, traffic[target].open);
  leave(target, HealthReason::not_registered);
  drained(target);
}

std::optional<TargetId> TargetGroup::choose(NodeIndex node, service::RoutingQuestion&& question) {
  View& view = views_[node];
  question.eligible = view.healthy;
  if (view.healthy.empty()) {
    if (registered_.empty()) return std::nullopt;
    ++unhealthy_routing_requests_;
    question.eligible = registered_;
  }
  return view.algorithm->choose(question);
}

// The first healthy one ends the fail-open: the others are no longer eligible.
void TargetGroup::become_healthy(View& view, TargetId target) {
  const bool first = view.healthy.empty();
  insert_sorted(view.healthy, target);
  if (!first) return view.algorithm->joined(target);
  for (const TargetId other : registered_) {
    if (other != target) view.algorithm->left(other);
  }
}

// The last one begins it.
void TargetGroup::become_unhealthy(View& view, TargetId target) {
  if (!erase_sorted(view.healthy, target)) return;
  if (!view.healthy.empty()) return view.algorithm->left(target);
  for (const TargetId other : registered_) {
    if (other != target) view.algorithm->joined(other);
  }
}

void TargetGroup::judged(NodeIndex node, TargetId target) {
  View& view = views_[node];
  const Health health = view.checker->health(target);
  if (health.state == HealthState::healthy) {
    become_healthy(view, target);
  } else {
    become_unhealthy(view, target);
  }
  setting_.journal.append(setting_.engine.now(), journal_kind_of(health),
                          {members_[target].target.name, view.node},
                          std::abs(view.checker->streak(target)));
  health_changed(target);
}

Health TargetGroup::health(TargetId target, NodeIndex node) const {
  const HealthReason left = members_[target].left;
  if (left == HealthReason::none) return views_[node].checker->health(target);
  const bool draining = left == HealthReason::deregistration_in_progress;
  return {draining ? HealthState::draining : HealthState::unused, left};
}

Health TargetGroup::health(TargetId target) const {
  if (nodes_.empty()) return {HealthState::unused, HealthReason::not_in_use};
  Health shown = health(target, 0);
  for (NodeIndex node = 1; node < nodes_.size(); ++node) {
    const Health seen = health(target, node);
    if (seen == healthy || shown.state == HealthState::initial) shown = seen;
  }
  return shown;
}

}  // namespace squall::balancing
