#include "squall/balancing/target_group.hpp"

#include "squall/balancing/journal.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace squall::balancing {

namespace {

constexpr std::uint64_t routing_purpose = hash_of("routing");

}  // namespace

TargetGroup::TargetGroup(const Setting& setting, const TargetGroupSpec& spec,
                         const Identity& identity, std::span<const Node> nodes, FailOpen fail_open)
    : setting_(setting),
      spec_(spec),
      name_(identity.name),
      nodes_(nodes.begin(), nodes.end()),
      fail_open_(fail_open),
      finish_draining_(setting.engine.bind<&TargetGroup::finish_draining>(Phase::change, *this)) {
  const service::RoutingSettings routing{child(identity.key, routing_purpose),
                                         spec.anomaly_mitigation};
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    auto checker = std::make_unique<HealthChecker>(setting.engine, setting.exchange,
                                                   spec.health_check, child(identity.key, node));
    checker->changed.connect([this, node](TargetId target) { judged(node, target); });
    views_.push_back({nodes_[node], std::move(checker), NodeTargets(spec, routing)});
    hears_requests_ = views_.back().targets.algorithm().hears_requests();
    asks_who_ = views_.back().targets.algorithm().asks_who();
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
    standing_.push_back(id);
    for (View& view : views_) {
      if (uses(view, id)) {
        view.targets.registered(id, setting_.engine.now());
        if (health == healthy) view.targets.healed(id, setting_.engine.now());
      }
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

bool TargetGroup::uses(const View& view, TargetId target) const {
  return spec_.cross_zone.value_or(true) || members_[target].target.zone == view.node.zone;
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
    standing_.erase(std::remove(standing_.begin(), standing_.end(), target), standing_.end());
    for (View& view : views_) {
      if (uses(view, target)) view.targets.left(target);
      view.checker->forget(target);
    }
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

std::optional<TargetId> TargetGroup::choose_open(NodeIndex node,
                                                 service::RoutingQuestion&& question) {
  if (fail_open_ == FailOpen::all_nodes && !spec_.cross_zone.value_or(true))
    return choose_of_all_zones(node, std::move(question));
  const std::optional<TargetId> chosen = views_[node].targets.choose(std::move(question));
  unhealthy_routing_requests_ += chosen.has_value();
  return chosen;
}

service::Routing TargetGroup::routing(NodeIndex node, TargetId chosen) const {
  const View& view = views_[node];
  const Member& member = members_[chosen];
  service::Routing routing{.node = view.node.name,
                           .group = name_,
                           .target = member.target.name,
                           .node_zone = view.node.zone,
                           .target_zone = member.target.zone,
                           .chosen = chosen,
                           .eligible = view.targets.eligible(),
                           .healthy = health(chosen, node) == healthy,
                           .registered = member.left == HealthReason::none,
                           .failing_open = view.targets.failing_open(),
                           .all = 0,
                           .all_healthy = 0};
  for (TargetId target = 0; target < members_.size(); ++target) {
    if (members_[target].left != HealthReason::none || !uses(view, target)) continue;
    ++routing.all;
    routing.all_healthy += health(target, node) == healthy;
  }
  return routing;
}

bool TargetGroup::keep(NodeIndex node, TargetId target) {
  const NodeTargets& targets = views_[node].targets;
  if (!targets.may_choose(target)) return false;
  if (targets.failing_open()) ++unhealthy_routing_requests_;
  return true;
}

std::optional<TargetId> TargetGroup::choose_of_all_zones(NodeIndex node,
                                                         service::RoutingQuestion&& question) {
  const bool all = std::all_of(views_.begin(), views_.end(),
                               [](const View& view) { return view.targets.failing_open(); });
  if (!all || standing_.empty()) return std::nullopt;
  ++unhealthy_routing_requests_;
  question.eligible = standing_;
  return views_[node].targets.algorithm().choose(question);
}

std::uint32_t TargetGroup::fit_nodes() const {
  std::uint32_t nodes = 0;
  for (std::size_t node = 0; node < views_.size(); ++node)
    if (views_[node].targets.fit_for_dns()) nodes |= 1u << node;
  return nodes;
}

bool TargetGroup::has_targets() const {
  return std::any_of(views_.begin(), views_.end(),
                     [](const View& view) { return view.targets.any(); });
}

bool TargetGroup::has_healthy_targets() const {
  return std::any_of(views_.begin(), views_.end(),
                     [](const View& view) { return view.targets.any_healthy(); });
}

void TargetGroup::judged(NodeIndex node, TargetId target) {
  View& view = views_[node];
  const Health health = view.checker->health(target);
  if (uses(view, target)) {
    if (health == healthy) {
      view.targets.healed(target, setting_.engine.now());
    } else {
      view.targets.sickened(target);
    }
  }
  setting_.journal.append(setting_.engine.now(), journal_kind_of(health),
                          {members_[target].target.name, view.node.name},
                          std::abs(view.checker->streak(target)));
  health_changed(target);
  if (health.state == HealthState::unhealthy) sickened(target, node);
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
