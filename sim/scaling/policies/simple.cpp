#include "scaling/policies/simple.hpp"

#include "scaling/policies/step.hpp"

#include <fmt/format.h>

namespace squall::scaling {

Proposal Simple::propose(const Question& question) const {
  Proposal proposal = heard(rule_, sight_, question.now);
  if (proposal.state != metrics::AlarmState::alarm) return proposal;
  if (question.is_busy) {
    proposal.reason = "an activity is under way";
    return proposal;
  }
  if (question.now < question.cooldown_until) {
    proposal.reason = "its cooldown is not over";
    return proposal;
  }
  const Adjustment& adjustment = rule_.spec.adjust.begin()->second;
  proposal.capacity = adjusted(question.desired, adjustment, rule_.spec.min_adjustment_magnitude);
  proposal.reason =
      fmt::format("{} of {}", ScalarText<Adjustment>::print(adjustment), question.desired);
  return proposal;
}

}  // namespace squall::scaling
