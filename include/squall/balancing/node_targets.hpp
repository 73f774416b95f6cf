#pragma once

#include "squall/balancing/draws.hpp"
#include "squall/balancing/spec.hpp"
#include "squall/balancing/target.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace squall::balancing {

/// The targets of a group that one node uses, and whom of them it chooses.
///
///   closed: among the healthy --too few of them--> failing open: among all that are registered
///                             <--enough again-----
///
/// Too few is below the count or below the percentage of `unhealthy_state_routing`.
///
/// With `slow_start` a target that becomes healthy beside others begins slowly: after a time t of
/// it, it gets t / slow_start of what each of the others gets. Those that were registered together
/// where nobody was do not, nor does anybody where all others have just begun too.
class NodeTargets {
 public:
  /// Requires: the spec says which algorithm; a slow start goes with round robin.
  NodeTargets(const TargetGroupSpec& spec, const service::RoutingSettings& routing);

  /// It may be used from now on, and is not healthy yet.
  void registered(TargetId target, Time now);

  /// It is used no more.  Requires: it was registered.
  void left(TargetId target);

  /// It is healthy, or no longer.  Requires: it was registered; for the first, that it was not.
  void healed(TargetId target, Time now);
  void sickened(TargetId target);

  /// It was healthy all the time, and may be used again.  Requires: as of healed().
  void taken_back(TargetId target);

  /// Nobody where none is registered. Who is eligible is for the node to say.
  std::optional<TargetId> choose(service::RoutingQuestion&& question) {
    question.eligible = eligible();
    if (question.eligible.empty()) return std::nullopt;
    const TargetId chosen = algorithm_->choose(question);
    return starting_.empty() ? chosen : choose_slowly(chosen, question);
  }

  /// The same for a request of which nobody asks who sends it.
  [[gnu::always_inline]] std::optional<TargetId> choose(Time now, const service::Attempt& attempt) {
    if (turn_ == nullptr || !starting_.empty()) return choose({{}, now, draws_of(attempt), {}, {}});
    if (eligible().empty()) return std::nullopt;
    return turn_->next(eligible());
  }

  /// In rising order.
  std::span<const TargetId> eligible() const { return failing_open_ ? registered_ : healthy_; }

  bool any() const { return !registered_.empty(); }
  bool any_healthy() const { return !healthy_.empty(); }

  /// Whether it is one of those among whom the node chooses.
  bool may_choose(TargetId target) const;

  bool failing_open() const { return failing_open_; }

  /// Whether so many healthy ones would do.
  bool enough(std::size_t good) const { return !short_of(unhealthy_state_routing_, good); }

  /// Whether enough are healthy for clients to be sent to this node; with those that are healthy
  /// and only set aside.
  bool fit_for_dns(std::size_t set_aside) const {
    return !short_of(dns_failover_, healthy_.size() + set_aside);
  }

  service::RoutingAlgorithm& algorithm() { return *algorithm_; }

 private:
  static constexpr TargetId nobody = ~TargetId{0};

  struct Starting {
    TargetId target;
    Time since;
  };

  void start_slowly(TargetId target, Time now);
  void forget_started(Time now);
  TargetId choose_slowly(TargetId chosen, const service::RoutingQuestion& question);
  bool takes(TargetId target, Time now, double point) const;
  bool short_of(const HealthyTargetsSpec& least, std::size_t good) const;
  void settle(TargetId but);

  const HealthyTargetsSpec dns_failover_;
  const HealthyTargetsSpec unhealthy_state_routing_;
  const Duration slow_start_;
  std::unique_ptr<service::RoutingAlgorithm> algorithm_;
  service::Turn* turn_;               // the algorithm's, where that is all it goes by
  std::vector<TargetId> registered_;  // sorted
  std::vector<TargetId> healthy_;     // sorted, of the registered
  std::vector<Starting> starting_;    // some of the healthy
  std::vector<TargetId> first_;       // sorted: registered where nobody was, not healthy yet
  Time first_at_{};                   // when these were
  bool failing_open_;
};

}  // namespace squall::balancing
