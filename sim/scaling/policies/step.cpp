#include "scaling/policies/step.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace squall::scaling {

using metrics::AlarmState;
using metrics::Comparison;

namespace {

double aggregated(const std::vector<metrics::Datapoint>& points, Aggregation how) {
  double value = points.front().value;
  double sum = 0;
  for (const metrics::Datapoint& point : points) {
    sum += point.value;
    if (how == Aggregation::minimum) value = std::min(value, point.value);
    if (how == Aggregation::maximum) value = std::max(value, point.value);
  }
  return how == Aggregation::average ? sum / static_cast<double>(points.size()) : value;
}

}  // namespace

Proposal heard(const Rule& rule, const Sight& sight, Time now) {
  const metrics::AlarmId id = rule.alarms[0];
  Proposal proposal{rule.name, sight.alarms.name(id), sight.alarms.state(id), {}, {}, {}};
  const metrics::Alarm* alarm = sight.alarms.metric_alarm(id);
  auto points = alarm->points_before(now);
  const auto most = static_cast<std::size_t>(alarm->terms().rule.of);
  if (points.size() > most) points.erase(points.begin(), points.end() - std::ptrdiff_t(most));
  if (!points.empty()) proposal.value = aggregated(points, rule.spec.metric_aggregation);
  if (proposal.state != AlarmState::alarm) proposal.reason = "its alarm is not in ALARM";
  return proposal;
}

const Adjustment* adjustment_for(const Rule& rule, const Sight& sight, double value) {
  const metrics::Condition& when = sight.alarms.metric_alarm(rule.alarms[0])->terms().when;
  const bool above =
      when.comparison == Comparison::greater || when.comparison == Comparison::greater_or_equal;
  return step_for(rule.spec.adjust, value, above);
}

Proposal Step::propose(const Question& question) const {
  Proposal proposal = heard(rule_, sight_, question.now);
  if (proposal.state != AlarmState::alarm) return proposal;
  if (!proposal.value) {
    proposal.reason = "its metric has no points";
    return proposal;
  }
  const Adjustment* step = adjustment_for(rule_, sight_, *proposal.value);
  if (!step) {
    proposal.reason =
        fmt::format("no step holds for {}", print_number(std::round(*proposal.value * 100) / 100));
    return proposal;
  }
  const std::string change = ScalarText<Adjustment>::print(*step);
  const int least = rule_.spec.min_adjustment_magnitude;
  if (step->kind == Adjustment::Kind::exact) {
    proposal.capacity = adjusted(question.desired, *step);
    proposal.reason =
        fmt::format("{} at {}", change, print_number(std::round(*proposal.value * 100) / 100));
  } else if (step->amount >= 0) {
    proposal.capacity = std::max(question.desired, adjusted(question.warm, *step, least));
    proposal.reason = fmt::format("{} of {} warm ones at {}", change, question.warm,
                                  print_number(std::round(*proposal.value * 100) / 100));
  } else {
    proposal.capacity = std::min(question.desired, adjusted(question.current, *step, least));
    proposal.reason = fmt::format("{} of {} at {}", change, question.current,
                                  print_number(std::round(*proposal.value * 100) / 100));
  }
  return proposal;
}

}  // namespace squall::scaling
