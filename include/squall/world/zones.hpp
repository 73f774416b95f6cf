#pragma once

#include "squall/world/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::world {

/// The region of a thing: its own, or the scenario's where it names none.
const std::string& region_of(const Scenario& scenario, const std::string& own_region);

/// "web-1" of "web-1.public_ip", the address that it has when a run begins; nothing of another
/// name.
std::optional<std::string> owner_of_address(std::string_view name);

/// The instance meant: `web` is web-1, where there is but one.
std::string instance_called(const Scenario& scenario, const std::string& name);

/// The zones of a region as `regions:` says it, or the catalogue: "a", "b". Empty where neither
/// knows the region.
std::vector<std::string> zone_letters(const Scenario& scenario, std::string_view region);

/// "ap-northeast-2a" where "a" or "ap-northeast-2a" was written; nothing where the region has no
/// such zone.
std::optional<std::string> full_zone_name(const Scenario& scenario, std::string_view region,
                                          std::string_view written);

/// The zone of a database, or of its primary.  Requires: its region and zone are known.
std::string zone_of(const Scenario& scenario, const service::DatabaseSpec& database);

/// The zone of one instance, `web-2` or `web` where there is but one.  Requires: it is one of
/// `instances`, and its region and zones are known.
std::string zone_of_instance(const Scenario& scenario, const std::string& instance);

/// The zone of a volume: its own, or that of the instance that has it; empty where neither is said.
/// Requires: what is said is known.
std::string zone_of(const Scenario& scenario, const compute::VolumeSpec& volume);

/// How long it takes to boot from an image.  Requires: what it names is there.
const DistributionSpec& boot_of(const Scenario& scenario, const compute::ImageSpec& image);

/// The regions that something of the scenario is in, each once, in the order of their names.
std::vector<std::string> regions_of(const Scenario& scenario);

/// The full names of the zones, in any of these regions, that such a word can mean: of "a" as many
/// as there are regions.
std::vector<std::string> zones_meant(const Scenario& scenario, std::string_view written);

/// The full names of the zones that a thing is in: its own; else the scenario's, where it is in the
/// scenario's region; else the first two of its region. What names no zone is left out.
std::vector<std::string> zones_of(const Scenario& scenario, const std::string& own_region,
                                  const std::vector<std::string>& own_zones);

}  // namespace squall::world
