#pragma once

#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/metric_key.hpp"
#include "squall/metrics/series.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/metrics/statistic_set.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::metrics {

/// A metric, found by its key once, while the world is built.
enum class Slot : std::uint32_t {};

/// From the one moment up to the other, that not included.
struct Window {
  Time from;
  Time until;
};

/// A question to the store: one statistic of one metric, of periods of that length, which is a
/// multiple of the metric's own.
struct Query {
  Slot slot{};
  Statistic statistic;
  Duration period = 60s;
};

/// What a query finds for one period. It bears the time of its start.
struct Datapoint {
  Time start;
  double value = 0;
  std::uint64_t samples = 0;

  friend bool operator==(const Datapoint&, const Datapoint&) = default;
};

/// The metrics of a world: what is recorded of them, period by period, and what of it is published
/// at a moment. Periods are [start, end) between the marks of a wall clock.
///
///     const Slot errors = store.add({"Shop", "Errors", {}}, "Count", 60s);      building
///     store.read(errors, 5min);
///     store.record(errors, 1);                                                  running
///     store.close(60s, engine.now());                                           at each full
///     minute store.datapoint({errors, sum, 60s}, engine.now() - 60s, engine.now());
///
/// A period in which nothing was recorded has no point: it is missing, which is not zero. A point
/// is published once its period has ended and the delay of its metric has passed; what is found at
/// a moment never depends on what is recorded later. Only what somebody reads or keeps is held.
class Store {
 public:
  /// What a metric is, beside its key.
  struct Terms {
    std::string_view unit;    ///< in AWS's words; it lives as long as the program
    Duration period = 60s;    ///< of its points; a day is a multiple of it
    Duration delay{};         ///< from the end of a period until its point is published
    bool is_percent = false;  ///< 50 is half
  };

  /// The run starts so long after a midnight of UTC.
  explicit Store(Duration since_midnight = {}) : since_midnight_(since_midnight) {}

  /// Requires: the key is new.
  Slot add(MetricKey key, const Terms& terms);

  /// The metric of exactly this key.
  std::optional<Slot> find(const MetricKey& key) const;

  std::size_t size() const { return keys_.size(); }
  const MetricKey& key(Slot slot) const { return *keys_[index(slot)]; }
  const Terms& terms(Slot slot) const { return terms_[index(slot)]; }

  /// The points of so long a time are held for whoever asks, with what this statistic needs.
  void read(Slot slot, Duration back, const Statistic& statistic = {});

  /// All its points are held, with this statistic of each.
  void keep(Slot slot, const Statistic& statistic = {});

  /// Whether somebody reads or keeps it: who publishes need not ask himself anything else.
  bool is_wanted(Slot slot) const { return series_[index(slot)].is_read(); }
  bool wants_values(Slot slot) const { return series_[index(slot)].wants_values(); }

  /// A value of the period that is open. The cheapest way there is: no name, no clock.
  void record(Slot slot, double value) {
    Open& open = open_[index(slot)];
    open.set.add(value);
    if (open.values) [[unlikely]]
      record_value(open, value);
  }

  /// The lengths of periods that its metrics have, in rising order.
  std::vector<Duration> periods() const;

  /// The periods of that length that end now are over, for all that was recorded.
  /// Requires: `now` is such an end.
  void close(Duration period, Time now);

  /// The period of a metric that ends now, as a whole: of what its owner has counted himself.
  /// Requires: nothing was recorded in it; `now` is an end of its periods.
  void put(Slot slot, Time now, const StatisticSet& set, const Histogram* values = nullptr);

  /// The first mark of the clock for such periods that is not before the time.
  Time mark(Duration period, Time at) const;

  /// Whether what has not ended yet counts: it does where AWS shows a point that still changes.
  enum class Newest : std::uint8_t { ended, open };

  /// Of the period that begins then: nothing where nothing was recorded or published by `now`.
  std::optional<Datapoint> datapoint(const Query& query, Time start, Time now,
                                     Newest newest = Newest::ended) const;

  /// The points of the window in the order of time; missing ones are left out.
  /// Requires: the window begins at a mark.
  std::vector<Datapoint> datapoints(const Query& query, Window window, Time now) const;

  /// All that was recorded in periods that have ended.
  const StatisticSet& total(Slot slot) const { return series_[index(slot)].total(); }

  /// The time of day at a moment of the run, in UTC: 09:45:00.
  std::string clock_text(Time at) const;

 private:
  struct Open {
    StatisticSet set;
    std::unique_ptr<Histogram> values;
  };

  static std::size_t index(Slot slot) { return static_cast<std::size_t>(slot); }
  static void record_value(Open& open, double value);
  std::int64_t number_at(Duration period, Time at) const;
  Time start_of(Duration period, std::int64_t number) const;
  StatisticSet published(std::size_t slot, Window window, Time now, Histogram* values) const;

  const Duration since_midnight_;
  std::vector<Open> open_;
  std::vector<Series> series_;
  std::vector<Terms> terms_;
  std::map<MetricKey, Slot> slots_;
  std::vector<const MetricKey*> keys_;
  std::map<Duration, std::vector<std::uint32_t>> by_period_;
};

}  // namespace squall::metrics
