#include "squall/scenario/single_points.hpp"

#include "squall/world/zones.hpp"

#include "scenario/survival.hpp"

#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using Kind = SinglePoint::Kind;

constexpr std::size_t most_looks = 1'000'000;

struct Candidate {
  Kind kind;
  std::string name;
  Loss loss;
};

std::vector<Candidate> candidates_of(const world::Scenario& scenario, const Topology& topology) {
  std::vector<Candidate> all;
  const std::vector<std::string> regions = world::regions_of(scenario);
  std::set<std::string> zones;
  for (const Fleet& fleet : topology.fleets()) zones.insert(fleet.zones.begin(), fleet.zones.end());
  for (const auto& [name, spec] : scenario.load_balancers)
    for (const std::string& zone : zones_of(scenario, spec.region, spec.zones)) zones.insert(zone);
  for (const auto& [name, spec] : scenario.databases) zones.insert(zone_of(scenario, spec));
  if (regions.size() > 1)
    for (const std::string& region : regions) {
      Candidate lost{Kind::region, region, {}};
      for (const std::string& letter : zone_letters(scenario, region))
        if (const auto zone = full_zone_name(scenario, region, letter))
          lost.loss.zones.insert(*zone);
      all.push_back(std::move(lost));
    }
  for (const std::string& zone : zones)
    all.push_back({Kind::zone, zone, {{zone}, {}, {}, nullptr}});
  for (const auto& [name, spec] : scenario.instances)
    if (spec.count == 1) all.push_back({Kind::instance, name + "-1", {{}, name, {}, nullptr}});
  for (const auto& [name, spec] : scenario.databases)
    all.push_back({Kind::database, name, {{}, {}, name, nullptr}});
  for (const auto& [name, spec] : scenario.links)
    if (!spec.cut) all.push_back({Kind::link, name, {{}, {}, {}, &spec}});
  return all;
}

}  // namespace

SinglePoints single_points(const world::Scenario& scenario) {
  const Node nothing;
  const Sources sources;
  Diagnostics diagnostics(sources);
  const Written written(nothing, diagnostics);
  const Topology topology(scenario);
  const CallGraph graph(Checking{scenario, written, topology, diagnostics});
  SinglePoints points;
  points.all = graph.complete();
  if (!points.all) return points;
  Survival survival(scenario, topology, graph);
  std::set<std::string_view> served;
  survival.lose({});
  for (const auto& [name, client] : scenario.clients)
    if (survival.serves(name, client)) served.insert(name);
  for (const Candidate& each : candidates_of(scenario, topology)) {
    points.all = survival.looks() <= most_looks;
    if (!points.all) break;
    survival.lose(each.loss);
    SinglePoint point{each.kind, each.name, {}};
    for (const auto& [name, client] : scenario.clients)
      if (served.contains(name) && !survival.serves(name, client)) point.clients.push_back(name);
    if (!point.clients.empty()) points.found.push_back(std::move(point));
  }
  return points;
}

std::string text_of(const SinglePoint& point) {
  static constexpr std::array kinds{"region", "zone", "instance", "database", "link"};
  return fmt::format("{} {}", kinds[static_cast<std::size_t>(point.kind)], point.name);
}

}  // namespace squall::scenario
