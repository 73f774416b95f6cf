#include "squall/balancing/node_targets.hpp"

#include <algorithm>

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

}  // namespace

NodeTargets::NodeTargets(const TargetGroupSpec& spec, const service::RoutingSettings& routing)
    : dns_failover_(spec.dns_failover),
      unhealthy_state_routing_(spec.unhealthy_state_routing),
      algorithm_(service::make_routing_algorithm(spec.algorithm, routing)) {}

bool NodeTargets::short_of(const HealthyTargetsSpec& least) const {
  const auto count = static_cast<double>(healthy_.size());
  return count < least.count ||
         count < least.percentage.value * static_cast<double>(registered_.size());
}

void NodeTargets::registered(TargetId target) {
  insert_sorted(registered_, target);
  if (failing_open_) return algorithm_->joined(target);
  settle(nobody);
}

void NodeTargets::left(TargetId target) {
  sickened(target);
  erase_sorted(registered_, target);
  if (failing_open_) algorithm_->left(target);
  settle(nobody);
}

void NodeTargets::healed(TargetId target) {
  insert_sorted(healthy_, target);
  if (!failing_open_) return algorithm_->joined(target);
  settle(target);
}

void NodeTargets::sickened(TargetId target) {
  if (!erase_sorted(healthy_, target)) return;
  settle(target);
  if (!failing_open_) algorithm_->left(target);
}

// Those who are not healthy become eligible, or are no longer; the algorithm knows of `but`.
void NodeTargets::settle(TargetId but) {
  const bool was_open = failing_open_;
  failing_open_ = short_of(unhealthy_state_routing_);
  if (failing_open_ == was_open) return;
  for (const TargetId target : registered_) {
    if (target == but || std::binary_search(healthy_.begin(), healthy_.end(), target)) continue;
    failing_open_ ? algorithm_->joined(target) : algorithm_->left(target);
  }
}

}  // namespace squall::balancing
