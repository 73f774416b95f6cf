#pragma once

#include "squall/traffic/local_clock.hpp"

#include "scenario/checks/checking.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace squall::scenario {

/// Says what keeps a moment from lying within the run; `subject` begins the message.
class RunTimes {
 public:
  /// Times of day are those of `zone`, else of the run's start.
  explicit RunTimes(const Checking& checking, const TimeZone& zone = {});

  bool knows_end() const { return knows_end_; }

  /// The time since the start, where the moment is one of this run. `until` is the end of a span.
  std::optional<Duration> time_of(const Moment& moment, const std::string& subject, const Place& at,
                                  const Place& in, bool until = false) const;

  /// Whether the run has a start, or may have one; says where not that `what` needs it, and what
  /// else could be written.
  bool has_start(const std::string& what, const Place& at, const Place& in,
                 std::string_view otherwise = {}) const;

 private:
  const Checking& checking_;
  bool knows_end_;
  bool knows_start_;
  traffic::LocalClock clock_;
};

}  // namespace squall::scenario
