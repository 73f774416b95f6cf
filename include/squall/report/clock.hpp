#pragma once

#include "squall/core/time.hpp"
#include "squall/core/wall_time.hpp"
#include "squall/world/result.hpp"

#include <optional>
#include <string>

namespace squall::report {

/// Times of a run as people read them: on its clock where it has one, else from its start.
class Clock {
 public:
  explicit Clock(const world::Result& result);

  /// To a tenth of a second: enough to find the place.
  std::string time(Duration at) const;

  /// The same in a sentence: without seconds where there are none.
  std::string moment(Duration at) const;

  /// As short as times may be that lie so far apart: "11:40", "40m".
  std::string tick(Duration at, Duration apart) const;

 private:
  std::string on_clock(Duration at, bool with_seconds) const;

  std::optional<Timestamp> start_;
  bool has_days_ = false;  // it runs into the next day
};

}  // namespace squall::report
