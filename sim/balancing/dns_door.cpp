#include "squall/balancing/dns_door.hpp"

#include "squall/core/draw.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace squall::balancing {

using service::Attempt;
using service::AttemptId;

DnsDoor::DnsDoor(const service::Exchange& exchange, std::vector<service::Endpoint*> targets,
                 Duration ttl, std::uint64_t purpose, Answer first)
    : exchange_(exchange),
      targets_(std::move(targets)),
      purpose_(purpose),
      answers_(ttl, purpose, std::move(first)) {}

void DnsDoor::say(Answer answer, Time now) {
  if (answer != answers_.last()) answers_.say(std::move(answer), now);
}

void DnsDoor::offer(AttemptId id) {
  const std::uint32_t target = target_for(exchange_.attempts[id]);
  note(id, target);
  targets_[target]->offer(id);
}

std::uint32_t DnsDoor::target_for(const Attempt& attempt) {
  if (!exchange_.comes_again(attempt.caller)) return target_told_to(attempt);
  const service::Sender sender = exchange_.sender(attempt);
  if (sender.user == service::Sender::nobody) return target_told_to(attempt);
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  if (known && attempt.sent - known->used < connection_idle) {
    known->used = attempt.sent;
    return known->place;
  }
  const std::uint32_t target = target_told_to(attempt);
  connections_.open(attempt.caller, sender, target, attempt.sent);
  return target;
}

std::uint32_t DnsDoor::target_told_to(const Attempt& attempt) const {
  const Key draws = child(attempt.key, attempt.number);
  const Answer& told = answers_.heard(draws, attempt.sent);
  std::size_t share = 0;
  if (told.size() > 1) {
    const double point = Draw(draws, purpose_).uniform() * told.back().up_to;
    while (share + 1 < told.size() && point >= told[share].up_to) ++share;
  }
  return told[share].target;
}

// Grows with the pool of attempts, and then no more.
void DnsDoor::note(AttemptId id, std::uint32_t target) {
  if (id >= led_to_.size()) led_to_.resize(std::max(2 * led_to_.size(), std::size_t{id} + 1));
  led_to_[id] = target;
}

void DnsDoor::abandon(AttemptId id) { targets_[led_to_[id]]->abandon(id); }

}  // namespace squall::balancing
