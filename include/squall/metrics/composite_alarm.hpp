#pragma once

#include "squall/core/time.hpp"
#include "squall/metrics/alarm_state.hpp"
#include "squall/metrics/composite_rule.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>

namespace squall::metrics {

/// An alarm on other alarms, whose actions a further one may hold back for a while:
///
///   it changes       while the suppressor is in ALARM: held back
///                    else, with a suppressor: after the wait, unless that goes into ALARM before
///                    else: its actions run at once
///   the suppressor   leaves ALARM: after the extension, if something was held back
///
/// A change while it waits begins a new wait. What runs are the actions of the state that it is in
/// then. Its time is given, never asked for.
class CompositeAlarm {
 public:
  struct Suppression {
    Duration wait = 60s;
    Duration extension = 60s;
  };

  explicit CompositeAlarm(CompositeRule rule) : rule_(std::move(rule)) {}
  CompositeAlarm(CompositeRule rule, Suppression suppression)
      : rule_(std::move(rule)), suppression_(suppression) {}

  const CompositeRule& rule() const { return rule_; }
  AlarmState state() const { return state_; }
  const std::string& reason() const { return reason_; }

  /// One of the alarms that it asks may have changed; whether its own state is another one.
  bool look(std::span<const AlarmState> states, Time now);

  /// The suppressor went into ALARM, or out of it.
  void suppress(bool suppressed, Time now);

  /// When its actions run, if nothing changes; `never` where none are due.
  Time due() const { return due_; }

  /// They run.  Requires: due().
  void act();

 private:
  std::string reason_for(std::span<const AlarmState> states) const;

  const CompositeRule rule_;
  const std::optional<Suppression> suppression_;
  AlarmState state_ = AlarmState::insufficient_data;
  std::string reason_ = "Unchecked: Initial alarm creation";
  bool suppressed_ = false;  // the suppressor is in ALARM
  bool pending_ = false;     // a change whose actions have not run
  Time due_ = never;
};

}  // namespace squall::metrics
