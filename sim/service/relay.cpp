#include "squall/service/relay.hpp"

#include "squall/core/invariant.hpp"

#include <cstddef>

namespace squall::service {

Relay::Relay(Exchange& exchange, Endpoint& endpoint) : exchange_(exchange), endpoint_(endpoint) {
  doubt();
  lines_.emplace_back(*this);
}

CallerId Relay::stand_in_for(CallerId caller) {
  if (caller >= stand_ins_.size())
    stand_ins_.resize(caller + std::size_t{1}, stand_in_for_others());
  if (stand_ins_[caller] == stand_in_for_others())
    stand_ins_[caller] = lines_.emplace_back(*this).self;
  return stand_ins_[caller];
}

void Relay::offer(AttemptId id) {
  Attempt copy = exchange_.attempts[id];
  copy.at_caller = copy.at_target = copy.at_server = {};
  copy.caller = copy.via =
      copy.caller < stand_ins_.size() ? stand_ins_[copy.caller] : stand_in_for_others();
  copy.who = id;
  copy.place = 0;
  copy.note = 0;
  const AttemptId sent = exchange_.attempts.allocate(copy);
  exchange_.attempts[id].at_server.previous = sent;
  ++counts_.sent;
  ++counts_.open;
  endpoint_.offer(sent);
}

void Relay::abandon(AttemptId id) {
  const AttemptId copy = exchange_.attempts[id].at_server.previous;
  ++counts_.abandoned;
  --counts_.open;
  endpoint_.abandon(copy);
  exchange_.attempts.release(copy);
}

void Relay::answer(AttemptId copy, Outcome outcome) {
  const AttemptId original = exchange_.attempts[copy].who;
  ++counts_.answered;
  --counts_.open;
  exchange_.attempts.release(copy);
  exchange_.answer(original, outcome);
}

void Relay::check() const {
  INVARIANT(counts_.sent == counts_.answered + counts_.abandoned + counts_.open);
}

}  // namespace squall::service
