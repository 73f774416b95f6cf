#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/invariant.hpp"
#include "squall/service/endpoint.hpp"

#include <functional>
#include <map>
#include <utility>

/// Stands between a caller and an endpoint and insists that both keep their laws: an attempt is
/// abandoned or comes back, once, as it was offered and in nobody's list; who is not reachable when
/// an attempt is offered never answers it.
class Witness final : public squall::service::Endpoint, private squall::service::Caller {
 public:
  using Attempt = squall::service::Attempt;
  using AttemptId = squall::service::AttemptId;
  using Outcome = squall::service::Outcome;

  Witness(squall::service::Exchange& exchange, squall::service::Endpoint& behind)
      : exchange_(exchange), behind_(behind), self_(exchange.join(*this)) {
    doubt();
  }

  void offer(AttemptId id) override {
    Attempt& attempt = exchange_.attempts[id];
    INVARIANT(held_.emplace(id, Held{attempt, behind_.reachable()}).second);
    if (asked) asked(attempt);
    attempt.caller = attempt.via = self_;
    behind_.offer(id);
  }

  void abandon(AttemptId id) override {
    INVARIANT(held_.contains(id));
    behind_.abandon(id);
    take_back(id);
  }

  bool has_room() const override { return behind_.has_room(); }

  /// How many attempts the endpoint has.
  std::size_t holds() const { return held_.size(); }

  /// Told of each attempt that is offered.
  std::function<void(const Attempt&)> asked;

  /// Told of each attempt that comes back, as it was offered.
  std::function<void(const Attempt&, Outcome)> heard;

 private:
  bool is_reachable() const override { return behind_.reachable(); }

  struct Held {
    Attempt as_offered;
    bool reachable;
  };

  void returned(AttemptId id, Outcome outcome) override {
    INVARIANT(held_.contains(id));
    INVARIANT(held_.at(id).reachable);
    INVARIANT(exchange_.attempts[id].via == self_ && exchange_.attempts[id].caller == self_);
    const Attempt as_offered = take_back(id);
    if (heard) heard(as_offered, outcome);
    exchange_.answer(id, outcome);
  }

  squall::service::Sender sender(const Attempt& attempt) const override {
    return exchange_.sender(held_.at(id_of(attempt)).as_offered);
  }

  // Its slot is that of the attempt with its address.
  AttemptId id_of(const Attempt& attempt) const {
    for (const auto& [id, held] : held_)
      if (&exchange_.attempts[id] == &attempt) return id;
    INVARIANT(false);
  }

  Attempt take_back(AttemptId id) {
    const Attempt before = held_.at(id).as_offered;
    held_.erase(id);
    Attempt& now = exchange_.attempts[id];
    INVARIANT(now.key == before.key && now.sent == before.sent && now.who == before.who);
    INVARIANT(now.request_class == before.request_class && now.number == before.number);
    INVARIANT(before.at_target.linked() || !now.at_target.linked());
    INVARIANT(before.at_server.linked() || !now.at_server.linked());
    now.caller = before.caller;
    now.via = before.via;
    return before;
  }

  squall::service::Exchange& exchange_;
  squall::service::Endpoint& behind_;
  const squall::service::CallerId self_;
  std::map<AttemptId, Held> held_;
};
