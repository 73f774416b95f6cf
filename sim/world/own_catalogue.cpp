#include "world/own_catalogue.hpp"

#include "squall/core/nearest.hpp"
#include "squall/world/zones.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

namespace squall::world {

using service::MetricOwner;
using service::MetricUnit;
using Kind = metrics::Statistic::Kind;

namespace {

std::string_view word(MetricUnit unit) {
  return Words<MetricUnit>::words[static_cast<std::size_t>(unit)].word;
}

std::string word(MetricOwner owner) {
  return std::string(Words<MetricOwner>::words[static_cast<std::size_t>(owner)].word);
}

std::string_view dimension_of(MetricOwner owner) {
  switch (owner) {
    case MetricOwner::service:
      return "Service";
    case MetricOwner::instance:
      return "InstanceId";
    case MetricOwner::auto_scaling_group:
      return "AutoScalingGroupName";
  }
  return {};
}

}  // namespace

const std::string& space_of(const std::string& service, const service::OwnMetricSpec& spec) {
  return spec.space.empty() ? service : spec.space;
}

std::size_t number_of(const service::ServiceSpec& service, std::string_view metric) {
  const auto found = service.metrics.find(std::string(metric));
  return static_cast<std::size_t>(std::distance(service.metrics.begin(), found));
}

// In each metric those of one owner come one after the other.
template <class Visit>
void OwnCatalogue::for_each(const Visit& visit) const {
  for (const auto& [service, its] : scenario_.services) {
    if (its.metrics.empty()) continue;
    for (const auto& [name, spec] : its.metrics)
      if (spec.by == MetricOwner::service) visit(service, name, spec, service);
    for (const auto& [entry, instances] : scenario_.instances)
      for (int number = 1; instances.service == service && number <= instances.count; ++number)
        for (const auto& [name, spec] : its.metrics)
          if (spec.by == MetricOwner::instance)
            visit(service, name, spec, entry + '-' + std::to_string(number));
    for (const auto& [entry, group] : scenario_.auto_scaling_groups)
      for (const auto& [name, spec] : its.metrics)
        if (group.service == service && spec.by == MetricOwner::auto_scaling_group)
          visit(service, name, spec, entry);
  }
}

PublishedMetric OwnCatalogue::made(const std::string& service, const std::string& name,
                                   const Spec& spec, const std::string& owner) const {
  PublishedMetric metric;
  metric.key = {space_of(service, spec), name, {{std::string(dimension_of(spec.by)), owner}}};
  metric.terms.unit = word(spec.unit);
  metric.terms.is_percent = spec.unit == MetricUnit::percent;
  metric.terms.period = spec.period;
  const auto delay = scenario_.metrics.delay.find(metric.key.space);
  if (delay != scenario_.metrics.delay.end()) metric.terms.delay = delay->second;
  const bool is_counted = spec.unit == MetricUnit::count && !spec.gauge;
  metric.statistic = {is_counted ? Kind::sum : Kind::average, true, {}, {}};
  metric.source = MetricSource::own;
  metric.thing = owner;
  metric.own = &spec;
  metric.service = service;
  return metric;
}

// Those of one namespace together.
std::vector<PublishedMetric> OwnCatalogue::all() const {
  std::vector<PublishedMetric> all;
  for_each([&](const std::string& service, const std::string& name, const Spec& spec,
               const std::string& owner) { all.push_back(made(service, name, spec, owner)); });
  const auto heading = [](const PublishedMetric& metric) {
    return std::tie(metric.service, metric.own->by, metric.key.space);
  };
  std::stable_sort(all.begin(), all.end(), [&](const PublishedMetric& a, const PublishedMetric& b) {
    return heading(a) < heading(b);
  });
  return all;
}

// The service whose processes are meant, what each of them is called in its metrics, and by whom
// these are told apart.
std::optional<OwnCatalogue::Meant> OwnCatalogue::meant(const MetricName& name) const {
  if (name.things() != 1) return std::nullopt;
  if (!name.service.empty()) return Meant{name.service, name.service, MetricOwner::service};
  if (!name.auto_scaling_group.empty())
    return Meant{scenario_.auto_scaling_groups.at(name.auto_scaling_group).service,
                 name.auto_scaling_group, MetricOwner::auto_scaling_group};
  if (name.instance.empty()) return std::nullopt;
  const std::string instance = instance_called(scenario_, name.instance);
  const auto entry = scenario_.instances.find(instance.substr(0, instance.rfind('-')));
  if (entry == scenario_.instances.end()) return std::nullopt;
  if (name.instance != instance && entry->second.count > 1) return std::nullopt;
  return Meant{entry->second.service, instance, MetricOwner::instance};
}

std::vector<PublishedMetric> OwnCatalogue::find(const MetricName& name) const {
  std::vector<PublishedMetric> found;
  if (const auto which = name.zone.empty() ? meant(name) : std::nullopt) {
    const auto service = scenario_.services.find(which->service);
    if (service == scenario_.services.end()) return found;
    for (const auto& [metric, spec] : service->second.metrics)
      if (name.means(metric) && spec.by == which->by)
        found.push_back(made(which->service, metric, spec, which->owner));
  }
  if (name.names_a_thing() || !name.zone.empty()) return found;
  for_each([&](const std::string& service, const std::string& metric, const Spec& spec,
               const std::string& owner) {
    if (name.means(metric)) found.push_back(made(service, metric, spec, owner));
  });
  return found;
}

// Without looking at each instance.
bool OwnCatalogue::has(const MetricName& name) const {
  if (name.names_a_thing() || !name.zone.empty()) return !find(name).empty();
  const auto publishes = [&](const std::string& service, MetricOwner owner) {
    const auto its = scenario_.services.find(service);
    if (its == scenario_.services.end()) return false;
    const auto metric = its->second.metrics.find(name.metric);
    return metric != its->second.metrics.end() && metric->second.by == owner;
  };
  for (const auto& [service, its] : scenario_.services)
    if (publishes(service, MetricOwner::service)) return true;
  for (const auto& [entry, spec] : scenario_.instances)
    if (publishes(spec.service, MetricOwner::instance)) return true;
  for (const auto& [entry, spec] : scenario_.auto_scaling_groups)
    if (publishes(spec.service, MetricOwner::auto_scaling_group)) return true;
  return false;
}

std::vector<std::string_view> OwnCatalogue::names() const {
  std::vector<std::string_view> names;
  for (const auto& [service, its] : scenario_.services)
    for (const auto& [name, spec] : its.metrics) names.push_back(name);
  return names;
}

std::optional<Problem> OwnCatalogue::problem_of(const MetricName& name) const {
  const auto which = meant(name);
  if (!which || !scenario_.services.contains(which->service)) return std::nullopt;
  const auto& its = scenario_.services.at(which->service).metrics;
  const auto metric = its.find(name.metric);
  if (metric != its.end()) {
    if (metric->second.by == which->by)
      return Problem{
          fmt::format("'{}' of '{}' is not told apart by zones", name.metric, which->service),
          "leave out 'zone'"};
    const auto by = word(metric->second.by);
    return Problem{fmt::format("'{}' of '{}' is told apart by {}", name.metric, which->service, by),
                   fmt::format("name the {}, or write 'by: {}' there", by, word(which->by))};
  }
  if (name.service.empty()) return std::nullopt;
  std::vector<std::string_view> known;
  for (const auto& [each, spec] : its) known.push_back(each);
  const auto near = nearest(name.metric, known);
  return Problem{fmt::format("'{}' is no metric of '{}'", name.metric, name.service),
                 near ? fmt::format("did you mean '{}'?", *near)
                      : fmt::format("write 'metrics: {{{}: {{}}}}' in services.{}", name.metric,
                                    name.service)};
}

}  // namespace squall::world
