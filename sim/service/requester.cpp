#include "squall/service/requester.hpp"

#include "squall/core/bits.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>

namespace squall::service {

namespace {

constexpr std::uint64_t jitter_purpose = hash_of("retry/jitter");

std::vector<Duration> pauses_of(const RetrySpec& spec) {
  std::vector<Duration> pauses;
  const double longest = seconds(spec.max);
  double pause = std::min(seconds(spec.base), longest);
  for (int attempt = 1; attempt < spec.attempts; ++attempt) {
    pauses.push_back(from_seconds(pause));
    pause = std::min(pause * spec.factor, longest);
  }
  return pauses;
}

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
      jitter_(spec.retry.jitter),
      pauses_(pauses_of(spec.retry)),
      time_outs_(engine, destination.exchange.attempts, spec.timeout.value_or(0s), Phase::time_out,
                 handler<&Requester::give_up>, *this),
      try_again_(engine.bind<&Requester::try_again>(Phase::arrival, *this)) {
  INVARIANT(spec.retry.attempts >= 1 && spec.retry.attempts <= 100);
}

void Requester::send(Key key, ClassId request_class, std::uint32_t who) {
  ++counts_.requests;
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
  const bool again = ending != Ending::succeeded && attempt.number <= pauses_.size();
  const Request request = request_of(attempt);
  destination_.exchange.attempts.release(id);
  --counts_.open;
  if (again) return pause(first ? retries_.allocate(request) : note);

  if (!first) retries_.release(note);
  ++counts_.settled;
  owner_.settled(request, ending);
}

Sender Requester::sender(const Attempt& attempt) const {
  return owner_.sender(request_of(attempt));
}

void Requester::pause(std::uint32_t retry) {
  ++counts_.pausing;
  const Request& request = retries_[retry];
  Duration pause = pauses_[request.attempts - 1u];
  if (jitter_ == Jitter::full) {
    const auto choices = static_cast<std::uint64_t>(pause.count()) + 1;
    Draw draw(child(request.key, request.attempts), jitter_purpose);
    pause = Duration(static_cast<std::int64_t>(below(draw, choices)));
  }
  engine_.after(pause, try_again_, turn_of(request, retry));
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
}

}  // namespace squall::service
