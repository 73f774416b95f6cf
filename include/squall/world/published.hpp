#pragma once

#include "squall/core/time.hpp"
#include "squall/core/type.hpp"
#include "squall/metrics/metric_key.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/metrics/store.hpp"
#include "squall/world/scenario.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace squall::world {

struct MetricRow;

/// Who publishes metrics.
enum class MetricSource : std::uint8_t {
  application_balancer,
  application_group,  ///< a target group behind one
  network_balancer,
  network_group,
  classic_balancer,
  instance,
  group_instances,     ///< the instances of an Auto Scaling group together
  auto_scaling_group,  ///< the group itself
  client,              ///< what its users see, which AWS does not publish
  own                  ///< processes of a service
};

/// A metric as a scenario names it: by one of the things, or by none; and of a balancer or a target
/// group as a whole, or of one of its zones.
struct MetricName {
  static constexpr std::string_view every = "*";

  std::string metric;
  std::string load_balancer{};
  std::string target_group{};
  std::string instance{};
  std::string auto_scaling_group{};
  std::string client{};
  std::string service{};
  std::string zone{};

  /// How many things are named.
  int things() const {
    return !load_balancer.empty() + !target_group.empty() + !instance.empty() +
           !auto_scaling_group.empty() + !client.empty() + !service.empty();
  }
  bool names_a_thing() const { return things() > 0; }

  /// Whether a metric of that name is meant, or each.
  bool means(std::string_view name) const { return metric == every || metric == name; }
};

/// The metric that a spec names, whatever else that says; not every spec may name every thing.
template <class Spec>
MetricName metric_named_by(const Spec& spec) {
  MetricName name{spec.metric, spec.load_balancer, spec.target_group, {}, {},
                  {},          spec.service,       spec.zone};
  if constexpr (requires { spec.instance; }) {
    name.instance = spec.instance;
    name.auto_scaling_group = spec.auto_scaling_group;
    name.client = spec.client;
  }
  return name;
}

/// A metric that a world publishes.
struct PublishedMetric {
  metrics::MetricKey key;
  metrics::Store::Terms terms;
  metrics::Statistic statistic;  ///< the one that AWS shows
  MetricSource source{};
  std::string thing;  ///< the balancer's, group's, instance's, client's or service's name
  std::string zone;   ///< in full; empty: all of them
  const MetricRow* row = nullptr;               ///< of those that AWS has, and of clients
  const service::OwnMetricSpec* own = nullptr;  ///< of those that services have of their own
  std::string service{};                        ///< that publishes it, if any
};

/// What the world of a scenario publishes.
class MetricCatalogue {
 public:
  /// The scenario outlives it.
  explicit MetricCatalogue(const Scenario& scenario);

  /// All, in the order of those who publish.
  std::vector<PublishedMetric> all() const;

  /// Those of which a history is kept: of Auto Scaling groups, balancers, target groups and
  /// clients, as a whole.
  std::vector<PublishedMetric> of_history() const;

  /// What is wrong with a name; in a time that does not grow with the scenario.
  std::optional<Problem> problem_of(const MetricName& name) const;

  /// The same where every metric is meant.
  std::optional<Problem> problem_of_all(const MetricName& name) const;

  /// The metric that is meant; where no thing is named, that of each that has it.
  /// Requires: nothing is wrong with the name.
  std::vector<PublishedMetric> find(const MetricName& name) const;

 private:
  struct Publisher;

  template <class Visit>
  void for_each_publisher(Visit visit) const;
  template <class Visit>
  void for_each_but_instances(Visit visit) const;
  Publisher of_balancer(const std::string& name) const;
  Publisher of_group(const std::string& name) const;
  Publisher of_instance(const std::string& entry, int number) const;
  Publisher of_scaling_group(const std::string& name, MetricSource source) const;
  Publisher publisher_of_scaling_group(const MetricName& name) const;
  Publisher of_client(const std::string& name) const;
  std::vector<std::string> zones_of(const Publisher& who) const;
  Publisher in_zone(const Publisher& who, const std::string& full_name) const;
  std::variant<Publisher, Problem> in_zone_called(const Publisher& who,
                                                  const std::string& zone) const;
  std::variant<Publisher, Problem> publisher_of(const MetricName& name) const;
  std::variant<Publisher, Problem> whole_publisher_of(const MetricName& name) const;
  std::variant<Publisher, Problem> publisher_called(const std::string& instance) const;
  std::optional<Problem> problem_of(const std::string& metric, const std::string& zone) const;
  std::optional<Problem> problem_of_zone(const std::string& metric, const std::string& zone) const;
  PublishedMetric made(const Publisher& who, const MetricRow& row) const;

  const Scenario& scenario_;
  std::map<std::string, std::string> owners_;  // of target groups: balancers with such metrics
  std::set<MetricSource> sources_;             // that there are
  bool any_burstable_ = false;
};

/// Whether AWS has a metric of that name for such a source.
bool has_metric(MetricSource source, std::string_view name);

/// The namespaces that have metrics here.
std::vector<std::string_view> metric_spaces();

}  // namespace squall::world
