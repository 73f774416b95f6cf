// Looks at the reasons for which the alarms of policies turn, and at the clock of scheduled
// actions.

#include "properties/group_run.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace squall::test {

using metrics::AlarmState;
using metrics::Comparison;
using scaling::PolicySpec;
using scaling::PolicyType;
using scaling::Process;

namespace {

/// An alarm as its policy asks for it.
struct Asked {
  metrics::Condition when;
  metrics::OutOf rule;
};

Asked high_alarm(const PolicySpec& spec) {
  if (spec.type == PolicyType::target_tracking)
    return {{Comparison::greater, spec.target->value}, {3, 3}};
  return {*spec.when, spec.periods.value_or(metrics::OutOf{})};
}

Asked low_alarm(const PolicySpec& spec) {
  const auto periods = static_cast<int>(15min / spec.period);
  return {{Comparison::less, 0.7 * spec.target->value}, {periods, periods}};
}

/// "2 datapoints [97.5 (00:12:00), 91.0 (00:11:00)]", newest first; of many the newest alone.
struct Listed {
  explicit Listed(const std::string& reason) {
    const std::string begin = "Threshold Crossed: ";
    if (reason.starts_with(begin)) count = std::strtoul(reason.c_str() + begin.size(), nullptr, 10);
    for (auto at = reason.find('['); at != std::string::npos;) {
      const char* clock = reason.c_str() + reason.find('(', at) + 1;
      oldest = std::atoi(clock) * Duration(1h) + std::atoi(clock + 3) * Duration(1min) +
               std::atoi(clock + 6) * Duration(1s);
      if (values.empty()) newest = oldest;
      values.push_back(std::atof(reason.c_str() + at + 1));
      at = reason.find(", ", at + 1);
      if (at != std::string::npos) ++at;
    }
  }

  bool is_whole() const { return values.size() >= count; }

  // At the latest, where it is not listed.
  Duration oldest_of(Duration period) const {
    if (is_whole()) return oldest;
    return newest - static_cast<std::int64_t>(count - 1) * period;
  }

  std::size_t count = 0;
  std::vector<double> values;
  Duration newest{};
  Duration oldest{};
};

class Alarms {
 public:
  explicit Alarms(const GroupRun& run) : run_(run), services_(run.services()) {}

  std::string broken() {
    for (const auto& [name, spec] : run_.spec().policies) {
      if (!spec.alarm.empty()) continue;
      const bool tracks = spec.type == PolicyType::target_tracking;
      const std::string prefix = tracks ? "TargetTracking-web-AlarmHigh-" : "web/";
      compare(prefix + name, spec, high_alarm(spec));
      if (tracks && !spec.disable_scale_in)
        compare("TargetTracking-web-AlarmLow-" + name, spec, low_alarm(spec));
      if (name == "more") check_asked(prefix + name, name);
    }
    return broken_;
  }

 private:
  void check(bool holds, const std::string& alarm, const world::AlarmTurn& turn,
             std::string_view what) {
    if (!holds && broken_.empty())
      broken_ =
          fmt::format("{} turns at {} s: '{}', and {}", alarm, seconds(turn.at), turn.reason, what);
  }

  void compare(const std::string& alarm, const PolicySpec& spec, const Asked& asked) {
    const auto found = run_.result.alarms.find(alarm);
    if (found == run_.result.alarms.end()) return;
    for (const world::AlarmTurn& turn : found->second.changes) {
      if (turn.to == AlarmState::insufficient_data) continue;
      check(!contains(turn.reason, "missing") && !contains(turn.reason, "received"), alarm, turn,
            "what is missing says nothing");
      if (turn.to != AlarmState::alarm) continue;
      const Listed listed(turn.reason);
      check(!listed.values.empty(), alarm, turn, "it rests on nothing");
      for (const double value : listed.values)
        check(breaches(asked.when, value), alarm, turn, "not all of these breach");
      const auto breaching = static_cast<std::size_t>(asked.rule.breaching);
      const Duration oldest = listed.oldest_of(spec.period);
      // How old the others are of too few, with gaps between them, is not told.
      check((!listed.is_whole() && listed.count < breaching) ||
                (turn.at - oldest) % Duration(24h) >= asked.rule.breaching * spec.period,
            alarm, turn, "it is too early");
      const Duration delay = contains(spec.metric, "RequestCount") ? 60s : 0s;
      check((turn.at - listed.newest) % Duration(24h) >= spec.period + delay, alarm, turn,
            "its newest point is not published yet");
      if (comes_each_minute(spec, turn.at, asked.rule.of))
        check(listed.count >= breaching, alarm, turn, "it rests on too little");
    }
  }

  // Rounded as reasons write it.
  static bool breaches(const metrics::Condition& when, double value) {
    const double above = value - when.threshold;
    switch (when.comparison) {
      case Comparison::greater:
        return above > -1e-6;
      case Comparison::greater_or_equal:
        return above >= -1e-6;
      case Comparison::less:
        return above < 1e-6;
      case Comparison::less_or_equal:
        return above <= 1e-6;
    }
    return false;
  }

  // Nothing is missing of CPU where somebody who is warm has run all the time.
  bool comes_each_minute(const PolicySpec& spec, Duration until, int periods) const {
    if (!contains(spec.metric, "CPUUtilization") || !run_.has({"detailed monitoring"}))
      return false;
    if (run_.has({"a stop", "a termination", "a zone lost"}) || !run_.goes_one_way()) return false;
    const Duration from = until - (periods + 5) * spec.period;
    if (from < Duration{}) return false;
    return std::any_of(services_.begin(), services_.end(), [&](const auto& each) {
      return each.second.warm <= from && each.second.until >= until;
    });
  }

  // Every minute: once a cooldown is over, more comes.
  void check_asked(const std::string& alarm, const std::string& policy) {
    if (run_.has({"suspended AlarmNotification", "suspended Launch", "a suspension of all",
                  "no room in a zone", "a zone lost"}))
      return;
    const auto& changes = run_.result.alarms.at(alarm).changes;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].to != AlarmState::alarm) continue;
      const Duration from = changes[i].at;
      const Duration until = from + 25min;
      const Duration next = i + 1 < changes.size() ? changes[i + 1].at : run_.result.simulated;
      if (next < until || !has_room(from, until)) continue;
      int times = 0;
      for (const scaling::Decision& each : run_.web().decisions)
        times += each.winner == policy && each.at - Time{} >= from && each.at - Time{} <= until;
      check(times >= 2, alarm, changes[i], "its policy is not asked again");
    }
  }

  bool has_room(Duration from, Duration until) const {
    const auto& points = run_.web().capacity;
    return run_.spec().policies.size() == 2 &&
           run_.around(from).back().desired + 1 < run_.around(from).back().max_size &&
           std::all_of(points.begin(), points.end(), [&](const auto& each) {
             return each.at < from || each.at > until || each.desired < each.max_size;
           });
  }

  const GroupRun& run_;
  const std::map<std::string, GroupRun::Service> services_;
  std::string broken_;
};

}  // namespace

std::string alarms_broken(const GroupRun& run) { return Alarms(run).broken(); }

std::string schedule_broken(const GroupRun& run) {
  if (run.has({"suspended ScheduledActions", "a suspension of all", "other sizes"})) return {};
  for (const auto& [name, action] : run.spec().scheduled_actions) {
    if (!action.at || !action.min_size || !action.max_size) continue;
    const Duration at = Calendar{}.since_start(*action.at);
    const world::CapacityPoint then = run.around(at).back();
    if (then.min_size != *action.min_size || then.max_size != *action.max_size)
      return fmt::format("{} has {} to {} after '{}'", seconds(at), then.min_size, then.max_size,
                         name);
  }
  return {};
}

}  // namespace squall::test
