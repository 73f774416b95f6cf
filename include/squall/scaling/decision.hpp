#pragma once

#include "squall/core/time.hpp"
#include "squall/metrics/alarm_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scaling {

/// What a policy would do, and from what it takes that.
struct Proposal {
  std::string policy;
  std::string alarm;
  metrics::AlarmState state{};  ///< of the alarm
  std::optional<double> value;  ///< of its metric, as the policy takes it
  std::optional<int> capacity;  ///< nothing: it proposes none
  std::string reason;           ///< how it comes to that, or why to nothing
};

/// What kept a group from the capacity that won.
enum class Limit : std::uint8_t { none, max_size, min_size, warm_up, disagreement };

/// "max_size", "instances warm up"; empty for none.
std::string_view word(Limit limit);

/// A group's desired capacity was to change, and did or did not.
struct Decision {
  Time at{};
  Time until{};   ///< the last time that the same came out of it
  int times = 1;  ///< how often it did
  int from = 0;
  int to = 0;
  std::string winner;  ///< the policy, scheduled action or "user request" that decided
  int wanted = 0;      ///< by the winner, before any limit
  Limit limit = Limit::none;
  std::vector<Proposal> proposals;
};

/// "cpu (TargetTracking-web-AlarmHigh-cpu): 3 instances at 99.8 are 6 at 50; max_size keeps it from
/// 8": why it went as it did.
std::string reason_of(const Decision& decision);

}  // namespace squall::scaling
