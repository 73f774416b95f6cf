#include "squall/service/requester.hpp"

#include "squall/core/invariant.hpp"

namespace squall::service {

namespace {

// Of those that try again at one instant the key decides: a slot is whichever happened to be free.
std::uint64_t turn_of(const Request& request, std::uint32_t slot) {
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
      times_out_(spec.timeout.has_value()),
      backoff_(spec.retry),
      budget_(spec.retry),
      time_outs_(engine, destination.exchange.attempts, spec.timeout.value_or(0s), Phase::time_out,
                 handler<&Requester::give_up>, *this),
      try_again_(engine.bind<&Requester::try_again>(Phase::arrival, *this)) {}

void Requester::send(Key key, ClassId request_class, std::uint32_t who) {
  ++counts_.requests;
  budget_.requested();
  offer({key, engine_.now(), who, request_class, 1}, who);
}

// A first attempt carries its whole request: it was sent when the request was born, and `who` says
// for whom. Those that follow carry the slot of their request instead.
void Requester::offer(const Request& request, std::uint32_t note) {
  ++counts_.attempts;
  ++counts_.open;
  const AttemptId id =
      destination_.exchange.attempts.allocate(Attempt{.key = request.key,
                                                      .sent = engine_.now(),
                                                      .who = note,
                                                      .caller = self_,
                                                      .via = self_,
                                                      .request_class = request.request_class,
                                                      .number = request.attempts});
  if (times_out_) time_outs_.join(id);
  destination_.endpoint.offer(id);
}

void Requester::returned(AttemptId attempt, Outcome outcome) {
  if (times_out_) time_outs_.leave(attempt);
  switch (outcome.kind) {
    case Outcome::Kind::answered:
      ++counts_.answered;
      break;
    case Outcome::Kind::refused:
      ++counts_.refused;
      break;
    case Outcome::Kind::reset:
      ++counts_.reset;
      break;
  }
  conclude(attempt, ending_of(outcome));
}

void Requester::give_up(AttemptId attempt) {
  ++counts_.timed_out;
  destination_.endpoint.abandon(attempt);
  conclude(attempt, Ending::timed_out);
}

inline Request Requester::request_of(const Attempt& attempt) const {
  if (attempt.number > 1) return retries_[attempt.who];
  return {attempt.key, attempt.sent, attempt.who, attempt.request_class, 1};
}

void Requester::conclude(AttemptId id, Ending ending) {
  const Attempt& attempt = destination_.exchange.attempts[id];
  const std::uint32_t note = attempt.who;
  const bool first = attempt.number == 1;
  const Request request = request_of(attempt);
  destination_.exchange.attempts.release(id);
  --counts_.open;
  if (ending != Ending::succeeded && may_retry(request, ending)) {
    const std::uint32_t retry = first ? retries_.allocate(request) : note;
    retries_[retry].retried_after_timeout = ending == Ending::timed_out;
    return pause(retry);
  }
  if (!first) retries_.release(note);
  settle(request, ending);
}

bool Requester::may_retry(const Request& request, Ending ending) {
  if (request.attempts > backoff_.retries()) return false;
  if (budget_.pay(ending == Ending::timed_out)) return true;
  ++counts_.retries_denied;
  owner_.denied(request);
  return false;
}

void Requester::settle(const Request& request, Ending ending) {
  if (ending == Ending::succeeded) {
    if (request.attempts == 1) {
      budget_.succeeded();
    } else {
      budget_.succeeded_again(request.retried_after_timeout);
    }
  }
  ++counts_.settled;
  owner_.settled(request, ending);
}

Sender Requester::sender(const Attempt& attempt) const {
  return owner_.sender(request_of(attempt));
}

void Requester::pause(std::uint32_t retry) {
  ++counts_.pausing;
  const Request& request = retries_[retry];
  engine_.after(backoff_.pause(request.key, request.attempts), try_again_, turn_of(request, retry));
}

void Requester::try_again(std::uint64_t turn) {
  const auto retry = static_cast<std::uint32_t>(turn);
  --counts_.pausing;
  ++counts_.retries;
  Request& request = retries_[retry];
  ++request.attempts;
  owner_.retried(request);
  offer(request, retry);
}

void Requester::check() const {
  const Counts& c = counts_;
  INVARIANT(c.requests == c.settled + c.open + c.pausing);
  INVARIANT(c.attempts == c.requests + c.retries);
  INVARIANT(c.attempts == c.answered + c.refused + c.reset + c.timed_out + c.open);
  INVARIANT(!times_out_ || c.open == time_outs_.size());
  INVARIANT(c.retries_denied <= c.settled);
}

}  // namespace squall::service
