#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/metrics/alarms.hpp"
#include "squall/metrics/periods.hpp"
#include "squall/metrics/store.hpp"
#include "squall/world/published.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"

#include "world/metric_rows.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace squall::world {

/// Who can say how a publisher of metrics is.
class MetricModels {
 public:
  /// How the thing of that name is now; with the latencies of all its answers where they are asked
  /// for.
  virtual MetricSample sample(MetricSource source, const std::string& thing,
                              bool with_latency) const = 0;

 protected:
  ~MetricModels() = default;
};

/// The metrics of a world that somebody reads, and its alarms. Requests cost nothing here: the
/// models count anyway, and when a period ends it is looked at what they have counted in it.
class Monitoring {
 public:
  Monitoring(Engine& engine, const Scenario& scenario, const MetricModels& models, Journal& journal,
             Names& names);

  /// Whether there is anything to do.
  static bool is_needed(const Scenario& scenario) {
    if (!scenario.alarms.empty() || !scenario.metrics.keep.empty()) return true;
    for (const auto& [name, group] : scenario.auto_scaling_groups)
      if (!group.policies.empty()) return true;
    return false;
  }

  /// The metric's slot, which has points from the next period on.
  metrics::Slot watch(const PublishedMetric& metric);

  metrics::Store& store() { return store_; }
  metrics::Alarms& alarms() { return alarms_; }

  /// From now on.  Requires: all that is watched is.
  void start();

  /// The run ends now, and so do the periods that are over now.
  void end();

  void report(Result& result, Time until) const;

 private:
  // What is put when a period of one thing ends.
  struct Watched {
    MetricSource source;
    std::string thing;
    Duration period;
    std::vector<std::pair<const MetricRow*, metrics::Slot>> rows{};
    bool with_latency = false;
    MetricSample before{};
  };

  struct Kept {
    metrics::Slot slot;
    metrics::Statistic statistic;
  };

  void keep(const metrics::KeptSpec& spec);
  void add_alarms();
  void add_metric_alarm(const std::string& name, const metrics::AlarmSpec& spec);
  void add_composite_alarm(const std::string& name, const metrics::AlarmSpec& spec);
  void publish(Duration period);
  void write(const metrics::AlarmChange& change);

  Engine& engine_;
  const Scenario& scenario_;
  const MetricCatalogue catalogue_;
  const MetricModels& models_;
  Journal& journal_;
  Names& names_;
  metrics::Store store_;
  metrics::Periods periods_;
  metrics::Alarms alarms_;
  std::vector<Watched> watched_;
  std::map<std::pair<std::string, Duration>, std::size_t> places_;  // in watched_
  std::map<Duration, Time> published_;                              // by period: until when
  std::vector<Kept> kept_;
};

}  // namespace squall::world
