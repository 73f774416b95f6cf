#include "squall/world/zones.hpp"

#include "squall/network/catalogue.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace squall::world {

namespace {

constexpr std::size_t zones_by_default = 2;

}  // namespace

const std::string& region_of(const Scenario& scenario, const std::string& own_region) {
  return own_region.empty() ? scenario.region : own_region;
}

std::optional<std::string> owner_of_address(std::string_view name) {
  constexpr std::string_view address = ".public_ip";
  if (!name.ends_with(address)) return std::nullopt;
  return std::string(name.substr(0, name.size() - address.size()));
}

std::string instance_called(const Scenario& scenario, const std::string& name) {
  return scenario.instances.contains(name) ? name + "-1" : name;
}

std::vector<std::string> zone_letters(const Scenario& scenario, std::string_view region) {
  const auto own = scenario.regions.find(std::string(region));
  if (own != scenario.regions.end()) {
    const auto& zones = own->second.zones;
    return {zones.begin(),
            zones.begin() + std::ptrdiff_t(std::min(zones.size(), network::most_zones))};
  }
  std::vector<std::string> letters;
  if (const network::KnownRegion* known = network::find_region(region))
    for (const char letter : known->zones) letters.emplace_back(1, letter);
  return letters;
}

std::optional<std::string> full_zone_name(const Scenario& scenario, std::string_view region,
                                          std::string_view written) {
  for (const std::string& letter : zone_letters(scenario, region)) {
    std::string name = network::zone_name(region, letter);
    if (written == letter || written == name) return name;
  }
  return std::nullopt;
}

std::string zone_of(const Scenario& scenario, const service::DatabaseSpec& database) {
  std::vector<std::string> own;
  if (!database.zone.empty()) own.push_back(database.zone);
  return zones_of(scenario, database.region, own).front();
}

std::string zone_of_instance(const Scenario& scenario, const std::string& instance) {
  const std::string name = instance_called(scenario, instance);
  const std::size_t dash = name.rfind('-');
  const compute::InstanceSpec& spec = scenario.instances.at(name.substr(0, dash));
  const auto zones = zones_of(scenario, spec.region, spec.zones);
  return zones.at((std::stoul(name.substr(dash + 1)) - 1) % zones.size());
}

std::string zone_of(const Scenario& scenario, const compute::VolumeSpec& volume) {
  if (!volume.zone.empty())
    return full_zone_name(scenario, region_of(scenario, volume.region), volume.zone).value_or("");
  return volume.attached_to.empty() ? std::string()
                                    : zone_of_instance(scenario, volume.attached_to);
}

const DistributionSpec& boot_of(const Scenario& scenario, const compute::ImageSpec& image) {
  static const DistributionSpec usual{compute::ImageSpec::usual_boot};
  if (image.boot) return *image.boot;
  return image.name.empty() ? usual : scenario.images.at(image.name).boot;
}

std::vector<std::string> regions_of(const Scenario& scenario) {
  std::set<std::string> regions;
  const auto add = [&](const auto& things) {
    for (const auto& [name, spec] : things) regions.insert(region_of(scenario, spec.region));
  };
  add(scenario.load_balancers);
  add(scenario.instances);
  add(scenario.auto_scaling_groups);
  add(scenario.databases);
  return {regions.begin(), regions.end()};
}

std::vector<std::string> zones_meant(const Scenario& scenario, std::string_view written) {
  std::vector<std::string> names;
  for (const std::string& region : regions_of(scenario))
    if (auto name = full_zone_name(scenario, region, written)) names.push_back(std::move(*name));
  return names;
}

std::vector<std::string> zones_of(const Scenario& scenario, const std::string& own_region,
                                  const std::vector<std::string>& own_zones) {
  const std::string& region = region_of(scenario, own_region);
  std::vector<std::string> written = own_zones;
  if (written.empty() && region == scenario.region) written = scenario.zones;
  if (written.empty()) {
    written = zone_letters(scenario, region);
    written.resize(std::min(written.size(), zones_by_default));
  }
  std::vector<std::string> names;
  for (const std::string& each : written)
    if (auto name = full_zone_name(scenario, region, each)) names.push_back(std::move(*name));
  return names;
}

}  // namespace squall::world
