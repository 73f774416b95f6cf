#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <string_view>

namespace squall::compute {

/// Instances are numbered in the order in which they come.
using LifeId = std::uint32_t;

/// What EC2 says of an instance.
enum class LifeState : std::uint8_t {
  not_launched,
  pending,
  running,
  stopping,
  stopped,
  shutting_down,
  terminated
};

/// In AWS's words: "shutting-down".
std::string_view word(LifeState state);

/// The states of one instance, and how long it is paid for.
///
///     not_launched --launch--> pending
///
///     pending --> running --stop--> stopping --> stopped --start--> pending
///        '-----------'--terminate-------'-----------'--> shutting_down --> terminated
///
/// Paid is while it runs, a minute at least each time that it began to; and while it stops to
/// hibernate. A reboot changes nothing here.
///
/// Time is given, never asked for.  Requires of each change: it is an arrow of the picture, and
/// `at` is not before the last one.
class Life {
 public:
  /// Launched at that time, or running since then, or not launched.
  Life(LifeState state, Time at);

  void launch();
  void run(Time at);
  void stop(Time at, bool hibernates);
  void stopped(Time at);
  void start();
  void terminate(Time at);
  void terminated();

  LifeState state() const { return state_; }

  /// Stopped, or about to be, with its memory saved.
  bool hibernates() const { return hibernates_; }

  /// Until that time, which may lie before the last change.
  Duration billed(Time at) const;

 private:
  void begin_bill(Time at);
  void end_bill(Time at);

  LifeState state_;
  bool hibernates_ = false;
  Time bill_begins_ = never;  // the newest bill
  Time bill_ends_ = never;
  Duration billed_{};  // before it
};

}  // namespace squall::compute
