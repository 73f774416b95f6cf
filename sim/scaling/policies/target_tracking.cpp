#include "scaling/policies/target_tracking.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace squall::scaling {

using metrics::AlarmState;

Proposal TargetTracking::propose(const Question& question) const {
  const bool is_high = sight_.alarms.state(rule_.alarms[0]) == AlarmState::alarm;
  const bool is_low =
      rule_.alarms.size() > 1 && sight_.alarms.state(rule_.alarms[1]) == AlarmState::alarm;
  const metrics::AlarmId id = rule_.alarms[!is_high && is_low ? 1 : 0];
  Proposal proposal{rule_.name, sight_.alarms.name(id), sight_.alarms.state(id), {}, {}, {}};
  const metrics::Alarm& alarm = *sight_.alarms.metric_alarm(id);
  const auto points = alarm.points_before(question.now);
  if (!points.empty()) proposal.value = points.back().value;
  if (!is_high && !is_low) {
    proposal.reason = "its metric is near the target";
    return proposal;
  }
  if (points.empty()) {
    proposal.reason = "its metric has no points";
    return proposal;
  }
  const Time end = points.back().start + alarm.resolution();
  const int shared_by = question.past->warm_at(std::min(end, question.now));
  const double target = rule_.spec.target->value;
  // What comes out whole but for rounding is whole.
  const int needed = static_cast<int>(std::ceil(shared_by * points.back().value / target - 1e-9));
  proposal.capacity =
      is_high ? std::max(question.desired, needed) : std::min(question.desired, needed);
  proposal.reason =
      fmt::format("{} at {} {} {} at {}",
                  shared_by == 1 ? "1 instance" : fmt::format("{} instances", shared_by),
                  print_number(std::round(points.back().value * 100) / 100),
                  shared_by == 1 ? "is" : "are", needed, print_number(target));
  return proposal;
}

}  // namespace squall::scaling
