#include "squall/traffic/client_stats.hpp"

#include "squall/core/invariant.hpp"

namespace squall::traffic {

Tally& Tally::operator+=(const Tally& other) {
  requests += other.requests;
  succeeded += other.succeeded;
  failed += other.failed;
  timed_out += other.timed_out;
  refused += other.refused;
  open += other.open;
  attempts += other.attempts;
  retries += other.retries;
  hedges += other.hedges;
  retries_denied += other.retries_denied;
  short_circuited += other.short_circuited;
  latency += other.latency;
  return *this;
}

void Tally::check() const {
  INVARIANT(requests == succeeded + failed + timed_out + refused + open);
  INVARIANT(attempts == requests + retries + hedges);
  INVARIANT(retries_denied <= requests && short_circuited <= attempts);
  INVARIANT(latency.count() == succeeded);
}

}  // namespace squall::traffic
