#include "squall/service/requester.hpp"

#include "squall/core/invariant.hpp"
#include "squall/service/journal.hpp"

#include <algorithm>

namespace squall::service {

namespace {

// Of those that try again at one instant the key decides: a slot is whichever happened to be free.
std::uint64_t turn_of(const Request& request, RequestId slot) {
  return (request.key.word >> 32 << 32) | slot;
}

Ending ending_of(Outcome outcome) {
  if (outcome.kind != Outcome::Kind::answered) return Ending::refused;
  return outcome.good() ? Ending::succeeded : Ending::failed;
}

}  // namespace

Requester::Requester(Engine& engine, Destination destination, const RequesterSpec& spec,
                     RequestOwner& owner)
    : engine_(engine),
      destination_(destination),
      owner_(owner),
      self_(destination.exchange.join(*this)),
      spec_(spec),
      pursues_(spec.hedge || spec.circuit_breaker || spec.withdrawable),
      times_out_(spec.timeout.has_value()),
      limits_retries_(RetryBudget(spec.retry).limits()),
      backoff_(spec.retry),
      time_outs_(engine, destination.exchange.attempts, spec.timeout.value_or(0s), Phase::time_out,
                 handler<&Requester::give_up>, *this),
      try_again_(engine.bind<&Requester::try_again>(Phase::arrival, *this)),
      hedge_(engine.bind<&Requester::hedge>(Phase::arrival, *this)) {
  INVARIANT(!spec.hedge || spec.hedge->at_most <= HedgeSpec::most);
  INVARIANT(!destination.pool || spec.withdrawable);
  if (!spec.withdrawable) add_party(spec.party);
}

void Requester::add_party(NameId name) {
  Party& party = parties_.emplace_back(Party{RetryBudget(spec_.retry), {}, name});
  if (spec_.circuit_breaker) party.breaker.emplace(*spec_.circuit_breaker);
}

// Whether it is all there is of its request: such a first attempt carries the whole of it. It was
// sent when the request was born, and `who` says for whom. Others carry their pursuit instead.
inline bool Requester::is_alone(const Attempt& attempt) const {
  return !pursues_ && attempt.number == 1;
}

inline Request Requester::request_of(const Attempt& attempt) const {
  if (!is_alone(attempt)) return pursuits_[attempt.who].request;
  return {attempt.key, attempt.sent, attempt.who, attempt.request_class, 1};
}

Sender Requester::sender(const Attempt& attempt) const {
  return owner_.sender(request_of(attempt));
}

inline void Requester::show_end(AttemptId id, Outcome outcome) const {
  if (Onlooker* const onlooker = destination_.exchange.onlooker) onlooker->ended(id, outcome);
}

// Nobody waits for it any more.
inline void Requester::show_end(AttemptId id) const {
  if (Onlooker* const onlooker = destination_.exchange.onlooker) onlooker->ended(id, std::nullopt);
}

RequestId Requester::prepare(const Request& request, Cause cause) {
  INVARIANT(pursues_);
  const unsigned numbers = static_cast<unsigned>(backoff_.retries()) + 1 +
                           static_cast<unsigned>(spec_.hedge ? spec_.hedge->at_most : 0);
  Pursuit pursuit{request};
  pursuit.request.attempts = 1;
  pursuit.party = cause.party;
  pursuit.first_number = static_cast<std::uint8_t>(1 + (cause.number - 1u) * numbers);
  return pursuits_.allocate(pursuit);
}

void Requester::start(RequestId id) {
  ++counts_.requests;
  parties_[pursuits_[id].party].budget.requested();
  try_now(id);
}

void Requester::withdraw(RequestId id) {
  Pursuit& pursuit = pursuits_[id];
  --(pursuit.open_count > 0 ? counts_.trying : counts_.pausing);
  ++counts_.withdrawn;
  abandon_all(pursuit);
  finish(id);
}

void Requester::try_now(RequestId id) {
  Pursuit& pursuit = pursuits_[id];
  ++counts_.trying;
  std::optional<CircuitBreaker>& breaker = parties_[pursuit.party].breaker;
  if (!breaker || breaker->admits(engine_.now())) return open(id);
  ++counts_.attempts;
  ++counts_.short_circuited;
  owner_.met(pursuit.request, Incident::short_circuited);
  round_over(id, Ending::refused);
}

void Requester::open(RequestId id) {
  Pursuit& pursuit = pursuits_[id];
  const std::uint32_t number = pursuit.party;
  std::optional<CircuitBreaker>& breaker = parties_[number].breaker;
  const AttemptId attempt =
      make_attempt(pursuit.request, id,
                   static_cast<std::uint8_t>(pursuit.first_number + pursuit.request.attempts - 1));
  pursuit.open[pursuit.open_count++] = attempt;
  if (breaker) breaker->sent(attempt);
  if (spec_.hedge && pursuit.hedges < spec_.hedge->at_most) {
    ++pursuit.events;
    pursuit.hedge_due = engine_.now() + spec_.hedge->after;
    engine_.at(pursuit.hedge_due, hedge_, turn_of(pursuit.request, id));
  }
  if (!destination_.pool) return destination_.endpoint.offer(attempt);
  if (destination_.pool->offer(attempt, number)) return;
  if (times_out_) time_outs_.leave(attempt);
  show_end(attempt, Outcome{Outcome::Kind::refused, 0});
  ++counts_.refused;
  ended(attempt, Ending::refused);
}

void Requester::hedge(std::uint64_t turn) {
  const auto id = static_cast<RequestId>(turn);
  Pursuit& pursuit = pursuits_[id];
  --pursuit.events;
  if (pursuit.over) return finish(id);
  if (pursuit.open_count == 0 || pursuit.hedge_due != engine_.now()) return;
  const std::optional<CircuitBreaker>& breaker = parties_[pursuit.party].breaker;
  if (breaker && breaker->state() != CircuitBreaker::State::closed) return;
  ++pursuit.hedges;
  ++pursuit.request.attempts;
  ++counts_.hedges;
  owner_.met(pursuit.request, Incident::hedged);
  open(id);
}

[[gnu::always_inline]] inline void Requester::alone_ended(AttemptId id, Ending ending) {
  const Request request = request_of(destination_.exchange.attempts[id]);
  destination_.exchange.attempts.release(id);
  --counts_.open;
  --counts_.trying;
  if (ending == Ending::succeeded) {
    if (limits_retries_) parties_.front().budget.succeeded();
  } else if (may_retry(request, 1, parties_.front(), ending)) {
    return pause(pursuits_.allocate(Pursuit{request}), ending);
  }
  ++counts_.settled;
  owner_.settled(request, ending);
}

void Requester::returned(AttemptId id, Outcome outcome) {
  if (times_out_) time_outs_.leave(id);
  show_end(id, outcome);
  if (outcome.kind == Outcome::Kind::answered) [[likely]] {
    ++counts_.answered;
  } else {
    ++(outcome.kind == Outcome::Kind::refused ? counts_.refused : counts_.reset);
  }
  const Attempt& attempt = destination_.exchange.attempts[id];
  if (is_alone(attempt)) return alone_ended(id, ending_of(outcome));
  if (destination_.pool) destination_.pool->returned(pursuits_[attempt.who].party);
  ended(id, ending_of(outcome));
}

void Requester::give_up(AttemptId id) {
  ++counts_.timed_out;
  show_end(id);
  const Attempt& attempt = destination_.exchange.attempts[id];
  if (is_alone(attempt)) {
    destination_.endpoint.abandon(id);
    return alone_ended(id, Ending::timed_out);
  }
  abandon(id, pursuits_[attempt.who].party);
  ended(id, Ending::timed_out);
}

void Requester::abandon(AttemptId attempt, std::uint32_t party) {
  if (destination_.pool) return destination_.pool->abandon(attempt, party);
  destination_.endpoint.abandon(attempt);
}

void Requester::ended(AttemptId id, Ending ending) {
  const RequestId slot = destination_.exchange.attempts[id].who;
  Pursuit& pursuit = pursuits_[slot];
  tell_breaker(parties_[pursuit.party], id, ending == Ending::succeeded);
  destination_.exchange.attempts.release(id);
  --counts_.open;
  const auto last = pursuit.open.begin() + pursuit.open_count--;
  std::remove(pursuit.open.begin(), last, id);
  if (ending != Ending::succeeded && pursuit.open_count > 0) return;
  abandon_all(pursuit);
  round_over(slot, ending);
}

void Requester::round_over(RequestId id, Ending ending) {
  Pursuit& pursuit = pursuits_[id];
  RetryBudget& budget = parties_[pursuit.party].budget;
  --counts_.trying;
  const auto failed = static_cast<unsigned>(pursuit.request.attempts - pursuit.hedges);
  if (ending == Ending::succeeded && failed == 1) {
    budget.succeeded();
  } else if (ending == Ending::succeeded) {
    budget.succeeded_again(pursuit.request.retried_after_timeout);
  } else if (may_retry(pursuit.request, failed, parties_[pursuit.party], ending)) {
    return pause(id, ending);
  }
  const Request request = pursuit.request;
  finish(id);
  ++counts_.settled;
  owner_.settled(request, ending);
}

void Requester::tell_breaker(Party& party, AttemptId attempt, bool good) {
  if (!party.breaker || !party.breaker->ended(attempt, good, engine_.now())) return;
  if (!destination_.journal) return;
  const bool closed = party.breaker->state() == CircuitBreaker::State::closed;
  const Journal::About about{party.name, destination_.name};
  if (closed) {
    destination_.journal->append(engine_.now(), breaker_closed, about);
  } else {
    destination_.journal->append(engine_.now(), breaker_opened, about, party.breaker->bad(),
                                 party.breaker->of());
  }
}

bool Requester::may_retry(const Request& request, unsigned failed, Party& party, Ending ending) {
  if (failed > backoff_.retries()) return false;
  if (party.budget.pay(ending == Ending::timed_out)) return true;
  ++counts_.retries_denied;
  owner_.met(request, Incident::denied);
  return false;
}

void Requester::pause(RequestId id, Ending ending) {
  Pursuit& pursuit = pursuits_[id];
  ++counts_.pausing;
  ++pursuit.events;
  pursuit.request.retried_after_timeout = ending == Ending::timed_out;
  const auto failed = static_cast<unsigned>(pursuit.request.attempts - pursuit.hedges);
  engine_.after(backoff_.pause(pursuit.request.key, failed), try_again_,
                turn_of(pursuit.request, id));
}

void Requester::try_again(std::uint64_t turn) {
  const auto id = static_cast<RequestId>(turn);
  Pursuit& pursuit = pursuits_[id];
  --pursuit.events;
  if (pursuit.over) return finish(id);
  --counts_.pausing;
  ++counts_.retries;
  ++pursuit.request.attempts;
  owner_.met(pursuit.request, Incident::retried);
  try_now(id);
}

void Requester::abandon_all(Pursuit& pursuit) {
  std::optional<CircuitBreaker>& breaker = parties_[pursuit.party].breaker;
  while (pursuit.open_count > 0) {
    const AttemptId attempt = pursuit.open[--pursuit.open_count];
    if (times_out_) time_outs_.leave(attempt);
    if (breaker) breaker->abandoned(attempt);
    abandon(attempt, pursuit.party);
    show_end(attempt);
    destination_.exchange.attempts.release(attempt);
    --counts_.open;
    ++counts_.abandoned;
  }
}

// It is released once no event has its number.
void Requester::finish(RequestId id) {
  Pursuit& pursuit = pursuits_[id];
  pursuit.over = true;
  if (pursuit.events == 0) pursuits_.release(id);
}

Requester::Counts& Requester::Counts::operator+=(const Counts& other) {
  requests += other.requests;
  settled += other.settled;
  withdrawn += other.withdrawn;
  trying += other.trying;
  pausing += other.pausing;
  retries_denied += other.retries_denied;
  attempts += other.attempts;
  retries += other.retries;
  hedges += other.hedges;
  open += other.open;
  answered += other.answered;
  refused += other.refused;
  reset += other.reset;
  timed_out += other.timed_out;
  short_circuited += other.short_circuited;
  abandoned += other.abandoned;
  return *this;
}

void Requester::check() const {
  const Counts& c = counts_;
  INVARIANT(c.requests == c.settled + c.withdrawn + c.trying + c.pausing);
  INVARIANT(c.attempts == c.requests + c.retries + c.hedges);
  INVARIANT(c.attempts == c.answered + c.refused + c.reset + c.timed_out + c.short_circuited +
                              c.abandoned + c.open);
  INVARIANT(c.retries_denied <= c.settled);
  INVARIANT(c.open >= c.trying);
  INVARIANT(!times_out_ || c.open == time_outs_.size());
}

}  // namespace squall::service
