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

#include "world/history.hpp"
#include "world/metric_rows.hpp"
#include "world/own_metrics.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace squall::world {

/// A publisher of metrics: the thing of that name, or of a balancer or a target group what is in
/// one zone.
struct MetricSubject {
  MetricSource source{};
  std::string thing;
  std::string zone;  // in full; empty: all of them
};

/// Who can say how a publisher of metrics is.
class MetricModels : public Processes {
 public:
  /// How it is now, and what was the most since then; with how long each of its answers took where
  /// that is asked for.
  virtual MetricSample sample(const MetricSubject& subject, Time since, bool with_latency) = 0;

 protected:
  ~MetricModels() = default;
};

/// The metrics of a world that somebody reads, and its alarms. Requests cost nothing here: the
/// models count anyway, and when a period ends it is looked at what they have counted in it.
class Monitoring {
 public:
  Monitoring(Engine& engine, const Scenario& scenario, MetricModels& models, Journal& journal,
             Names& names);

  /// Whether the scenario has something that reads metrics.
  static bool is_needed(const Scenario& scenario) {
    if (!scenario.alarms.empty() || !scenario.metrics.keep.empty()) return true;
    for (const auto& [name, group] : scenario.auto_scaling_groups)
      if (!group.policies.empty()) return true;
    return false;
  }

  /// The metric's slot, which has points from the next period on.
  metrics::Slot watch(const PublishedMetric& metric);

  /// A history is kept of those that have one. What goes in and out of instances is not counted
  /// for that alone.
  void remember();
  /// What an expression stands for; its metrics are watched.
  metrics::Formula formula(const std::string& expression, const metrics::Operands& operands,
                           const std::string& group, Duration period);

  metrics::Store& store() { return store_; }
  OwnMetrics& own() { return own_; }
  metrics::Alarms& alarms() { return alarms_; }

  /// From now on.  Requires: all that is watched is.
  void start();

  /// The run ends now, and so do the periods that are over now.
  void end();

  void report(Result& result, Time until) const;

 private:
  static constexpr std::size_t no_history = static_cast<std::size_t>(-1);

  struct Row {
    const MetricRow* row;
    metrics::Slot slot;
    std::size_t history = no_history;
  };

  // What is put when a period of one thing ends.
  struct Watched {
    MetricSubject subject;
    Duration period;
    std::vector<Row> rows{};
    bool with_latency = false;
    MetricSample before{};
  };

  // Where a metric is in all of these.
  struct Place {
    std::size_t watched;
    std::size_t row;
  };

  struct Kept {
    metrics::Slot slot;
    metrics::Statistic statistic;
  };

  Place place_of(const PublishedMetric& metric);
  void remember(const PublishedMetric& metric);
  void keep(const metrics::KeptSpec& spec);
  void add_alarms();
  void add_metric_alarm(const std::string& name, const metrics::AlarmSpec& spec);
  void add_composite_alarm(const std::string& name, const metrics::AlarmSpec& spec);
  bool publish(Duration period);
  void write(const metrics::AlarmChange& change);

  Engine& engine_;
  const Scenario& scenario_;
  const MetricCatalogue catalogue_;
  MetricModels& models_;
  Journal& journal_;
  Names& names_;
  metrics::Store store_;
  metrics::Periods periods_;
  metrics::Alarms alarms_;
  OwnMetrics own_;
  std::vector<Watched> watched_;
  // In watched_: by who publishes, from where, and how often.
  std::map<std::tuple<MetricSource, std::string, std::string, Duration>, std::size_t> places_;
  std::map<metrics::Slot, Place> rows_;
  std::map<Duration, Time> published_;  // by period: until when
  std::vector<Kept> kept_;
  History history_;
};

}  // namespace squall::world
