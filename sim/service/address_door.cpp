#include "squall/service/address_door.hpp"

#include "squall/core/invariant.hpp"

namespace squall::service {

AddressDoor::AddressDoor(Exchange& exchange)
    : exchange_(exchange), self_(exchange.join(*this)), open_(exchange.attempts) {
  doubt();
}

void AddressDoor::lead_to(Endpoint* holder) {
  if (holder == holder_) return;
  open_.clear([this](AttemptId attempt) {
    ++counts_.unheard;
    take_back(attempt);
    holder_->abandon(attempt);
  });
  holder_ = holder;
}

void AddressDoor::offer(AttemptId id) {
  ++counts_.offered;
  if (!holder_) {
    ++counts_.unheard;
    return;
  }
  Attempt& attempt = exchange_.attempts[id];
  INVARIANT(attempt.via == attempt.caller);  // whom returned() gives it back to
  attempt.via = self_;
  open_.push_back(id);
  holder_->offer(id);
}

void AddressDoor::abandon(AttemptId attempt) {
  if (!open_.remove(attempt)) return;
  ++counts_.abandoned;
  take_back(attempt);
  holder_->abandon(attempt);
}

void AddressDoor::returned(AttemptId attempt, Outcome outcome) {
  open_.remove(attempt);
  ++counts_.returned;
  take_back(attempt);
  exchange_.answer(attempt, outcome);
}

void AddressDoor::take_back(AttemptId id) {
  Attempt& attempt = exchange_.attempts[id];
  attempt.via = attempt.caller;
}

void AddressDoor::check() const {
  const Counts& c = counts_;
  INVARIANT(c.offered == c.returned + c.abandoned + with_holder() + c.unheard);
}

}  // namespace squall::service
