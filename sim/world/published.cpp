#include "squall/world/published.hpp"

#include "squall/compute/credit_terms.hpp"
#include "squall/core/nearest.hpp"
#include "squall/world/zones.hpp"

#include "world/metric_rows.hpp"
#include "world/own_catalogue.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::world {

namespace {

using balancing::BalancerType;

// Metrics of balancers have been seen to come one to three minutes late.
constexpr Duration usual_delay = 60s;

constexpr MetricSource all_sources[] = {MetricSource::application_balancer,
                                        MetricSource::application_group,
                                        MetricSource::network_balancer,
                                        MetricSource::network_group,
                                        MetricSource::classic_balancer,
                                        MetricSource::instance,
                                        MetricSource::group_instances,
                                        MetricSource::auto_scaling_group,
                                        MetricSource::client};

MetricSource source_of(BalancerType type) {
  switch (type) {
    case BalancerType::application:
      return MetricSource::application_balancer;
    case BalancerType::network:
      return MetricSource::network_balancer;
    case BalancerType::classic:
      return MetricSource::classic_balancer;
  }
  return {};
}

bool needs_credits(const MetricRow& row) {
  return row.name.starts_with("CPUCredit") || row.name.starts_with("CPUSurplus");
}

std::vector<std::string_view> names_of(MetricSource source) {
  std::vector<std::string_view> names;
  for (const MetricRow& row : rows_of(source)) names.push_back(row.name);
  return names;
}

Problem unknown(const std::string& metric, const std::vector<std::string_view>& known,
                const std::string& where) {
  const auto near = nearest(metric, known);
  return {fmt::format("'{}' is no metric{}", metric, where),
          near ? fmt::format("did you mean '{}'?", *near)
               : std::string("'squall metrics FILE' lists all there are")};
}

}  // namespace

/// Somebody who publishes.
struct MetricCatalogue::Publisher {
  MetricSource source;
  std::string thing;
  std::map<std::string, std::string> dimensions;
  bool detailed = false;   // of an instance
  bool burstable = false;  // of an instance
  std::string balancer{};  // whose nodes have zones
  std::string zone{};      // in full; empty: all of them

  bool has(const MetricRow& row) const {
    return (burstable || !needs_credits(row)) && (zone.empty() || row.by_zone);
  }
};

// A CLB has no groups in AWS, and so no metrics of them.
MetricCatalogue::MetricCatalogue(const Scenario& scenario) : scenario_(scenario) {
  for (const auto& [name, balancer] : scenario.load_balancers) {
    sources_.insert(source_of(balancer.type));
    if (balancer.type == BalancerType::classic) continue;
    for (const auto& [port, listener] : balancer.listeners) {
      for (const auto& [group, weight] : listener.forward) owners_.try_emplace(group, name);
      for (const auto& [rule, its] : listener.rules)
        for (const auto& [group, weight] : its.forward) owners_.try_emplace(group, name);
    }
  }
  for (const auto& [group, owner] : owners_) sources_.insert(of_group(group).source);
  for (const auto& [name, spec] : scenario.instances) {
    sources_.insert(MetricSource::instance);
    any_burstable_ = any_burstable_ || compute::find_credit_terms(spec.instance_type).has_value();
  }
  if (!scenario.clients.empty()) sources_.insert(MetricSource::client);
  if (scenario.auto_scaling_groups.empty()) return;
  sources_.insert(MetricSource::group_instances);
  sources_.insert(MetricSource::auto_scaling_group);
}

MetricCatalogue::Publisher MetricCatalogue::of_balancer(const std::string& name) const {
  const BalancerType type = scenario_.load_balancers.at(name).type;
  const bool classic = type == BalancerType::classic;
  return {source_of(type), name,  {{classic ? "LoadBalancerName" : "LoadBalancer", name}},
          false,           false, name};
}

MetricCatalogue::Publisher MetricCatalogue::of_group(const std::string& name) const {
  const std::string& owner = owners_.at(name);
  const bool network = scenario_.load_balancers.at(owner).type == BalancerType::network;
  return {network ? MetricSource::network_group : MetricSource::application_group,
          name,
          {{"LoadBalancer", owner}, {"TargetGroup", name}},
          false,
          false,
          owner};
}

MetricCatalogue::Publisher MetricCatalogue::of_client(const std::string& name) const {
  return {MetricSource::client, name, {{"Client", name}}};
}

// In full; none of what has no nodes.
std::vector<std::string> MetricCatalogue::zones_of(const Publisher& who) const {
  if (who.balancer.empty()) return {};
  const balancing::LoadBalancerSpec& spec = scenario_.load_balancers.at(who.balancer);
  return world::zones_of(scenario_, spec.region, spec.zones);
}

MetricCatalogue::Publisher MetricCatalogue::in_zone(const Publisher& who,
                                                    const std::string& full_name) const {
  Publisher part = who;
  part.zone = full_name;
  part.dimensions["AvailabilityZone"] = full_name;
  return part;
}

std::variant<MetricCatalogue::Publisher, Problem> MetricCatalogue::in_zone_called(
    const Publisher& who, const std::string& zone) const {
  const std::vector<std::string> zones = zones_of(who);
  if (zones.empty())
    return Problem{fmt::format("'{}' has no metrics by zone", who.thing),
                   "balancers have, and target groups of ALBs and NLBs"};
  const std::string& region =
      region_of(scenario_, scenario_.load_balancers.at(who.balancer).region);
  const auto full = full_zone_name(scenario_, region, zone);
  if (full && std::find(zones.begin(), zones.end(), *full) != zones.end())
    return in_zone(who, *full);
  return Problem{fmt::format("'{}' has no node in a zone '{}'", who.balancer, zone),
                 fmt::format("it is in {}", fmt::join(zones, ", "))};
}

MetricCatalogue::Publisher MetricCatalogue::of_instance(const std::string& entry,
                                                        int number) const {
  const compute::InstanceSpec& spec = scenario_.instances.at(entry);
  const std::string name = entry + '-' + std::to_string(number);
  return {MetricSource::instance,
          name,
          {{"InstanceId", name}},
          spec.detailed_monitoring,
          compute::find_credit_terms(spec.instance_type).has_value()};
}

MetricCatalogue::Publisher MetricCatalogue::of_scaling_group(const std::string& name,
                                                             MetricSource source) const {
  const scaling::GroupSpec& spec = scenario_.auto_scaling_groups.at(name);
  return {source,
          name,
          {{"AutoScalingGroupName", name}},
          spec.detailed_monitoring,
          compute::find_credit_terms(spec.instance_type).has_value()};
}

// Of its instances where these have such a metric, else its own.
MetricCatalogue::Publisher MetricCatalogue::publisher_of_scaling_group(
    const MetricName& name) const {
  bool of_instances = false;
  for (const MetricRow& row : rows_of(MetricSource::group_instances))
    of_instances = of_instances || row.name == name.metric;
  return of_scaling_group(name.auto_scaling_group, of_instances ? MetricSource::group_instances
                                                                : MetricSource::auto_scaling_group);
}

PublishedMetric MetricCatalogue::made(const Publisher& who, const MetricRow& row) const {
  const bool is_balancing = who.source < MetricSource::instance;  // whose points come late
  PublishedMetric metric;
  metric.key = {std::string(space_of(who.source)), std::string(row.name), who.dimensions};
  metric.terms.unit = row.unit;
  metric.terms.is_percent = row.unit == "Percent";
  metric.terms.period = row.period;
  if (row.period == Duration{}) metric.terms.period = who.detailed ? 1min : 5min;
  const auto delay = scenario_.metrics.delay.find(metric.key.space);
  metric.terms.delay = is_balancing ? usual_delay : Duration{};
  if (delay != scenario_.metrics.delay.end()) metric.terms.delay = delay->second;
  metric.statistic = {row.statistic, true, {}, {}};
  metric.source = who.source;
  metric.thing = who.thing;
  metric.zone = who.zone;
  metric.row = &row;
  return metric;
}

template <class Visit>
void MetricCatalogue::for_each_publisher(Visit visit) const {
  for_each_but_instances(visit);
  for (const auto& [name, spec] : scenario_.instances)
    for (int number = 1; number <= spec.count; ++number) visit(of_instance(name, number));
}

template <class Visit>
void MetricCatalogue::for_each_but_instances(Visit visit) const {
  for (const auto& [name, balancer] : scenario_.load_balancers) visit(of_balancer(name));
  for (const auto& [group, owner] : owners_) visit(of_group(group));
  for (const auto& [name, spec] : scenario_.auto_scaling_groups) {
    visit(of_scaling_group(name, MetricSource::group_instances));
    visit(of_scaling_group(name, MetricSource::auto_scaling_group));
  }
  for (const auto& [name, spec] : scenario_.clients) visit(of_client(name));
}

std::vector<PublishedMetric> MetricCatalogue::all() const {
  std::vector<PublishedMetric> all;
  const auto add = [&](const Publisher& who) {
    for (const MetricRow& row : rows_of(who.source))
      if (who.has(row)) all.push_back(made(who, row));
  };
  for_each_publisher([&](const Publisher& who) {
    add(who);
    for (const std::string& zone : zones_of(who)) add(in_zone(who, zone));
  });
  for (PublishedMetric& own : OwnCatalogue(scenario_).all()) all.push_back(std::move(own));
  return all;
}

std::vector<PublishedMetric> MetricCatalogue::of_history() const {
  std::vector<PublishedMetric> all;
  for_each_but_instances([&](const Publisher& who) {
    for (const MetricRow& row : rows_of(who.source)) all.push_back(made(who, row));
  });
  return all;
}

std::variant<MetricCatalogue::Publisher, Problem> MetricCatalogue::publisher_called(
    const std::string& instance) const {
  const std::string name = instance_called(scenario_, instance);
  const auto entry = scenario_.instances.find(instance);
  if (entry != scenario_.instances.end() && entry->second.count > 1)
    return Problem{fmt::format("'{}' is more than one instance", instance),
                   fmt::format("write '{}-1'", instance)};
  const auto dash = name.rfind('-');
  return of_instance(name.substr(0, dash), std::stoi(name.substr(dash + 1)));
}

std::variant<MetricCatalogue::Publisher, Problem> MetricCatalogue::publisher_of(
    const MetricName& name) const {
  auto who = whole_publisher_of(name);
  const Publisher* whole = std::get_if<Publisher>(&who);
  return whole && !name.zone.empty() ? in_zone_called(*whole, name.zone) : who;
}

std::variant<MetricCatalogue::Publisher, Problem> MetricCatalogue::whole_publisher_of(
    const MetricName& name) const {
  if (!name.client.empty()) return of_client(name.client);
  if (!name.instance.empty()) return publisher_called(name.instance);
  if (!name.auto_scaling_group.empty()) return publisher_of_scaling_group(name);
  if (name.target_group.empty()) return of_balancer(name.load_balancer);
  if (owners_.contains(name.target_group)) return of_group(name.target_group);
  return Problem{fmt::format("'{}' has no metrics", name.target_group),
                 "no ALB or NLB forwards to it"};
}

std::optional<Problem> MetricCatalogue::problem_of(const MetricName& name) const {
  if (name.metric == MetricName::every) return Problem{"'*' is every metric", "name one"};
  const OwnCatalogue own(scenario_);
  if (own.has(name)) return std::nullopt;
  if (auto problem = own.problem_of(name)) return problem;
  if (!name.names_a_thing()) return problem_of(name.metric, name.zone);
  const auto who = publisher_of(name);
  if (const auto* problem = std::get_if<Problem>(&who)) return *problem;
  const Publisher& its = std::get<Publisher>(who);
  for (const MetricRow& row : rows_of(its.source)) {
    if (row.name != name.metric) continue;
    if (its.has(row)) return std::nullopt;
    if (!its.zone.empty())
      return Problem{fmt::format("'{}' of '{}' is not told by zone", row.name, its.thing),
                     "leave out 'zone'"};
    return Problem{fmt::format("'{}' is not burstable, it has no '{}'", its.thing, row.name),
                   "types of the T families are"};
  }
  return unknown(name.metric, names_of(its.source), fmt::format(" of '{}'", its.thing));
}

std::optional<Problem> MetricCatalogue::problem_of(const std::string& metric,
                                                   const std::string& zone) const {
  std::vector<std::string_view> known;
  bool is_published = false;
  for (const MetricSource source : all_sources) {
    for (const MetricRow& row : rows_of(source)) {
      known.push_back(row.name);
      if (row.name != metric || !sources_.contains(source) ||
          (!any_burstable_ && needs_credits(row)))
        continue;
      if (zone.empty()) return std::nullopt;
      is_published = true;
    }
  }
  const auto own = OwnCatalogue(scenario_).names();
  known.insert(known.end(), own.begin(), own.end());
  if (std::find(known.begin(), known.end(), metric) == known.end())
    return unknown(metric, known, "");
  if (is_published) return problem_of_zone(metric, zone);
  return Problem{fmt::format("nobody publishes '{}'", metric),
                 "'squall metrics FILE' lists all there are"};
}

// Whether somebody publishes it for the zone, whom the scenario does not name.
std::optional<Problem> MetricCatalogue::problem_of_zone(const std::string& metric,
                                                        const std::string& zone) const {
  MetricName name{metric};
  name.zone = zone;
  for (const auto& [balancer, spec] : scenario_.load_balancers) {
    name.load_balancer = balancer;
    if (!problem_of(name)) return std::nullopt;
  }
  name.load_balancer.clear();
  for (const auto& [group, owner] : owners_) {
    name.target_group = group;
    if (!problem_of(name)) return std::nullopt;
  }
  return Problem{fmt::format("nobody publishes '{}' for a zone '{}'", metric, zone),
                 "'squall metrics FILE' lists all there are"};
}

std::optional<Problem> MetricCatalogue::problem_of_all(const MetricName& name) const {
  if (name.names_a_thing() && name.service.empty()) {
    const auto who = publisher_of(name);
    if (const auto* problem = std::get_if<Problem>(&who)) return *problem;
  }
  if (!find(name).empty()) return std::nullopt;
  return Problem{"there are no such metrics", "'squall metrics FILE' lists all there are"};
}

std::vector<PublishedMetric> MetricCatalogue::find(const MetricName& name) const {
  std::vector<PublishedMetric> found = OwnCatalogue(scenario_).find(name);
  const bool is_every = name.metric == MetricName::every;
  if (!name.service.empty() || (name.names_a_thing() && !is_every && !found.empty())) return found;
  const auto look = [&](const Publisher& who) {
    for (const MetricRow& row : rows_of(who.source))
      if (name.means(row.name) && who.has(row)) found.push_back(made(who, row));
  };
  if (is_every && !name.auto_scaling_group.empty()) {
    look(of_scaling_group(name.auto_scaling_group, MetricSource::group_instances));
    look(of_scaling_group(name.auto_scaling_group, MetricSource::auto_scaling_group));
  } else if (name.names_a_thing()) {
    look(std::get<Publisher>(publisher_of(name)));
  } else if (name.zone.empty()) {
    for_each_publisher(look);
  } else {
    for_each_but_instances([&](const Publisher& who) {
      const auto part = in_zone_called(who, name.zone);
      if (const auto* its = std::get_if<Publisher>(&part)) look(*its);
    });
  }
  return found;
}

bool has_metric(MetricSource source, std::string_view name) {
  const auto rows = rows_of(source);
  return std::any_of(rows.begin(), rows.end(),
                     [&](const MetricRow& row) { return row.name == name; });
}

std::vector<std::string_view> metric_spaces() {
  return {"AWS/ApplicationELB", "AWS/AutoScaling", "AWS/EC2", "AWS/ELB",
          "AWS/NetworkELB",     "Squall/Client"};
}

}  // namespace squall::world
