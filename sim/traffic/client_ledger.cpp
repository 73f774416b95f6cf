#include "squall/traffic/client_ledger.hpp"

#include "squall/core/invariant.hpp"

namespace squall::traffic {

using service::Incident;

ClientLedger::ClientLedger(const ClientContext& context)
    : counted_(context.counted), tallies_(context.classes.size()) {
  for (std::size_t i = 0; i < context.classes.size(); ++i) {
    const std::size_t number = context.classes[i];
    if (number >= places_.size()) places_.resize(number + 1);
    places_[number] = i;
  }
}

void ClientLedger::met(const service::Request& request, Incident incident) {
  if (!counted_.contains(request.born)) return;
  Tally& tally = of(request.request_class);
  switch (incident) {
    case Incident::retried:
      ++tally.attempts;
      ++tally.retries;
      break;
    case Incident::hedged:
      ++tally.attempts;
      ++tally.hedges;
      break;
    case Incident::denied:
      ++tally.retries_denied;
      break;
    case Incident::short_circuited:
      ++tally.short_circuited;
      break;
  }
}

ClientStats ClientLedger::stats() const {
  ClientStats stats{{}, tallies_};
  for (const Tally& tally : tallies_) stats.total += tally;
  return stats;
}

void ClientLedger::check() const {
  std::uint64_t open = 0;
  for (const Tally& tally : tallies_) {
    tally.check();
    open += tally.open;
  }
  INVARIANT(open == open_);
}

}  // namespace squall::traffic
