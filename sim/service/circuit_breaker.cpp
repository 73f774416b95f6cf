#include "squall/service/circuit_breaker.hpp"

#include "squall/core/invariant.hpp"

namespace squall::service {

CircuitBreaker::CircuitBreaker(const BreakerSpec& spec)
    : open_for_(spec.open_for),
      limit_(spec.errors.value * spec.of - 1e-9),
      last_(static_cast<std::size_t>(spec.of)) {
  INVARIANT(spec.of >= 1 && limit_ > 0);
}

bool CircuitBreaker::admits(Time now) {
  if (state_ == State::open && now >= trial_from_) {
    state_ = State::half_open;
    trial_ = no_slot;
  }
  return state_ == State::closed || (state_ == State::half_open && trial_ == no_slot);
}

void CircuitBreaker::sent(AttemptId attempt) {
  if (state_ == State::half_open) trial_ = attempt;
}

bool CircuitBreaker::ended(AttemptId attempt, bool good, Time now) {
  if (state_ == State::closed) {
    remember(!good);
    if (seen_ < last_.size() || bad_ < limit_) return false;
    open(now);
    return true;
  }
  if (state_ == State::open || attempt != trial_) return false;
  if (!good) {
    open(now);
    return false;
  }
  state_ = State::closed;
  seen_ = next_ = 0;
  bad_ = 0;
  return true;
}

void CircuitBreaker::abandoned(AttemptId attempt) {
  if (state_ == State::half_open && attempt == trial_) trial_ = no_slot;
}

void CircuitBreaker::open(Time now) {
  state_ = State::open;
  trial_from_ = now + open_for_;
}

void CircuitBreaker::remember(bool bad) {
  if (seen_ == last_.size()) {
    bad_ -= last_[next_];
  } else {
    ++seen_;
  }
  last_[next_] = bad;
  bad_ += bad;
  next_ = next_ + 1 == last_.size() ? 0 : next_ + 1;
}

}  // namespace squall::service
