#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/service/backoff.hpp"
#include "squall/service/endpoint.hpp"
#include "squall/service/request.hpp"
#include "squall/service/retry_budget.hpp"

#include <cstdint>
#include <optional>

namespace squall::service {

/// Whom a Requester asks, and where its attempts lie.
struct Destination {
  Exchange& exchange;
  Endpoint& endpoint;
};

/// How long an attempt is waited for, and what follows when it fails.
struct RequesterSpec {
  std::optional<Duration> timeout;  ///< absent: as long as it takes
  RetrySpec retry;
};

/// Makes requests for their owner: each is tried until an attempt succeeds or none is left.
///
///   send --> open --answered below 500--> settled
///             | ^
///   failed, refused, reset, timed out --> (attempts left, budget?) pause, open again; else settled
///
/// Backoff says how long a pause is, RetryBudget whether there is one. An answer that comes at the
/// instant of the time-out still counts. A request costs nothing beyond its open attempt until that
/// fails: from the first failure on, 28 bytes more, and those alone while it pauses.
class Requester final : public Caller {
 public:
  /// requests = settled + open + pausing; attempts = requests + retries
  /// = answered + refused + reset + timed_out + open.
  struct Counts {
    std::uint64_t requests = 0;
    std::uint64_t settled = 0;
    std::uint64_t pausing = 0;  ///< requests between two attempts
    std::uint64_t open = 0;     ///< attempts that are waited for
    std::uint64_t attempts = 0;
    std::uint64_t retries = 0;
    std::uint64_t answered = 0;  ///< attempts, with whatever status; so are the rest
    std::uint64_t refused = 0;
    std::uint64_t reset = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t retries_denied = 0;  ///< requests that the budget has let end
  };

  Requester(Engine& engine, Destination destination, const RequesterSpec& spec,
            RequestOwner& owner);

  /// A new request, born now. It may be settled before send() returns.
  void send(Key key, ClassId request_class, std::uint32_t who);

  void returned(AttemptId attempt, Outcome outcome) override;
  Sender sender(const Attempt& attempt) const override;

  /// The number that its attempts have as their `caller`.
  CallerId id() const { return self_; }

  const Counts& counts() const { return counts_; }

  /// The balances of Counts hold, and the attempts that are waited for are those in the lane.
  void check() const;

 private:
  void give_up(AttemptId attempt);     // event
  void try_again(std::uint64_t turn);  // event

  void offer(const Request& request, std::uint32_t note);
  void conclude(AttemptId attempt, Ending ending);
  Request request_of(const Attempt& attempt) const;
  bool may_retry(const Request& request, Ending ending);
  void settle(const Request& request, Ending ending);
  void pause(std::uint32_t retry);

  Engine& engine_;
  const Destination destination_;
  RequestOwner& owner_;
  const CallerId self_;
  const bool times_out_;
  const Backoff backoff_;
  RetryBudget budget_;
  Slab<Request> retries_;  // requests of which an attempt has failed
  Lane<&Attempt::at_caller, &Attempt::sent> time_outs_;
  Call<std::uint64_t> try_again_;
  Counts counts_;
};

}  // namespace squall::service
