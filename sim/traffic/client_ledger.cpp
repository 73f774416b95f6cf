#include "squall/traffic/client_ledger.hpp"

#include "squall/core/invariant.hpp"

namespace squall::traffic {

using service::Incident;

ClientLedger::ClientLedger(const ClientContext& context)
    : counted_(context.counted),
      classes_(context.classes.size()),
      tallies_(counted_.count() * classes_),
      sent_{counted_[0]},
      settled_{counted_[0]} {
  for (std::size_t i = 0; i < context.classes.size(); ++i) {
    const std::size_t number = context.classes[i];
    if (number >= places_.size()) places_.resize(number + 1);
    places_[number] = i;
  }
}

void ClientLedger::met(const service::Request& request, Incident incident) {
  Tally* const its = find(settled_, request.request_class, request.born);
  if (!its) return;
  Tally& tally = *its;
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

bool ClientLedger::turn(Cursor& cursor, Time born) const {
  if (!counted_.contain(born)) return false;
  const std::size_t piece = counted_.at(born);
  cursor = {counted_[piece], piece * classes_};
  return true;
}

ClientStats ClientLedger::stats() const {
  ClientStats stats;
  stats.classes.resize(classes_);
  for (std::size_t i = 0; i < tallies_.size(); ++i) stats.classes[i % classes_] += tallies_[i];
  for (const Tally& tally : stats.classes) stats.total += tally;
  return stats;
}

Tally ClientLedger::tally_of(const Window& window, std::optional<std::size_t> request_class) const {
  Tally sum;
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const bool is_of_class = !request_class || *request_class == i % classes_;
    if (is_of_class && window.contains(counted_[i / classes_].from)) sum += tallies_[i];
  }
  return sum;
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
