#include "squall/balancing/target_group.hpp"

#include "squall/balancing/defaults.hpp"
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
    : traffic(nodes.size() + 1),
      setting_(setting),
      spec_(completed(spec, {}, {})),
      name_(identity.name),
      nodes_(nodes.begin(), nodes.end()),
      node_count_(static_cast<NodeIndex>(nodes.size())),
      fail_open_(fail_open),
      end_delay_(setting.engine.bind<&TargetGroup::end_delay>(Phase::change, *this)) {
  const service::RoutingSettings routing{child(identity.key, routing_purpose),
                                         spec_.anomaly_mitigation};
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    auto checker = std::make_unique<HealthChecker>(setting.engine, setting.exchange,
                                                   spec_.health_check, child(identity.key, node));
    checker->changed.connect([this, node](TargetId target) { judged(node, target); });
    views_.push_back({nodes_[node], std::move(checker), NodeTargets(spec_, routing)});
    hears_requests_ = views_.back().targets.algorithm().hears_requests();
    asks_who_ = views_.back().targets.algorithm().asks_who();
  }
}

void TargetGroup::probe_for(service::ClassId request_class) {
  for (View& view : views_) view.checker->ask_for(request_class);
}

TargetId TargetGroup::register_target(const Target& target, Health health) {
  const auto id = static_cast<TargetId>(members_.size());
  Member& member = members_.emplace_back(Member{target.name, target.zone});
  for (NodeIndex node = 0; node < node_count_; ++node) {
    endpoints_.push_back(&target.from(node));
    views_[node].checker->meet(id, target.probed_from(node));
  }
  traffic.add_target(zone_of(member));
  if (has_node_beside(member)) {
    admit(id, health);
  } else {
    member.left = HealthReason::not_in_use;
  }
  setting_.journal.append(setting_.engine.now(), target_registered, {target.name, name_});
  settle();
  registered(id);
  return id;
}

void TargetGroup::admit(TargetId target, Health health) {
  standing_.insert(std::lower_bound(standing_.begin(), standing_.end(), target), target);
  for (NodeIndex node = 0; node < views_.size(); ++node) {
    View& view = views_[node];
    if (view.lost) continue;
    if (uses(view, target)) {
      view.targets.registered(target, setting_.engine.now());
      const bool usable = health == healthy && !(view.aside && is_away(target));
      if (usable) view.targets.healed(target, setting_.engine.now());
    }
    view.checker->watch(target, health);
  }
}

bool TargetGroup::has_node_beside(const Member& member) const {
  return std::any_of(nodes_.begin(), nodes_.end(),
                     [&](const Node& node) { return member.is_in(node.zone); });
}

TargetTraffic::ZoneIndex TargetGroup::zone_of(const Member& member) const {
  const auto node = std::find_if(nodes_.begin(), nodes_.end(),
                                 [&](const Node& each) { return each.zone == member.zone; });
  return static_cast<TargetTraffic::ZoneIndex>(node - nodes_.begin());
}

bool TargetGroup::uses(const View& view, TargetId target) const {
  return *spec_.cross_zone || members_[target].is_in(view.node.zone);
}

bool TargetGroup::is_away(TargetId target) const {
  return away_ && members_[target].zone == nodes_[*away_].zone;
}

void TargetGroup::shift_away(NodeIndex node) {
  away_ = node;
  settle();
}

void TargetGroup::shift_back() {
  for (View& view : views_) set_aside(view, false);
  away_.reset();
  settle();
}

bool TargetGroup::can_spare(NodeIndex node) const {
  for (NodeIndex other = 0; other < views_.size(); ++other)
    if (other != node && has_enough_elsewhere(views_[other])) return true;
  return false;
}

// Healthy targets outside of the zone that is shifted away from.
bool TargetGroup::has_enough_elsewhere(const View& view) const {
  if (view.lost) return false;
  const auto elsewhere = std::count_if(standing_.begin(), standing_.end(), [&](TargetId target) {
    return uses(view, target) && !is_away(target) && view.checker->health(target) == healthy;
  });
  return view.targets.enough(static_cast<std::size_t>(elsewhere));
}

void TargetGroup::set_aside(View& view, bool aside) {
  if (view.aside == aside) return;
  view.aside = aside;
  for (const TargetId target : standing_) {
    if (!is_away(target) || !uses(view, target) || view.checker->health(target) != healthy)
      continue;
    aside ? view.targets.sickened(target) : view.targets.taken_back(target);
  }
}

void TargetGroup::lose(NodeIndex node) {
  View& view = views_[node];
  set_aside(view, false);
  view.lost = true;
  for (const TargetId target : standing_)
    if (uses(view, target)) view.targets.left(target);
  view.checker->forget_all();
}

void TargetGroup::restore(NodeIndex node) {
  View& view = views_[node];
  view.lost = false;
  for (const TargetId target : standing_) {
    if (uses(view, target)) view.targets.registered(target, setting_.engine.now());
    view.checker->watch(target, {});
  }
  settle();
}

void TargetGroup::deregister(TargetId target) {
  Member& member = members_[target];
  member.deregistered = true;
  if (member.left != HealthReason::none) return;
  setting_.journal.append(setting_.engine.now(), target_deregistered, {member.name, name_},
                          *spec_.deregistration_delay, traffic[target].open);
  leave(target, HealthReason::deregistration_in_progress);
  member.drained = setting_.engine.now() + *spec_.deregistration_delay;
  if (*spec_.deregistration_delay > Duration(0)) {
    setting_.engine.after(*spec_.deregistration_delay, end_delay_, target);
  } else {
    end_draining(target);
  }
}

void TargetGroup::withdraw(TargetId target) {
  const HealthReason left = members_[target].left;
  if (left != HealthReason::none && left != HealthReason::deregistration_in_progress) return;
  setting_.journal.append(setting_.engine.now(), target_withdrawn, {members_[target].name, name_});
  leave(target, HealthReason::invalid_state);
}

void TargetGroup::readmit(TargetId target) {
  Member& member = members_[target];
  if (member.left != HealthReason::invalid_state || member.deregistered) return;
  member.left = HealthReason::none;
  admit(target, {});
  setting_.journal.append(setting_.engine.now(), target_readmitted, {member.name, name_});
  settle();
  health_changed(target);
}

void TargetGroup::register_again(TargetId target) {
  Member& member = members_[target];
  if (!member.deregistered || !has_node_beside(member)) return;
  member.deregistered = false;
  member.left = HealthReason::none;
  admit(target, {});
  setting_.journal.append(setting_.engine.now(), target_registered, {member.name, name_});
  settle();
  health_changed(target);
}

// Where it has begun to leave before, only the reason is new.
void TargetGroup::leave(TargetId target, HealthReason reason) {
  const bool stood_here = members_[target].left == HealthReason::none;
  members_[target].left = reason;
  if (stood_here) {
    standing_.erase(std::remove(standing_.begin(), standing_.end(), target), standing_.end());
    for (View& view : views_) {
      if (view.lost) continue;
      if (uses(view, target)) view.targets.left(target);
      view.checker->forget(target);
    }
    settle();
  }
  health_changed(target);
}

// Of one that has been back meanwhile, and left again, a later one counts.
void TargetGroup::end_delay(TargetId target) {
  if (members_[target].drained <= setting_.engine.now()) end_draining(target);
}

void TargetGroup::end_draining(TargetId target) {
  if (members_[target].left != HealthReason::deregistration_in_progress) return;
  setting_.journal.append(setting_.engine.now(), target_drained, {members_[target].name, name_},
                          traffic[target].open);
  leave(target, HealthReason::not_registered);
  drained(target);
}

std::optional<TargetId> TargetGroup::choose_open(NodeIndex node,
                                                 service::RoutingQuestion&& question) {
  if (fail_open_ == FailOpen::all_nodes && !*spec_.cross_zone)
    return choose_of_all_zones(node, std::move(question));
  const std::optional<TargetId> chosen = views_[node].targets.choose(std::move(question));
  views_[node].unhealthy_routing_requests += chosen.has_value();
  return chosen;
}

service::Routing TargetGroup::routing(NodeIndex node, TargetId chosen) const {
  const View& view = views_[node];
  const Member& member = members_[chosen];
  service::Routing routing{.node = view.node.name,
                           .group = name_,
                           .target = member.name,
                           .node_zone = view.node.zone,
                           .target_zone = member.zone,
                           .chosen = chosen,
                           .eligible = eligible(node),
                           .healthy = health(chosen, node) == healthy,
                           .registered = member.left == HealthReason::none,
                           .failing_open = view.targets.failing_open(),
                           .all = 0,
                           .all_healthy = 0};
  for (const TargetId target : standing_) {
    if (!uses(view, target)) continue;
    ++routing.all;
    routing.all_healthy += health(target, node) == healthy && !(view.aside && is_away(target));
  }
  return routing;
}

std::span<const TargetId> TargetGroup::eligible(NodeIndex node) const {
  return opens_everywhere(node) ? std::span(standing_) : views_[node].targets.eligible();
}

// The node uses the targets of all zones, since no node finds enough of its own healthy.
bool TargetGroup::opens_everywhere(NodeIndex node) const {
  return fail_open_ == FailOpen::all_nodes && !*spec_.cross_zone && !views_[node].lost &&
         std::all_of(views_.begin(), views_.end(),
                     [](const View& view) { return view.targets.failing_open(); });
}

bool TargetGroup::keep(NodeIndex node, TargetId target) {
  View& view = views_[node];
  if (!view.targets.may_choose(target)) return false;
  if (view.targets.failing_open()) ++view.unhealthy_routing_requests;
  return true;
}

std::uint64_t TargetGroup::unhealthy_routing_requests() const {
  std::uint64_t requests = 0;
  for (const View& view : views_) requests += view.unhealthy_routing_requests;
  return requests;
}

std::optional<TargetId> TargetGroup::choose_of_all_zones(NodeIndex node,
                                                         service::RoutingQuestion&& question) {
  if (!opens_everywhere(node) || standing_.empty()) return std::nullopt;
  ++views_[node].unhealthy_routing_requests;
  question.eligible = standing_;
  return views_[node].targets.algorithm().choose(question);
}

std::uint32_t TargetGroup::fit_nodes() const {
  std::uint32_t nodes = 0;
  for (std::size_t node = 0; node < views_.size(); ++node)
    if (views_[node].targets.fit_for_dns(healthy_aside(views_[node]))) nodes |= 1u << node;
  return nodes;
}

std::size_t TargetGroup::healthy_aside(const View& view) const {
  if (!view.aside) return 0;
  return static_cast<std::size_t>(
      std::count_if(standing_.begin(), standing_.end(), [&](TargetId target) {
        return is_away(target) && uses(view, target) && view.checker->health(target) == healthy;
      }));
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
    if (health != healthy) {
      view.targets.sickened(target);
    } else if (!(view.aside && is_away(target))) {
      view.targets.healed(target, setting_.engine.now());
    }
  }
  setting_.journal.append(setting_.engine.now(), journal_kind_of(health),
                          {members_[target].name, view.node.name},
                          std::abs(view.checker->streak(target)));
  settle();
  health_changed(target);
  if (health.state == HealthState::unhealthy) sickened(target, node);
}

bool TargetGroup::in_use(TargetId target) const {
  if (members_[target].left != HealthReason::none || is_away(target)) return false;
  return std::all_of(views_.begin(), views_.end(), [&](const View& view) {
    return view.lost || !uses(view, target) || view.checker->health(target) == healthy;
  });
}

// Something has changed in who is there, who is healthy, or where traffic is shifted away from.
void TargetGroup::settle() {
  for (View& view : views_) {
    if (away_ && view.node.zone != nodes_[*away_].zone) set_aside(view, has_enough_elsewhere(view));
    const bool short_of_healthy = !view.lost && view.targets.any() && view.targets.failing_open();
    if (short_of_healthy == view.short_of_healthy) continue;
    view.short_of_healthy = short_of_healthy;
    setting_.journal.append(setting_.engine.now(),
                            short_of_healthy ? too_few_healthy : enough_healthy,
                            {name_, view.node.name});
  }
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
