#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/lane.hpp"
#include "squall/service/backoff.hpp"
#include "squall/service/circuit_breaker.hpp"
#include "squall/service/connection_pool.hpp"
#include "squall/service/endpoint.hpp"
#include "squall/service/hedge_spec.hpp"
#include "squall/service/request.hpp"
#include "squall/service/retry_budget.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace squall::service {

/// Whom a Requester asks, and where its attempts lie.
struct Destination {
  Exchange& exchange;
  Endpoint& endpoint;
  ConnectionPool* pool = nullptr;  ///< through which the attempts go, where there is one
  Journal* journal = nullptr;      ///< that tells of circuit breakers
  NameId name = NameId::none;      ///< of the endpoint
};

/// How long an attempt is waited for, and what follows when it fails.
struct RequesterSpec {
  std::optional<Duration> timeout;  ///< absent: as long as it takes
  RetrySpec retry;
  std::optional<HedgeSpec> hedge = std::nullopt;
  std::optional<BreakerSpec> circuit_breaker = std::nullopt;
  bool withdrawable = false;    ///< its owner may want a request no more
  NameId party = NameId::none;  ///< who asks, where there is one party from the start
};

using RequestId = std::uint32_t;

/// Makes requests for their owner: each is tried until an attempt succeeds or none is left.
///
///   send --> open --answered below 500--> settled
///             | ^
///   failed, refused, reset, timed out --> (attempts left, budget?) pause, open again; else settled
///
/// Backoff says how long a pause is, RetryBudget whether there is one. With a hedge, an attempt
/// that is still open gets another one beside it: the first good answer settles the request and the
/// others are abandoned; all must fail before it pauses. An open CircuitBreaker refuses an attempt
/// unsent. An answer that comes at the instant of the time-out still counts.
///
/// Budget and breaker are those of a party: the client itself, or the process that calls.
///
/// Without hedge, breaker and withdrawal a request costs nothing beyond its open attempt until that
/// fails: from the first failure on, 72 bytes more, and those alone while it pauses.
class Requester final : public Caller {
 public:
  /// requests = settled + withdrawn + trying + pausing
  /// attempts = requests + retries + hedges
  ///          = answered + refused + reset + timed_out + short_circuited + abandoned + open
  struct Counts {
    std::uint64_t requests = 0;
    std::uint64_t settled = 0;
    std::uint64_t withdrawn = 0;       ///< by their owner
    std::uint64_t trying = 0;          ///< requests of which an attempt is open
    std::uint64_t pausing = 0;         ///< requests between two attempts
    std::uint64_t retries_denied = 0;  ///< requests that the budget has let end
    std::uint64_t attempts = 0;
    std::uint64_t retries = 0;
    std::uint64_t hedges = 0;
    std::uint64_t open = 0;      ///< attempts that are waited for
    std::uint64_t answered = 0;  ///< attempts, with whatever status; so are the rest
    std::uint64_t refused = 0;
    std::uint64_t reset = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t short_circuited = 0;  ///< refused unsent by a circuit breaker
    std::uint64_t abandoned = 0;        ///< another was faster, or their request was withdrawn

    Counts& operator+=(const Counts& other);
  };

  Requester(Engine& engine, Destination destination, const RequesterSpec& spec,
            RequestOwner& owner);

  /// One more party that asks: numbers from 0.
  void add_party(NameId name);

  /// A new request of party 0, born now. It may be settled before send() returns.
  void send(Key key, ClassId request_class, std::uint32_t who);

  /// For whom a request is made: which party, and for which attempt of a request of its own.
  struct Cause {
    std::uint32_t party = 0;
    std::uint8_t number = 1;
  };

  /// The same in two steps, for an owner that may withdraw it: the attempts for another `number` of
  /// its cause have other numbers.
  RequestId prepare(const Request& request, Cause cause);
  void start(RequestId request);

  /// The owner wants it no more.  Requires: started, not settled.
  void withdraw(RequestId request);

  void returned(AttemptId attempt, Outcome outcome) override;
  Sender sender(const Attempt& attempt) const override;

  /// The number that its attempts have as their `caller`.
  CallerId id() const { return self_; }

  const Counts& counts() const { return counts_; }

  /// The balances of Counts hold, and the attempts that are waited for are those in the lane.
  void check() const;

 private:
  struct Party {
    RetryBudget budget;
    std::optional<CircuitBreaker> breaker;
    NameId name;
  };

  /// A request that is more than its open attempt.
  struct Pursuit {
    Request request;
    Time hedge_due{};  // where one is planned
    std::array<AttemptId, 1 + HedgeSpec::most> open{};
    std::uint32_t party = 0;
    std::uint8_t first_number = 1;  // of its attempts
    std::uint8_t open_count = 0;
    std::uint8_t hedges = 0;
    std::uint8_t events = 0;  // that are ahead: it must not be released before they are past
    bool over = false;
  };

  void give_up(AttemptId attempt);     // event
  void try_again(std::uint64_t turn);  // event
  void hedge(std::uint64_t turn);      // event

  Request request_of(const Attempt& attempt) const;
  bool is_alone(const Attempt& attempt) const;
  AttemptId make_attempt(const Request& request, std::uint32_t who, std::uint8_t number);
  void show_end(AttemptId attempt, Outcome outcome) const;
  void show_end(AttemptId attempt) const;
  void try_now(RequestId pursuit);
  void open(RequestId pursuit);
  void abandon(AttemptId attempt, std::uint32_t party);
  void ended(AttemptId attempt, Ending ending);
  void alone_ended(AttemptId attempt, Ending ending);
  void round_over(RequestId pursuit, Ending ending);
  void tell_breaker(Party& party, AttemptId attempt, bool good);
  bool may_retry(const Request& request, unsigned failed, Party& party, Ending ending);
  void pause(RequestId pursuit, Ending ending);
  void abandon_all(Pursuit& pursuit);
  void finish(RequestId pursuit);

  Engine& engine_;
  const Destination destination_;
  RequestOwner& owner_;
  const CallerId self_;
  const RequesterSpec spec_;
  const bool pursues_;  // every request from the start
  const bool times_out_;
  const bool limits_retries_;  // by a budget
  const Backoff backoff_;
  std::vector<Party> parties_;
  Slab<Pursuit, 10> pursuits_;
  Lane<&Attempt::at_caller, &Attempt::sent> time_outs_;
  Call<std::uint64_t> try_again_;
  Call<std::uint64_t> hedge_;
  Counts counts_;
};

[[gnu::always_inline]] inline AttemptId Requester::make_attempt(const Request& request,
                                                                std::uint32_t who,
                                                                std::uint8_t number) {
  ++counts_.attempts;
  ++counts_.open;
  const AttemptId id =
      destination_.exchange.attempts.allocate(Attempt{.key = request.key,
                                                      .sent = engine_.now(),
                                                      .who = who,
                                                      .caller = self_,
                                                      .via = self_,
                                                      .request_class = request.request_class,
                                                      .number = number});
  if (times_out_) time_outs_.join(id);
  if (Onlooker* const onlooker = destination_.exchange.onlooker)
    onlooker->sent(id, destination_.exchange.attempts[id]);
  return id;
}

[[gnu::always_inline]] inline void Requester::send(Key key, ClassId request_class,
                                                   std::uint32_t who) {
  if (pursues_) return start(prepare({key, engine_.now(), who, request_class}, {}));
  ++counts_.requests;
  ++counts_.trying;
  if (limits_retries_) parties_.front().budget.requested();
  destination_.endpoint.offer(make_attempt({key, engine_.now(), who, request_class}, who, 1));
}

}  // namespace squall::service
