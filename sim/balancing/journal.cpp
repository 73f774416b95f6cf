#include "squall/balancing/journal.hpp"

#include "squall/core/invariant.hpp"

namespace squall::balancing {

const JournalKind& journal_kind_of(Health health) {
  if (health.state == HealthState::healthy) return target_healthy;
  if (health.reason == HealthReason::response_code_mismatch) return target_answers_errors;
  if (health.reason == HealthReason::timeout) return target_times_out;
  INVARIANT(health.reason == HealthReason::failed_health_checks);
  return target_refuses;
}

}  // namespace squall::balancing
