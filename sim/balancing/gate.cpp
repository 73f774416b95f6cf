#include "squall/balancing/gate.hpp"

#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

using network::Passage;
using service::Attempt;
using service::AttemptId;
using service::Sender;

Gate::Gate(service::Exchange& exchange, Passage passage, std::optional<Duration> kept)
    : exchange_(exchange),
      self_(exchange.join(*this)),
      passage_(std::move(passage)),
      kept_(kept),
      under_way_(trips_) {}

service::Endpoint& Gate::door(service::Endpoint& endpoint) {
  return doors_.emplace_back(*this, endpoint);
}

void Gate::let_pass(AttemptId id, service::Endpoint& endpoint) {
  Attempt copy = exchange_.attempts[id];
  const Sender sender = exchange_.sender(exchange_.attempts[id]);
  ++counts_.sent;
  if (!may_pass(copy, sender)) {
    ++counts_.dropped;
    exchange_.attempts[id].at_server.previous = no_slot;
    return;
  }
  ++counts_.passed;
  ++counts_.under_way;
  const TripId trip = trips_.allocate(&endpoint, id, no_slot, sender);
  copy.at_caller = copy.at_target = copy.at_server = {};
  copy.caller = copy.via = self_;
  copy.who = trip;
  copy.note = 0;
  exchange_.attempts[id].at_server.previous = trip;
  under_way_.push_back(trip);
  const AttemptId sent = trips_[trip].copy = exchange_.attempts.allocate(copy);
  endpoint.offer(sent);
}

bool Gate::may_pass(const Attempt& attempt, const Sender& sender) {
  const bool comes_again =
      kept_ && sender.user != Sender::nobody && exchange_.comes_again(attempt.caller);
  if (!passage_.leaves || !admits(sender)) return comes_again && is_spared(attempt, sender);
  if (!comes_again) return true;
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  if (known && known->opened > cut_at_ && attempt.sent - known->used < *kept_) {
    known->used = attempt.sent;
  } else {
    connections_.open(attempt.caller, sender, 0, attempt.sent);
  }
  return true;
}

bool Gate::is_spared(const Attempt& attempt, const Sender& sender) {
  Connections::Connection* const known = connections_.find(attempt.caller, sender);
  if (!known || attempt.sent - known->used >= *kept_ || known->opened <= cut_at_) return false;
  known->used = attempt.sent;
  return true;
}

// Who has no address of its own is inside.
bool Gate::admits(const Sender& sender) const {
  return passage_.enters ||
         passage_.admits(sender.address != 0 ? sender.address : network::vpc_block.address);
}

void Gate::change(const Passage& passage, Time now) {
  const Passage before = std::exchange(passage_, passage);
  const bool cuts_leaving = !passage.leaves && !before.leaves_tracked;
  const bool cuts_entering = !passage.enters && !before.enters_tracked;
  if (!cuts_leaving && !cuts_entering) return;
  cut_at_ = now;
  for (const TripId trip : under_way_)
    if (cuts_leaving || !admits(trips_[trip].sender)) cut(trip);
}

void Gate::turn(const Passage& passage, Time now) {
  passage_ = passage;
  cut_at_ = now;
}

// Its caller may still give it up: nobody has it any more.
void Gate::cut(TripId id) {
  Trip& trip = trips_[id];
  ++counts_.cut;
  --counts_.under_way;
  under_way_.remove(id);
  exchange_.attempts[trip.original].at_server.previous = no_slot;
  trip.original = no_slot;
}

void Gate::forsake(AttemptId attempt) {
  const TripId id = exchange_.attempts[attempt].at_server.previous;
  if (id == no_slot) return;
  const Trip& trip = trips_[id];
  ++counts_.abandoned;
  --counts_.under_way;
  trip.endpoint->abandon(trip.copy);
  end(id);
}

void Gate::returned(AttemptId copy, service::Outcome outcome) {
  const TripId id = exchange_.attempts[copy].who;
  const AttemptId original = trips_[id].original;
  end(id);
  if (original == no_slot) return;
  ++counts_.answered;
  --counts_.under_way;
  exchange_.answer(original, outcome);
}

void Gate::end(TripId id) {
  under_way_.remove(id);
  exchange_.attempts.release(trips_[id].copy);
  trips_.release(id);
}

Sender Gate::sender(const Attempt& copy) const { return trips_[copy.who].sender; }

AttemptId Gate::original(AttemptId copy) const {
  return trips_[exchange_.attempts[copy].who].original;
}

void Gate::check() const {
  const Counts& c = counts_;
  INVARIANT(c.sent == c.dropped + c.passed);
  INVARIANT(c.passed == c.answered + c.abandoned + c.cut + c.under_way);
  INVARIANT(c.under_way == under_way_.size());
}

}  // namespace squall::balancing
