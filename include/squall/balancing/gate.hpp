#pragma once

#include "squall/balancing/connections.hpp"
#include "squall/core/list.hpp"
#include "squall/core/slab.hpp"
#include "squall/core/time.hpp"
#include "squall/network/security_groups.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace squall::balancing {

/// Where security groups look at what one party sends to a port of another.
///
///   caller --offer--> door --passage--> endpoint
///          <--------answer--------
///
/// What may not pass is dropped: silence. What passes is an attempt of the gate's own, at the same
/// moment. An edit stops what is new; what is under way, and what comes on a connection from before
/// the edit, still passes where the flow is tracked. Where it is not, it is cut: the work goes on,
/// and nobody hears of it.
class Gate final : public service::Caller {
 public:
  /// sent = dropped + passed
  /// passed = answered + abandoned + cut + under_way
  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;
    std::uint64_t passed = 0;
    std::uint64_t answered = 0;
    std::uint64_t abandoned = 0;
    std::uint64_t cut = 0;  ///< by an edit, while under way
    std::uint64_t under_way = 0;
  };

  /// `kept`: how long a user's connection is kept without a request; nothing: each attempt has a
  /// connection of its own.
  Gate(service::Exchange& exchange, network::Passage passage, std::optional<Duration> kept);

  /// The endpoint behind the gate.  Requires: the endpoint outlives the gate.
  service::Endpoint& door(service::Endpoint& endpoint);

  /// An edit: this passes from now on.
  void change(const network::Passage& passage, Time now);

  /// Another one is behind it from now on, and this passes: no connection leads there yet. Whoever
  /// was there before never answers what is under way.
  void turn(const network::Passage& passage, Time now);

  /// The number that what passes has as its `caller`.
  service::CallerId id() const { return self_; }

  void returned(service::AttemptId copy, service::Outcome outcome) override;
  service::Sender sender(const service::Attempt& copy) const override;
  service::AttemptId original(service::AttemptId copy) const override;

  const Counts& counts() const { return counts_; }

  /// Attempts of its own: those that are cut among them, until their work is done.
  std::uint64_t open() const { return trips_.size(); }

  void check() const;

 private:
  using TripId = std::uint32_t;

  struct Door final : service::Endpoint {
    Door(Gate& a_gate, service::Endpoint& an_endpoint) : gate(a_gate), endpoint(an_endpoint) {
      doubt();
    }

    void offer(service::AttemptId attempt) override { gate.let_pass(attempt, endpoint); }
    void abandon(service::AttemptId attempt) override { gate.forsake(attempt); }
    bool is_reachable() const override { return gate.may_open() && endpoint.reachable(); }
    bool has_room() const override { return endpoint.has_room(); }

    Gate& gate;
    service::Endpoint& endpoint;
  };

  // From the offer until the endpoint is done with it.
  struct Trip {
    service::Endpoint* endpoint;
    service::AttemptId original;  // no_slot: it is cut
    service::AttemptId copy;
    service::Sender sender;
    Hook under_way{};
  };

  // Somebody may pass: on a connection from before, if not else.
  bool may_open() const { return kept_ || !passage_.shut(); }

  void let_pass(service::AttemptId attempt, service::Endpoint& endpoint);
  bool may_pass(const service::Attempt& attempt, const service::Sender& sender);
  bool is_spared(const service::Attempt& attempt, const service::Sender& sender);
  bool admits(const service::Sender& sender) const;
  void forsake(service::AttemptId attempt);
  void cut(TripId trip);
  void end(TripId trip);

  service::Exchange& exchange_;
  const service::CallerId self_;
  network::Passage passage_;
  const std::optional<Duration> kept_;
  Time cut_at_ = Time::min();  // connections that were opened before are gone
  Connections connections_;
  std::deque<Door> doors_;
  Slab<Trip, 8> trips_;
  List<&Trip::under_way, Slab<Trip, 8>> under_way_;
  Counts counts_;
};

}  // namespace squall::balancing
