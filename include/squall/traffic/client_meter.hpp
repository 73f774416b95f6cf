#pragma once

#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"
#include "squall/core/wide.hpp"
#include "squall/traffic/client_ledger.hpp"

#include <cstddef>
#include <cstdint>

namespace squall::traffic {

/// Asks again and again what a client's users have seen so far, of the requests that count. What is
/// over is added up once, so that a question costs what is still open.
class ClientMeter {
 public:
  struct Reading {
    std::uint64_t requests = 0;
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t refused = 0;
    Wide waited{};      ///< by those that succeeded, together, in nanoseconds
    Histogram latency;  ///< of these, where it was asked for

    std::uint64_t errors() const { return failed + timed_out + refused; }
    std::uint64_t settled() const { return succeeded + errors(); }
  };

  /// Requires: the ledger outlives it.
  explicit ClientMeter(const ClientLedger& ledger) : ledger_(ledger) {}

  Reading read(Time now, bool with_latency);

 private:
  bool is_over(std::size_t piece, Time now) const;

  const ClientLedger& ledger_;
  std::size_t next_ = 0;  // the first piece that is not over
  Reading over_;          // of those before it, but for the next
  Histogram latency_;     // of those before it
};

}  // namespace squall::traffic
