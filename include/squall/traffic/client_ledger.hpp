#pragma once

#include "squall/service/request.hpp"
#include "squall/traffic/client_context.hpp"
#include "squall/traffic/client_stats.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::traffic {

/// Counts a client's requests by class: those that count, and of these everything.
class ClientLedger {
 public:
  explicit ClientLedger(const ClientContext& context);

  void sent(service::ClassId request_class, Time born);
  void met(const service::Request& request, service::Incident incident);
  void settled(const service::Request& request, service::Ending ending, Time now);

  /// How many that count are not settled: when none is, a run may end.
  std::uint64_t open() const { return open_; }

  ClientStats stats() const;

  /// Every balance holds.
  void check() const;

 private:
  Tally& of(service::ClassId request_class) { return tallies_[places_[request_class]]; }

  const Window counted_;
  std::vector<std::size_t> places_;  // of a class among the tallies
  std::vector<Tally> tallies_;
  std::uint64_t open_ = 0;
};

inline void ClientLedger::sent(service::ClassId request_class, Time born) {
  if (!counted_.contains(born)) return;
  Tally& tally = of(request_class);
  ++tally.requests;
  ++tally.attempts;
  ++tally.open;
  ++open_;
}

inline void ClientLedger::settled(const service::Request& request, service::Ending ending,
                                  Time now) {
  if (!counted_.contains(request.born)) return;
  Tally& tally = of(request.request_class);
  --tally.open;
  --open_;
  if (ending == service::Ending::succeeded) {
    ++tally.succeeded;
    tally.latency.record(now - request.born);
    return;
  }
  tally.failed += ending == service::Ending::failed;
  tally.timed_out += ending == service::Ending::timed_out;
  tally.refused += ending == service::Ending::refused;
}

}  // namespace squall::traffic
