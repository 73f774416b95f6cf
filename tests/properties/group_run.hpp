#pragma once

#include "squall/world/world.hpp"

#include "properties/group_traffic.hpp"
#include "properties/random_group.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace squall::test {

/// What came of a random group, for those who look whether it is as it should be.
struct GroupRun {
  const RandomGroup& random;
  const world::Scenario& scenario;
  const world::World& world;
  const world::Result& result;
  const GroupTraffic& traffic;

  const world::ScalingGroupResult& web() const { return result.auto_scaling_groups.at("web"); }
  const scaling::GroupSpec& spec() const { return scenario.auto_scaling_groups.at("web"); }

  /// Whether it has any of these.
  bool has(std::initializer_list<const char*> features) const;

  /// Whether it is suspended from the first moment to the last.
  bool never_does(scaling::Process process) const;

  /// What holds at a time, and what held just before.
  std::vector<world::CapacityPoint> around(Duration at) const;

  /// Since when it is in service at last; never: Duration::max().
  Duration in_service(const std::string& instance) const;

  /// From when on the metrics of each instance count, until it goes.
  struct Service {
    Duration warm{};
    Duration until = Duration::max();
  };
  std::map<std::string, Service> services() const;

  /// Nobody has come back from standby: then he was in service twice.
  bool goes_one_way() const;
};

bool contains(std::string_view text, std::string_view part);

// Each: what is wrong, or nothing.

/// Its activities follow one another as its zones, processes and instances ask for.
std::string history_broken(const GroupRun& run);

/// Nobody but those in service gets requests, and they finish what they have.
std::string traffic_broken(const GroupRun& run);

/// Each proposal is what arithmetic says, and each decision follows from the proposals.
std::string decisions_broken(const GroupRun& run);

/// Alarms of policies turn when they should, and their policies are asked as long as they last.
std::string alarms_broken(const GroupRun& run);

/// Scheduled actions set what they say.
std::string schedule_broken(const GroupRun& run);

}  // namespace squall::test
