#include "squall/metrics/composite_alarm.hpp"

#include "squall/core/invariant.hpp"

namespace squall::metrics {

bool CompositeAlarm::look(std::span<const AlarmState> states, Time now) {
  const AlarmState state = rule_.holds(states) ? AlarmState::alarm : AlarmState::ok;
  if (state == state_) return false;
  state_ = state;
  reason_ = reason_for(states);
  pending_ = true;
  due_ = suppressed_ ? never : suppression_ ? now + suppression_->wait : now;
  return true;
}

void CompositeAlarm::suppress(bool suppressed, Time now) {
  suppressed_ = suppressed;
  due_ = suppressed || !pending_ ? never : now + suppression_->extension;
}

void CompositeAlarm::act() {
  INVARIANT(due_ != never);
  pending_ = false;
  due_ = never;
}

std::string CompositeAlarm::reason_for(std::span<const AlarmState> states) const {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i)
    text += (text.empty() ? "" : ", ") + rule_.names()[i] + " is " + std::string(word(states[i]));
  const std::string what =
      state_ == AlarmState::alarm ? "The rule holds" : "The rule does not hold";
  return text.empty() ? what : what + ": " + text;
}

}  // namespace squall::metrics
