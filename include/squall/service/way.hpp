#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/sampler.hpp"
#include "squall/core/slab.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace squall::service {

/// How long a way is.
struct WaySpec {
  std::optional<Duration> one_way;  ///< in the mean; nothing: no way leads there
  double jitter = 0;                ///< its coefficient of variation
};

/// The way from those who ask to endpoints that are some time away, and back again.
///
///   caller --offer--> door --one way--> endpoint
///          <--answer--------one way----
///
/// An attempt of the way's own arrives at the endpoint, `sent` when it arrives there: what
/// balancers and servers count is what they see. Who gives up is heard of there one way later, too;
/// until then the work goes on. What sets out while there is no way is lost, both ways: silence.
class Way final : public Caller {
 public:
  /// sent = lost + under_way + recalled + arrived
  /// arrived = answered + abandoned + with_endpoints
  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t lost = 0;
    std::uint64_t under_way = 0;
    std::uint64_t recalled = 0;  ///< never offered: its caller has given up before
    std::uint64_t arrived = 0;
    std::uint64_t answered = 0;
    std::uint64_t answers_lost = 0;  ///< of the answered
    std::uint64_t abandoned = 0;
    std::uint64_t with_endpoints = 0;
  };

  /// How long an attempt takes is drawn from its key and `purpose`.
  Way(Engine& engine, Exchange& exchange, const WaySpec& spec, std::uint64_t purpose);

  /// The endpoint, as it is from the near end.  Requires: the endpoint outlives the way.
  Endpoint& door(Endpoint& endpoint);

  /// From now on; what is under way arrives as if nothing had happened.
  void change(const WaySpec& spec);

  /// The number that what arrives has as its `caller`.
  CallerId id() const { return self_; }

  void returned(AttemptId copy, Outcome outcome) override;
  Sender sender(const Attempt& copy) const override;
  AttemptId original(AttemptId copy) const override;

  const Counts& counts() const { return counts_; }

  /// Attempts of its own, those that are lost at a cut endpoint for good among them.
  std::uint64_t open() const { return counts_.under_way + counts_.with_endpoints; }

  void check() const;

 private:
  using TripId = std::uint32_t;

  struct Door final : Endpoint {
    Door(Way& a_way, Endpoint& an_endpoint) : way(a_way), endpoint(an_endpoint) { doubt(); }

    void offer(AttemptId attempt) override { way.depart(attempt, endpoint); }
    void abandon(AttemptId attempt) override { way.forsake(attempt); }
    bool is_reachable() const override { return way.is_open() && endpoint.reachable(); }
    bool has_room() const override { return endpoint.has_room(); }

    Way& way;
    Endpoint& endpoint;
  };

  // From the offer until neither end has it.
  struct Trip {
    Endpoint* endpoint;
    AttemptId original;  // no_slot: its caller has given up
    AttemptId copy;      // no_slot: it has been answered, or taken back
    Sender sender;       // when it set out
    Outcome outcome{};   // once it has been answered
    std::uint8_t events = 0;
    bool arrived = false;
    bool recalled = false;
  };

  bool is_open() const { return spec_.one_way.has_value(); }
  void depart(AttemptId attempt, Endpoint& endpoint);
  void forsake(AttemptId attempt);
  Duration lag(const Attempt& copy, std::uint64_t direction) const;
  std::uint64_t set_out(TripId trip);
  TripId stop(std::uint64_t turn);
  void arrive(std::uint64_t turn);  // event
  void recall(std::uint64_t turn);  // event
  void bring(std::uint64_t turn);   // event
  void drop_copy(Trip& trip);
  void finish(TripId trip);

  Engine& engine_;
  Exchange& exchange_;
  const CallerId self_;
  const std::uint64_t purpose_;
  WaySpec spec_;
  std::optional<Sampler> varying_;  // where there is jitter
  std::deque<Door> doors_;
  Slab<Trip, 8> trips_;
  Call<std::uint64_t> arrive_;
  Call<std::uint64_t> recall_;
  Call<std::uint64_t> bring_;
  Counts counts_;
};

}  // namespace squall::service
