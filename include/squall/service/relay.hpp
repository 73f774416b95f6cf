#pragma once

#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace squall::service {

/// One end of another endpoint for those who cannot ask it with their own attempts, as a balancer
/// that has noted in them where they stand. Each is carried on by an attempt of the relay's own,
/// at once, and what becomes of one becomes of the other:
///
///   balancer --offer, abandon--> relay --offer, abandon--> endpoint
///            <------answer------       <------answer------
class Relay final : public Endpoint {
 public:
  /// sent = answered + abandoned + open
  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::uint64_t abandoned = 0;
    std::uint64_t open = 0;
  };

  /// Requires: the endpoint outlives it.
  Relay(Exchange& exchange, Endpoint& endpoint);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// The number that what this caller sends arrives with, so that its users and what they say are
  /// known beyond. Of all others it is one that stands for nobody who comes again.
  CallerId stand_in_for(CallerId caller);
  CallerId stand_in_for_others() const { return lines_.front().self; }

  void offer(AttemptId attempt) override;
  void abandon(AttemptId attempt) override;
  bool has_room() const override { return endpoint_.has_room(); }

  const Counts& counts() const { return counts_; }
  void check() const;

 private:
  // Sends in the name of one caller, or of all others.
  struct Line final : Caller {
    explicit Line(Relay& a_relay) : relay(a_relay), self(a_relay.exchange_.join(*this)) {}

    void returned(AttemptId copy, Outcome outcome) override { relay.answer(copy, outcome); }
    Sender sender(const Attempt& copy) const override {
      return relay.exchange_.sender(relay.exchange_.attempts[copy.who]);
    }
    AttemptId original(AttemptId copy) const override { return relay.exchange_.attempts[copy].who; }

    Relay& relay;
    const CallerId self;
  };

  bool is_reachable() const override { return endpoint_.reachable(); }
  void answer(AttemptId copy, Outcome outcome);

  Exchange& exchange_;
  Endpoint& endpoint_;
  std::deque<Line> lines_;           // the first is that of all others
  std::vector<CallerId> stand_ins_;  // by caller
  Counts counts_;
};

}  // namespace squall::service
