#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/signal.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/alarm.hpp"
#include "squall/metrics/composite_alarm.hpp"
#include "squall/metrics/store.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::metrics {

/// The number of an alarm, in the order in which they are added.
using AlarmId = std::uint32_t;

/// An alarm went from one state into another.
struct AlarmChange {
  Time at;
  AlarmId alarm = 0;
  AlarmState from{};
  AlarmState to{};
  std::string reason;
};

/// All alarms of a world. Each looks at its metric again and again, at a second of the minute that
/// is its own, and after all else that happens at that moment; one on other alarms looks when one
/// of these changes.
///
///     const AlarmId high = alarms.add("cpu-high", terms);
///     alarms.changed.connect([&](const AlarmChange& change) { .. });
///     alarms.start();
///
/// AWS runs the actions of an alarm when its state changes. Those of Auto Scaling run again, once
/// a minute, for as long as it stays in that state: `stays` tells of these.
class Alarms {
 public:
  /// The phases of alarms come from the seed and their names.
  Alarms(Engine& engine, Store& store, std::uint64_t seed);

  /// Requires: the name is new.
  AlarmId add(std::string name, const Alarm::Terms& terms);

  /// Requires: the alarms that it names were added before: so there is no circle of them.
  AlarmId add(std::string name, const CompositeRule& rule);
  AlarmId add(std::string name, const CompositeRule& rule, AlarmId suppressor,
              CompositeAlarm::Suppression suppression);

  /// They look from now on.
  void start();

  std::size_t size() const { return entries_.size(); }
  std::optional<AlarmId> find(std::string_view name) const;
  const std::string& name(AlarmId alarm) const { return entries_[alarm].name; }
  AlarmState state(AlarmId alarm) const;
  const std::string& reason(AlarmId alarm) const;

  /// Null of one on other alarms.
  const Alarm* metric_alarm(AlarmId alarm) const { return entries_[alarm].metric.get(); }

  /// The seconds after a full minute at which it looks.
  Duration phase(AlarmId alarm) const { return entries_[alarm].phase; }

  const std::deque<AlarmChange>& changes() const { return changes_; }

  Signal<const AlarmChange&> changed;
  Signal<AlarmId> acts;   ///< its actions run: of a change, once nothing holds them back
  Signal<AlarmId> stays;  ///< of one on a metric: it is in its state for one more minute

 private:
  struct Entry {
    std::string name;
    Duration phase{};
    std::unique_ptr<Alarm> metric;
    std::unique_ptr<CompositeAlarm> composite;
    std::vector<AlarmId> children;        // of a composite, as its rule names them
    std::optional<AlarmId> suppressor{};  // of a composite
    std::vector<AlarmId> parents{};       // composites that ask it
    std::vector<AlarmId> suppresses{};
    Time last_told{};  // that it is in its state
  };

  AlarmId add(Entry entry);
  Duration draw_phase(std::string_view name, Duration step) const;
  void look(AlarmId alarm);            // event
  void look_at_others(AlarmId alarm);  // event
  void act(AlarmId alarm);             // event
  void note(AlarmId alarm, AlarmState from);
  void plan_action(AlarmId alarm);

  Engine& engine_;
  Store& store_;
  const std::uint64_t seed_;
  const Call<AlarmId> look_;
  const Call<AlarmId> look_at_others_;
  const Call<AlarmId> act_;
  std::deque<Entry> entries_;
  std::map<std::string, AlarmId, std::less<>> ids_;
  std::deque<AlarmChange> changes_;
};

/// The composite alarms in an order in which each comes after those that its rule names, from the
/// rules by name; or the names of some that go in a circle, alone.
struct CompositeOrder {
  std::vector<std::string> names;
  bool circle = false;
};
CompositeOrder order_of(const std::map<std::string, std::vector<std::string>>& asked);

}  // namespace squall::metrics
