#pragma once

#include "squall/core/histogram.hpp"

#include <cstdint>
#include <vector>

namespace squall::traffic {

/// What became of requests that count.
///
///   requests = succeeded + failed + timed_out + refused + open;  attempts = requests + retries +
///   hedges
struct Tally {
  std::uint64_t requests = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;     ///< the last attempt was answered with 500 or more
  std::uint64_t timed_out = 0;  ///< nobody answered the last attempt in time
  std::uint64_t refused = 0;    ///< the last attempt was refused, or reset
  std::uint64_t open = 0;       ///< not settled yet
  std::uint64_t attempts = 0;
  std::uint64_t retries = 0;
  std::uint64_t hedges = 0;
  std::uint64_t retries_denied = 0;   ///< requests that the budget has let end
  std::uint64_t short_circuited = 0;  ///< attempts that an open circuit breaker has refused
  Histogram latency;                  ///< of those that succeeded: first send to last byte

  /// How many have a latency that nobody saw: they would have been slower than they waited.
  std::uint64_t censored() const { return timed_out + open; }

  Tally& operator+=(const Tally& other);

  /// The balances hold, and `latency` holds the succeeded ones.
  void check() const;
};

/// What a client's users saw.
struct ClientStats {
  Tally total;
  std::vector<Tally> classes;  ///< in the order of ClientSpec::requests; one where that is empty
};

}  // namespace squall::traffic
