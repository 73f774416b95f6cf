#include "squall/service/way.hpp"

#include "squall/core/invariant.hpp"

namespace squall::service {

namespace {

constexpr std::uint64_t there = 0;
constexpr std::uint64_t back = 1;

}  // namespace

Way::Way(Engine& engine, Exchange& exchange, const WaySpec& spec, std::uint64_t purpose)
    : engine_(engine),
      exchange_(exchange),
      self_(exchange.join(*this)),
      purpose_(purpose),
      arrive_(engine.bind<&Way::arrive>(Phase::arrival, *this)),
      recall_(engine.bind<&Way::recall>(Phase::time_out, *this)),
      bring_(engine.bind<&Way::bring>(Phase::finish, *this)) {
  change(spec);
}

Endpoint& Way::door(Endpoint& endpoint) { return doors_.emplace_back(*this, endpoint); }

void Way::change(const WaySpec& spec) {
  spec_ = spec;
  varying_.reset();
  if (is_open() && spec.jitter > 0)
    varying_.emplace(Distribution::lognormal(*spec.one_way, spec.jitter));
}

// The same for the same attempt, whenever it sets out: each try has its own luck.
Duration Way::lag(const Attempt& copy, std::uint64_t direction) const {
  if (!varying_) return *spec_.one_way;
  return varying_->duration(
      Draw(child(copy.key, copy.number), child(Key{purpose_}, direction).word));
}

// Of those that arrive at one instant the key decides: a slot is whichever happened to be free.
std::uint64_t Way::set_out(TripId id) {
  Trip& trip = trips_[id];
  ++trip.events;
  return (exchange_.attempts[trip.copy].key.word >> 32 << 32) | id;
}

Way::TripId Way::stop(std::uint64_t turn) {
  const auto id = static_cast<TripId>(turn);
  --trips_[id].events;
  return id;
}

void Way::depart(AttemptId id, Endpoint& endpoint) {
  ++counts_.sent;
  if (!is_open()) {
    ++counts_.lost;
    exchange_.attempts[id].at_server.previous = no_slot;
    return;
  }
  Attempt copy = exchange_.attempts[id];
  const Duration until_there = lag(copy, there);
  copy.sent = engine_.now() + until_there;
  copy.at_caller = copy.at_target = copy.at_server = {};
  copy.caller = copy.via = self_;
  copy.note = 0;
  // Who it is now: by the time it arrives its user may have hung up.
  const Sender sender = exchange_.sender(exchange_.attempts[id]);
  const TripId trip = trips_.allocate(&endpoint, id, no_slot, sender);
  copy.who = trip;
  exchange_.attempts[id].at_server.previous = trip;
  trips_[trip].copy = exchange_.attempts.allocate(copy);
  ++counts_.under_way;
  engine_.after(until_there, arrive_, set_out(trip));
}

void Way::arrive(std::uint64_t turn) {
  const TripId id = stop(turn);
  Trip& trip = trips_[id];
  --counts_.under_way;
  if (trip.recalled) {
    ++counts_.recalled;
    drop_copy(trip);
    return finish(id);
  }
  trip.arrived = true;
  ++counts_.arrived;
  ++counts_.with_endpoints;
  trip.endpoint->offer(trip.copy);
}

// Its caller gives it up. News of that is lost where there is no way.
void Way::forsake(AttemptId attempt) {
  const TripId id = exchange_.attempts[attempt].at_server.previous;
  if (id == no_slot) return;
  Trip& trip = trips_[id];
  trip.original = no_slot;
  if (trip.copy != no_slot && is_open())
    engine_.after(lag(exchange_.attempts[trip.copy], there), recall_, set_out(id));
  finish(id);
}

void Way::recall(std::uint64_t turn) {
  const TripId id = stop(turn);
  Trip& trip = trips_[id];
  if (trip.copy != no_slot && !trip.arrived) {
    trip.recalled = true;
  } else if (trip.copy != no_slot) {
    ++counts_.abandoned;
    --counts_.with_endpoints;
    trip.endpoint->abandon(trip.copy);
    drop_copy(trip);
  }
  finish(id);
}

void Way::returned(AttemptId copy, Outcome outcome) {
  const TripId id = exchange_.attempts[copy].who;
  Trip& trip = trips_[id];
  ++counts_.answered;
  --counts_.with_endpoints;
  trip.outcome = outcome;
  if (is_open()) {
    const Duration until_back = lag(exchange_.attempts[copy], back);
    engine_.after(until_back, bring_, set_out(id));
  } else {
    ++counts_.answers_lost;
  }
  drop_copy(trip);
  finish(id);
}

void Way::bring(std::uint64_t turn) {
  const TripId id = stop(turn);
  const AttemptId original = trips_[id].original;
  const Outcome outcome = trips_[id].outcome;
  trips_[id].original = no_slot;
  finish(id);
  if (original != no_slot) exchange_.answer(original, outcome);
}

void Way::drop_copy(Trip& trip) {
  exchange_.attempts.release(trip.copy);
  trip.copy = no_slot;
}

void Way::finish(TripId id) {
  const Trip& trip = trips_[id];
  if (trip.original == no_slot && trip.copy == no_slot && trip.events == 0) trips_.release(id);
}

Sender Way::sender(const Attempt& copy) const { return trips_[copy.who].sender; }

AttemptId Way::original(AttemptId copy) const {
  return trips_[exchange_.attempts[copy].who].original;
}

void Way::check() const {
  const Counts& c = counts_;
  INVARIANT(c.sent == c.lost + c.under_way + c.recalled + c.arrived);
  INVARIANT(c.arrived == c.answered + c.abandoned + c.with_endpoints);
  INVARIANT(c.answers_lost <= c.answered);
}

}  // namespace squall::service
