#pragma once

#include "squall/core/slab.hpp"
#include "squall/service/attempt.hpp"
#include "squall/service/breaker_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::service {

/// Keeps a caller from asking whoever fails.
///
///              too many of the last `of` are bad              open_for has passed
///     closed ------------------------------------> open ------------------------> half open
///        ^                                           ^                              |     |
///        |                                           '--------- trial is bad -------'     |
///        '------------------------- trial is good ----------------------------------------'
///
/// Half open, the first attempt is the trial and none is sent beside it. What was sent before it
/// opened and ends later changes nothing until it is closed.
class CircuitBreaker {
 public:
  enum class State : std::uint8_t { closed, open, half_open };

  explicit CircuitBreaker(const BreakerSpec& spec);

  State state() const { return state_; }

  /// Whether an attempt may be sent; from `open_for` after it opened, it is half open.
  bool admits(Time now);

  /// It was admitted, and is sent.
  void sent(AttemptId attempt);

  /// Whether that opens or closes it.
  bool ended(AttemptId attempt, bool good, Time now);

  /// It is abandoned, and nobody will know how it would have ended.
  void abandoned(AttemptId attempt);

  int bad() const { return bad_; }  ///< of the last `of`
  int of() const { return static_cast<int>(last_.size()); }

 private:
  void open(Time now);
  void remember(bool bad);

  const Duration open_for_;
  const double limit_;      // this many bad ones open it
  std::vector<bool> last_;  // whether each was bad, as a ring
  std::size_t next_ = 0;    // in the ring
  std::size_t seen_ = 0;    // at most as many as there is room for
  int bad_ = 0;             // of these
  Time trial_from_{};       // while open
  AttemptId trial_ = no_slot;
  State state_ = State::closed;
};

}  // namespace squall::service
