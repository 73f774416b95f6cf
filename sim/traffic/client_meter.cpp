#include "squall/traffic/client_meter.hpp"

#include <algorithm>

namespace squall::traffic {

namespace {

void add(const Tally& tally, ClientMeter::Reading& reading) {
  reading.requests += tally.requests;
  reading.succeeded += tally.succeeded;
  reading.failed += tally.failed;
  reading.timed_out += tally.timed_out;
  reading.refused += tally.refused;
  reading.waited += tally.latency.sum();
}

}  // namespace

ClientMeter::Reading ClientMeter::read(Time now, bool with_latency) {
  const Pieces& pieces = ledger_.pieces();
  for (; next_ < pieces.count() && is_over(next_, now); ++next_) {
    for (const Tally& tally : ledger_.tallies(next_)) {
      add(tally, over_);
      latency_ += tally.latency;
    }
  }
  Reading reading = over_;
  if (with_latency) reading.latency = latency_;
  for (std::size_t piece = next_; piece < pieces.count() && pieces[piece].from < now; ++piece) {
    for (const Tally& tally : ledger_.tallies(piece)) {
      add(tally, reading);
      if (with_latency) reading.latency += tally.latency;
    }
  }
  return reading;
}

// Nothing is born in it any more, and all of it is settled.
bool ClientMeter::is_over(std::size_t piece, Time now) const {
  const auto tallies = ledger_.tallies(piece);
  return ledger_.pieces()[piece].until <= now &&
         std::all_of(tallies.begin(), tallies.end(),
                     [](const Tally& tally) { return tally.open == 0; });
}

}  // namespace squall::traffic
