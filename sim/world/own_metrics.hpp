#pragma once

#include "squall/metrics/store.hpp"
#include "squall/service/own_metric_spec.hpp"
#include "squall/service/own_values.hpp"
#include "squall/service/server.hpp"
#include "squall/world/published.hpp"
#include "squall/world/scenario.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace squall::world {

/// A process of a service that publishes.
struct PublishingProcess {
  std::uint32_t server = 0;
  std::string service;
  std::string instance;
  std::string auto_scaling_group;  ///< empty: of none
};

/// Who knows how the processes of a world are.
class Processes {
 public:
  virtual const service::Server& process(std::uint32_t server) const = 0;

 protected:
  ~Processes() = default;
};

/// The metrics that services publish themselves, as far as somebody reads them: what handlers put
/// goes to the store at once, and gauges are looked at when a period ends.
class OwnMetrics {
 public:
  OwnMetrics(const Scenario& scenario, metrics::Store& store, const Processes& processes)
      : scenario_(scenario), store_(store), processes_(processes), values_(store) {}

  /// The metric is read from now on.  Requires: no process has joined.
  metrics::Slot watch(const PublishedMetric& metric);

  void join(const PublishingProcess& process);

  /// Gauges with such periods, of which one ends now.
  void look(Duration period);

  /// What handlers put into.
  service::OwnValues& values() { return values_; }

 private:
  // By service, name and owner.
  using Name = std::tuple<std::string, std::string, std::string>;

  struct GaugeWatch {
    service::Gauge gauge;
    Duration period;
    metrics::Slot slot;
    std::vector<std::uint32_t> servers{};
  };

  const Scenario& scenario_;
  metrics::Store& store_;
  const Processes& processes_;
  service::OwnValues values_;
  std::map<Name, metrics::Slot> slots_;
  std::map<metrics::Slot, GaugeWatch> gauges_;
};

/// The metrics of services that anybody reads, by service and name.
std::set<std::pair<std::string, std::string>> own_metrics_read(const Scenario& scenario);

}  // namespace squall::world
