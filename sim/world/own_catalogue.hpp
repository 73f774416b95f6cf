#pragma once

#include "squall/core/type.hpp"
#include "squall/world/published.hpp"
#include "squall/world/scenario.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::world {

/// The metrics that services publish themselves.
class OwnCatalogue {
 public:
  /// The scenario outlives it.
  explicit OwnCatalogue(const Scenario& scenario) : scenario_(scenario) {}

  /// All, by service.
  std::vector<PublishedMetric> all() const;

  /// Those that are meant; none where the name means another metric, or is wrong.
  std::vector<PublishedMetric> find(const MetricName& name) const;

  /// Whether any is meant; in a time that does not grow with the instances.
  bool has(const MetricName& name) const;

  /// What is wrong with a name that no metric has, as far as services' own are meant.
  std::optional<Problem> problem_of(const MetricName& name) const;

  std::vector<std::string_view> names() const;

 private:
  using Spec = service::OwnMetricSpec;

  struct Meant {
    std::string service;
    std::string owner;
    service::MetricOwner by;
  };

  template <class Visit>
  void for_each(const Visit& visit) const;
  std::optional<Meant> meant(const MetricName& name) const;
  PublishedMetric made(const std::string& service, const std::string& name, const Spec& spec,
                       const std::string& owner) const;

  const Scenario& scenario_;
};

/// The namespace of a metric of a service.
const std::string& space_of(const std::string& service, const service::OwnMetricSpec& spec);

/// The number of a metric among those of its service.
/// Requires: it is one of them.
std::size_t number_of(const service::ServiceSpec& service, std::string_view metric);

}  // namespace squall::world
