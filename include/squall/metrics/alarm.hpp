#pragma once

#include "squall/core/time.hpp"
#include "squall/metrics/alarm_spec.hpp"
#include "squall/metrics/alarm_state.hpp"
#include "squall/metrics/evaluation.hpp"
#include "squall/metrics/expression.hpp"
#include "squall/metrics/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace squall::metrics {

/// One alarm on one metric, or on an expression of several: what it looks at, and what it makes of
/// that. Its time is given, never asked for.
///
///   INSUFFICIENT_DATA  --look-->  OK  <--look-->  ALARM      all ways are open
///
/// At the mark of the clock before a look, the newest period ends; with periods of more than a
/// minute the window slides on by a minute all the same. Points that are not published yet are
/// missing now, and count at later looks. Where an alarm looks at more than a day, it looks once an
/// hour, at what lies before the full hour.
class Alarm {
 public:
  struct Terms {
    Query query;
    Condition when;
    OutOf rule;
    Missing missing = Missing::missing;
    LowSamples low_samples = LowSamples::evaluate;
    int range = 0;                     ///< how many periods it looks at; 0: as usual
    std::optional<Formula> formula{};  ///< what it looks at in place of the query's metric
  };

  /// Reads the store from now on.
  /// Requires: the store outlives it; the terms are within AWS's limits.
  Alarm(const Terms& terms, Store& store);

  /// How long it is from one look to the next.
  Duration step() const { return step_; }

  /// Looks at what is published now; whether its state is another one.
  bool look(Time now);

  AlarmState state() const { return state_; }

  /// Why it is in this state, in AWS's words.
  const std::string& reason() const { return reason_; }

  const Terms& terms() const { return terms_; }

  /// The points that it has before it now, oldest first.
  std::vector<Datapoint> points_before(Time now) const;

  /// How far apart new points are: its periods, or those of its metrics where these are longer.
  Duration resolution() const { return resolution_; }

  /// The points that breached, or did not, at the last change.
  const std::vector<Datapoint>& evidence() const { return evidence_; }

 private:
  struct Seen {
    std::vector<Datum> data;
    std::vector<Datapoint> points;  // the real ones
  };

  Time newest_end(Time now) const;
  std::vector<std::optional<Datapoint>> points(Time newest_end, Time now) const;
  Seen see(Time newest_end, Time now) const;
  bool too_few_samples(const Seen& seen) const;
  void explain(const Seen& seen, AlarmState state);
  std::string reason_for(AlarmState state, std::size_t missing) const;

  const Duration resolution_;
  const Terms terms_;
  const Store& store_;
  const Duration step_;
  AlarmState state_ = AlarmState::insufficient_data;
  std::string reason_ = "Unchecked: Initial alarm creation";
  std::vector<Datapoint> evidence_;
};

/// AWS's limits on what an alarm looks at: what is wrong, or nothing.
std::optional<Problem> problem_of(Duration period, OutOf rule);

}  // namespace squall::metrics
