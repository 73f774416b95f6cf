#include "squall/network/catalogue.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/checking.hpp"

#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::vector<std::string_view> region_names(const world::Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const auto& [name, region] : scenario.regions) names.push_back(name);
  for (const network::KnownRegion& region : network::known_regions()) names.push_back(region.name);
  return names;
}

// Whether the region of a thing, written at the place or the scenario's, is one.
bool check_region(const Checking& checking, const std::string& region, const Place& at) {
  if (!checking.sound(at)) return false;
  if (!zone_letters(checking.scenario, region).empty()) return true;
  if (!checking.written.find(at)) return false;  // the scenario's own, which has been said
  std::string hint = guess(region, region_names(checking.scenario));
  if (hint.empty()) hint = "one that AWS does not have stands under 'regions' with its zones";
  checking.error(at, fmt::format("unknown region '{}'", region), at.parent(), std::move(hint));
  return false;
}

std::string known_zones(const world::Scenario& scenario, const std::string& region) {
  std::string known;
  for (const std::string& letter : zone_letters(scenario, region))
    known += (known.empty() ? "known: " : ", ") + letter;
  return known.size() > 90 ? std::string() : known;
}

void check_zones(const Checking& checking, const std::string& region,
                 const std::vector<std::string>& zones, const Place& at) {
  if (!checking.sound(at)) return;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < zones.size() && !checking.diagnostics.full(); ++i) {
    const auto name = full_zone_name(checking.scenario, region, zones[i]);
    if (name && seen.insert(*name).second) continue;
    if (name) {
      checking.error(at[i], fmt::format("'{}' is already given in 'zones'", zones[i]), at.parent());
      continue;
    }
    checking.error(at[i], fmt::format("no zone of {} is called '{}'", region, zones[i]),
                   at.parent(), known_zones(checking.scenario, region));
  }
}

void check_zone(const Checking& checking, const std::string& region, const std::string& zone,
                const Place& at) {
  if (!checking.sound(at) || full_zone_name(checking.scenario, region, zone)) return;
  checking.error(at, fmt::format("no zone of {} is called '{}'", region, zone), at.parent(),
                 known_zones(checking.scenario, region));
}

template <class Spec>
void check_place_of(const Checking& checking, const Spec& spec, const Place& at) {
  const std::string& region = region_of(checking.scenario, spec.region);
  if (check_region(checking, region, at / "region"))
    check_zones(checking, region, spec.zones, at / "zones");
}

std::vector<std::string_view> known_place_names() {
  std::vector<std::string_view> names;
  for (const network::KnownPlace& place : network::known_places()) names.push_back(place.name);
  for (const network::KnownRegion& region : network::known_regions()) names.push_back(region.name);
  return names;
}

void check_where(const Checking& checking, const std::string& name,
                 const network::RegionSpec& region) {
  const Place at = Place{"regions"} / name;
  const bool is_near = !region.near.empty();
  if (!is_near && !region.at) return;
  const Place written = at / (is_near ? "near" : "at");
  if (network::find_region(name))
    return checking.key_error(written, fmt::format("it is known where {} is", name), at,
                              "leave it out; other zones may stand here");
  if (is_near && region.at)
    return checking.key_error(at / "at", "'near' and 'at' both say where it is", at,
                              "write one of them");
  if (!is_near || network::position_of(region.near)) return;
  std::string hint = guess(region.near, known_place_names());
  if (hint.empty()) hint = "'squall places' lists them; 'at: [37.5, 127]' says it in degrees";
  checking.error(written, fmt::format("no city or region of AWS is called '{}'", region.near), at,
                 std::move(hint));
}

void check_link_end(const Checking& checking, const std::string& end, const Place& at) {
  if (!checking.sound(at) || checking.topology.paths().knows(end)) return;
  std::vector<std::string_view> known;
  for (const auto& place : checking.topology.paths().places()) known.push_back(place.name);
  std::string hint = guess(end, known);
  if (hint.empty())
    hint = "'squall places' lists them; one that AWS does not have stands in 'regions'";
  checking.error(at, fmt::format("no city, region or zone is called '{}'", end),
                 at.parent().parent(), std::move(hint));
}

void check_links(const Checking& checking) {
  for (const auto& [name, link] : checking.scenario.links) {
    const Place between = Place{"links"} / name / "between";
    if (!checking.sound(between)) continue;
    check_link_end(checking, link.between.one, between[0]);
    check_link_end(checking, link.between.other, between[1]);
    if (link.between.one == link.between.other)
      checking.error(between[1], fmt::format("the link leads from {0} to {0}", link.between.one),
                     between.parent(), "name another place");
  }
}

void check_own_regions(const Checking& checking) {
  for (const auto& [name, region] : checking.scenario.regions) {
    if (checking.sound(Place{"regions"} / name)) check_where(checking, name, region);
    const Place at = Place{"regions"} / name / "zones";
    if (!checking.sound(at)) continue;
    if (region.zones.empty())
      checking.error(at, "'zones' names no zone", at.parent(), "write 'zones: [a, b]'");
    if (region.zones.size() > network::most_zones) {
      checking.error(at, fmt::format("'zones' has more than {} zones", network::most_zones),
                     at.parent());
      continue;
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < region.zones.size(); ++i) {
      if (!seen.insert(region.zones[i]).second) {
        checking.error(at[i], fmt::format("'{}' is already given in 'zones'", region.zones[i]),
                       at.parent());
      }
    }
  }
}

void check_clients_places(const Checking& checking) {
  for (const auto& [name, client] : checking.scenario.clients) {
    const Place at = Place{"clients"} / name / "from";
    if (client.from.empty() || !checking.sound(at)) continue;
    if (network::find_place(client.from)) continue;
    if (!zone_letters(checking.scenario, client.from).empty()) continue;
    std::vector<std::string_view> known = region_names(checking.scenario);
    for (const network::KnownPlace& place : network::known_places()) known.push_back(place.name);
    std::string hint = guess(client.from, known);
    if (hint.empty()) hint = "write a city such as 'seoul', or a region such as 'ap-northeast-2'";
    checking.error(at, fmt::format("no city or region is called '{}'", client.from), at.parent(),
                   std::move(hint));
  }
}

}  // namespace

void check_places(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  if (!checking.sound({"regions"})) return;
  check_own_regions(checking);
  if (checking.sound({"links"})) check_links(checking);
  if (check_region(checking, scenario.region, {"region"}))
    check_zones(checking, scenario.region, scenario.zones, {"zones"});
  for (const auto& [name, spec] : scenario.load_balancers)
    check_place_of(checking, spec, Place{"load_balancers"} / name);
  for (const auto& [name, spec] : scenario.instances) {
    const Place at = Place{"instances"} / name;
    check_place_of(checking, spec, at);
  }
  for (const auto& [name, spec] : scenario.elastic_ips)
    check_region(checking, region_of(scenario, spec.region),
                 Place{"elastic_ips"} / name / "region");
  for (const auto& [name, spec] : scenario.volumes) {
    const Place at = Place{"volumes"} / name;
    const std::string& region = region_of(scenario, spec.region);
    if (check_region(checking, region, at / "region") && !spec.zone.empty())
      check_zone(checking, region, spec.zone, at / "zone");
  }
  for (const auto& [name, spec] : scenario.snapshots)
    check_region(checking, region_of(scenario, spec.region), Place{"snapshots"} / name / "region");
  for (const auto& [name, spec] : scenario.images)
    check_region(checking, region_of(scenario, spec.region), Place{"images"} / name / "region");
  for (const auto& [name, spec] : scenario.key_pairs)
    check_region(checking, region_of(scenario, spec.region), Place{"key_pairs"} / name / "region");
  for (const auto& [name, spec] : scenario.auto_scaling_groups) {
    const Place at = Place{"auto_scaling_groups"} / name;
    check_place_of(checking, spec, at);
  }
  for (const auto& [name, spec] : scenario.databases) {
    const Place at = Place{"databases"} / name;
    const std::string& region = region_of(scenario, spec.region);
    if (check_region(checking, region, at / "region") && !spec.zone.empty())
      check_zone(checking, region, spec.zone, at / "zone");
  }
  check_clients_places(checking);
}

}  // namespace squall::scenario
