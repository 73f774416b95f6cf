#include "squall/balancing/node_targets.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"

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

constexpr std::uint64_t slow_start_purpose = hash_of("slow_start");

}  // namespace

NodeTargets::NodeTargets(const TargetGroupSpec& spec, const service::RoutingSettings& routing)
    : dns_failover_(spec.dns_failover),
      unhealthy_state_routing_(spec.unhealthy_state_routing),
      slow_start_(spec.slow_start),
      algorithm_(service::make_routing_algorithm(*spec.algorithm, routing)),
      turn_(algorithm_->turn()),
      failing_open_(short_of(unhealthy_state_routing_, 0)) {
  // Others need not offer the next one to whom a turn is passed on.
  INVARIANT(slow_start_ == Duration(0) || spec.algorithm == Algorithm::round_robin);
}

bool NodeTargets::may_choose(TargetId target) const {
  const auto& eligible = failing_open_ ? registered_ : healthy_;
  return std::binary_search(eligible.begin(), eligible.end(), target);
}

bool NodeTargets::short_of(const HealthyTargetsSpec& least, std::size_t good) const {
  const auto count = static_cast<double>(good);
  return count < least.count ||
         count < least.percentage.value * static_cast<double>(registered_.size());
}

void NodeTargets::registered(TargetId target, Time now) {
  if (slow_start_ > Duration(0)) {
    if (registered_.empty()) first_at_ = now;
    if (first_at_ == now) insert_sorted(first_, target);
  }
  insert_sorted(registered_, target);
  if (failing_open_) return algorithm_->joined(target);
  settle(nobody);
}

void NodeTargets::left(TargetId target) {
  sickened(target);
  erase_sorted(registered_, target);
  erase_sorted(first_, target);
  if (failing_open_) algorithm_->left(target);
  settle(nobody);
}

void NodeTargets::healed(TargetId target, Time now) {
  if (slow_start_ > Duration(0)) start_slowly(target, now);
  taken_back(target);
}

void NodeTargets::taken_back(TargetId target) {
  insert_sorted(healthy_, target);
  if (!failing_open_) return algorithm_->joined(target);
  settle(target);
}

void NodeTargets::sickened(TargetId target) {
  if (!erase_sorted(healthy_, target)) return;
  starting_.erase(std::remove_if(starting_.begin(), starting_.end(),
                                 [target](const Starting& each) { return each.target == target; }),
                  starting_.end());
  settle(target);
  if (!failing_open_) algorithm_->left(target);
}

void NodeTargets::start_slowly(TargetId target, Time now) {
  forget_started(now);
  const bool one_of_the_first = erase_sorted(first_, target);
  if (!one_of_the_first && healthy_.size() > starting_.size()) starting_.push_back({target, now});
}

void NodeTargets::forget_started(Time now) {
  starting_.erase(
      std::remove_if(starting_.begin(), starting_.end(),
                     [&](const Starting& each) { return now - each.since >= slow_start_; }),
      starting_.end());
}

// Round robin passes the turn of whoever does not take it on to the next, so that over many turns
// each gets requests by its weight. Where all begin slowly they are alike.
TargetId NodeTargets::choose_slowly(TargetId chosen, const service::RoutingQuestion& question) {
  forget_started(question.now);
  if (failing_open_ || starting_.size() == healthy_.size()) return chosen;
  Draw draw(question.draws, slow_start_purpose);
  while (!takes(chosen, question.now, draw.uniform())) chosen = algorithm_->choose(question);
  return chosen;
}

bool NodeTargets::takes(TargetId target, Time now, double point) const {
  for (const Starting& each : starting_)
    if (each.target == target) return point * seconds(slow_start_) < seconds(now - each.since);
  return true;
}

// Those who are not healthy become eligible, or are no longer; the algorithm knows of `but`.
void NodeTargets::settle(TargetId but) {
  const bool was_open = failing_open_;
  failing_open_ = short_of(unhealthy_state_routing_, healthy_.size());
  if (failing_open_ == was_open) return;
  for (const TargetId target : registered_) {
    if (target == but || std::binary_search(healthy_.begin(), healthy_.end(), target)) continue;
    failing_open_ ? algorithm_->joined(target) : algorithm_->left(target);
  }
}

}  // namespace squall::balancing
