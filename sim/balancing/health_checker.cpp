#include "squall/balancing/health_checker.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;
using service::Outcome;

namespace {

constexpr std::uint64_t phase_purpose = hash_of("health_checker/phase");

}  // namespace

HealthChecker::HealthChecker(Engine& engine, service::Exchange& exchange,
                             const HealthCheckSpec& spec, Key key)
    : engine_(engine),
      exchange_(exchange),
      spec_(completed(spec, BalancerType::application)),
      key_(key),
      self_(exchange.join(*this)),
      next_(engine, Phase::arrival, handler<&HealthChecker::probe_due>, *this),
      under_way_(engine, exchange.attempts, *spec_.timeout, Phase::time_out,
                 handler<&HealthChecker::time_out>, *this) {}

void HealthChecker::meet(TargetId target, service::Endpoint& endpoint) {
  if (target >= watched_.size()) watched_.resize(target + 1);
  watched_[target].endpoint = &endpoint;
}

void HealthChecker::watch(TargetId target, Health health) {
  INVARIANT(health.state == HealthState::initial || health.state == HealthState::healthy);
  watched_[target] = {watched_[target].endpoint, health};
  turns_.push_back({phase_of(target), target});
  planned_until_ = std::max(planned_until_, engine_.now());
  const Time due = due_after(planned_until_, turns_.back().phase);
  if (!next_.running() || due < next_.due()) next_.start(due - engine_.now());
}

void HealthChecker::forget(TargetId target) {
  sort_turns();
  const Turn turn{phase_of(target), target};
  turns_.erase(std::lower_bound(turns_.begin(), turns_.end(), turn));
  sorted_ = turns_.size();
  watched_[target].forgotten = true;
  plan();
}

void HealthChecker::forget_all() {
  turns_.clear();
  sorted_ = 0;
  plan();
  for (Watched& each : watched_) {
    each.health = {};
    each.forgotten = true;
  }
  under_way_.clear([this](AttemptId probe) {
    watched_[exchange_.attempts[probe].who].endpoint->abandon(probe);
    exchange_.attempts.release(probe);
  });
}

Duration HealthChecker::phase_of(TargetId target) const {
  const auto interval = static_cast<std::uint64_t>(spec_.interval.count());
  return Duration(
      static_cast<std::int64_t>(below(Draw(child(key_, target), phase_purpose), interval)));
}

// Many that come at once are put in order once.
void HealthChecker::sort_turns() {
  if (sorted_ == turns_.size()) return;
  const auto first_new = turns_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  std::sort(first_new, turns_.end());
  std::inplace_merge(turns_.begin(), first_new, turns_.end());
  sorted_ = turns_.size();
}

// The first moment of that phase that is not before the time.
Time HealthChecker::due_after(Time time, Duration phase) const {
  const Duration passed = time.time_since_epoch() % spec_.interval;
  return time - passed + phase + (phase < passed ? spec_.interval : Duration{});
}

// The next turn is the first whose phase this interval has not passed yet, or else the first of the
// next interval.
void HealthChecker::plan() {
  if (turns_.empty()) return next_.stop();
  sort_turns();
  planned_until_ = std::max(planned_until_, engine_.now());
  const Duration phase = planned_until_.time_since_epoch() % spec_.interval;
  const auto turn = std::lower_bound(turns_.begin(), turns_.end(), Turn{phase, 0});
  const Turn& next = turn == turns_.end() ? turns_.front() : *turn;
  const Time due = due_after(planned_until_, next.phase);
  if (!next_.running() || next_.due() != due) next_.start(due - engine_.now());
}

void HealthChecker::probe_due() {
  const Duration phase = engine_.now().time_since_epoch() % spec_.interval;
  planned_until_ = engine_.now() + Duration(1);
  // Sought anew each time: an answer that comes at once may change who is watched.
  sort_turns();
  auto turn = std::lower_bound(turns_.begin(), turns_.end(), Turn{phase, 0});
  while (turn != turns_.end() && turn->phase == phase) {
    const Turn taken = *turn;
    probe(taken.target);
    sort_turns();
    turn = std::upper_bound(turns_.begin(), turns_.end(), taken);
  }
  plan();
}

void HealthChecker::probe(TargetId target) {
  service::Endpoint& endpoint = *watched_[target].endpoint;
  Attempt probe{};
  probe.key = child(child(key_, target), ++counts_.probes);
  probe.sent = engine_.now();
  probe.who = target;
  probe.caller = probe.via = self_;
  probe.request_class = asked_;
  const AttemptId id = exchange_.attempts.allocate(probe);
  const Token token = exchange_.attempts.token(id);
  under_way_.join(id);
  const bool taken = endpoint.reachable() && endpoint.has_room();
  endpoint.offer(id);

  if (spec_.protocol != HealthProtocol::tcp || !taken) return;
  if (exchange_.attempts.find(token) == nullptr) return;
  endpoint.abandon(id);
  returned(id, {});
}

void HealthChecker::returned(AttemptId probe, Outcome outcome) {
  const TargetId target = exchange_.attempts[probe].who;
  under_way_.leave(probe);
  exchange_.attempts.release(probe);
  const HealthReason met = met_by(outcome);
  counts_.failures += met != HealthReason::none;
  judge(target, met);
}

void HealthChecker::time_out(std::uint32_t probe) {
  const TargetId target = exchange_.attempts[probe].who;
  watched_[target].endpoint->abandon(probe);
  exchange_.attempts.release(probe);
  ++counts_.failures;
  judge(target, HealthReason::timeout);
}

// What a probe met, none where it is good. A connection that was taken has no status.
HealthReason HealthChecker::met_by(Outcome outcome) const {
  if (outcome.kind != Outcome::Kind::answered) return HealthReason::failed_health_checks;
  const bool good = spec_.protocol == HealthProtocol::tcp || spec_.matcher->takes(outcome.status);
  return good ? HealthReason::none : HealthReason::response_code_mismatch;
}

void HealthChecker::judge(TargetId target, HealthReason met) {
  Watched& watched = watched_[target];
  const bool good = met == HealthReason::none;
  if (watched.forgotten) return;

  const int before = watched.streak;
  const int streak = good ? std::max(before, 0) + 1 : std::min(before, 0) - 1;
  watched.streak = static_cast<std::int8_t>(std::clamp(streak, -100, 100));
  const bool is_new = watched.health.state == HealthState::initial;
  if (streak >= (is_new ? spec_.initial_healthy_checks : *spec_.healthy_threshold))
    become(target, healthy);
  if (-streak >= spec_.unhealthy_threshold) become(target, {HealthState::unhealthy, met});
}

void HealthChecker::saw(TargetId target, bool taken) {
  Watched& watched = watched_[target];
  if (taken) {
    watched.refusals = 0;
  } else if (watched.health == healthy && ++watched.refusals >= spec_.unhealthy_threshold) {
    watched.streak = static_cast<std::int8_t>(-watched.refusals);
    watched.refusals = 0;
    become(target, {HealthState::unhealthy, HealthReason::failed_health_checks});
  }
}

void HealthChecker::become(TargetId target, Health health) {
  const bool news = watched_[target].health.state != health.state;
  watched_[target].health = health;
  if (news) changed(target);
}

}  // namespace squall::balancing
