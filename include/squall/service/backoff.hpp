#pragma once

#include "squall/core/draw.hpp"
#include "squall/service/retry_spec.hpp"

#include <cstddef>
#include <vector>

namespace squall::service {

/// How long a caller pauses after each failed attempt of a request: a pure function of the
/// request's key and of how many attempts have failed.
///
/// The pause after attempt n is min(max, base * factor^(n-1)); with full jitter anything from
/// nothing to that, drawn by child(key, n); with decorrelated jitter min(max, anything from base to
/// three times the pause before), where before the first it was base.
class Backoff {
 public:
  explicit Backoff(const RetrySpec& spec);

  /// How many attempts of a request may fail and be followed by another.
  std::size_t retries() const { return pauses_.size(); }

  /// Requires: 1 <= failed <= retries().
  Duration pause(Key key, unsigned failed) const;

 private:
  Duration decorrelated(Key key, unsigned failed) const;

  Duration base_;
  Duration max_;
  Jitter jitter_;
  std::vector<Duration> pauses_;  // before jitter, after each attempt but the last
};

}  // namespace squall::service
