#pragma once

#include "squall/service/attempt.hpp"
#include "squall/service/message.hpp"
#include "squall/service/onlooker.hpp"
#include "squall/service/sender.hpp"

#include <cstdint>
#include <vector>

namespace squall::service {

/// Whoever can be asked: a balancer, an instance, a database.
///
/// The law: after offer() the attempt is with the endpoint until exactly one of two things: the
/// endpoint returns it (to the attempt's `via`, possibly before offer() returns), or whoever
/// offered it calls abandon(). An endpoint that is silent does neither; it still takes abandon().
class Endpoint {
 public:
  virtual ~Endpoint() = default;

  /// Requires: `via` of the attempt says who hears the answer, and `sent` is now.
  virtual void offer(AttemptId attempt) = 0;

  /// Nobody waits for it any more. Work that has begun goes on and is counted as wasted.
  /// Requires: the attempt was offered here and not returned.
  virtual void abandon(AttemptId attempt) = 0;

  /// Whether anybody is there to take a connection or to refuse it. False while the host or the way
  /// to it is gone: what is offered then meets silence, for good. A hung process is reachable.
  bool reachable() const { return !in_doubt_ || is_reachable(); }

  /// Whether it would take a connection now, and not refuse it. Who cannot tell says yes.
  virtual bool has_room() const { return true; }

 protected:
  Endpoint() = default;

  /// Who may be unreachable from now on says so.
  void doubt() { in_doubt_ = true; }

 private:
  virtual bool is_reachable() const { return true; }

  bool in_doubt_ = false;
};

/// Whoever asks: a client, a job that calls, a balancer on behalf of one of these.
///
/// The law: the one that made an attempt releases it, once it is returned or after abandoning it.
class Caller {
 public:
  virtual ~Caller() = default;

  /// The attempt has ended. It is still valid here; the endpoint has forgotten it.
  virtual void returned(AttemptId attempt, Outcome outcome) = 0;

  /// Who sends an attempt that it made: somebody new each time, unless it says so.
  virtual Sender sender(const Attempt&) const { return {}; }

  /// Which attempt it carries on by this one of its own: the same where it carries none, and
  /// no_slot where nobody waits for that any more.
  virtual AttemptId original(AttemptId attempt) const { return attempt; }
};

/// Where callers and endpoints meet: the pool of all open attempts, and who hears their answers.
class Exchange {
 public:
  Slab<Attempt> attempts;
  Messages messages;
  Onlooker* onlooker = nullptr;  ///< where anybody looks on

  /// Callers join while the world is built, in the same order in every build.
  CallerId join(Caller& caller) {
    callers_.push_back(&caller);
    has_users_.push_back(false);
    return static_cast<CallerId>(callers_.size() - 1);
  }

  /// Tells whoever offered the attempt how it ended.
  void answer(AttemptId attempt, Outcome outcome) {
    callers_[attempts[attempt].via]->returned(attempt, outcome);
  }

  /// Some of those whose attempts this caller makes come again.
  void has_users(CallerId caller) { has_users_[caller] = true; }

  bool comes_again(CallerId caller) const { return has_users_[caller]; }

  Sender sender(const Attempt& attempt) const { return callers_[attempt.caller]->sender(attempt); }

  /// The attempt that this one has begun as; no_slot where nobody waits for it any more.
  AttemptId origin(AttemptId attempt) const {
    AttemptId before = no_slot;
    while (attempt != no_slot && attempt != before) {
      before = attempt;
      attempt = callers_[attempts[attempt].caller]->original(attempt);
    }
    return attempt;
  }

 private:
  std::vector<Caller*> callers_;
  std::vector<std::uint8_t> has_users_;  // by caller
};

}  // namespace squall::service
