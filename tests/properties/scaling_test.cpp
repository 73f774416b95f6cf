// Random groups keep the rules of Auto Scaling, and together they meet all of it.

#include "squall/report/json.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "properties/group_run.hpp"
#include "properties/random_group.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using scaling::Activity;
using scaling::ActivityStatus;
using test::RandomGroup;

namespace {

constexpr std::uint64_t scenarios = 2000;
constexpr std::uint64_t twice = 50;  // of so many one is run twice

using Coverage = std::map<std::string, std::uint64_t>;

std::string sizes_broken(const world::ScalingGroupResult& web) {
  int most = 0;
  for (const world::CapacityPoint& each : web.capacity) {
    most = std::max(most, each.max_size);
    if (each.desired < each.min_size || each.desired > each.max_size)
      return fmt::format("at {} s it wants {} of {} to {}", seconds(each.at), each.desired,
                         each.min_size, each.max_size);
    // To even out zones it may be larger by a tenth or one; who has been told to leave may be
    // protected, or not told yet.
    const int ceiling = most + std::max(1, most / 10);
    if (each.pending + each.in_service > ceiling)
      return fmt::format("at {} s it has {}, at most {} are allowed", seconds(each.at),
                         each.pending + each.in_service, ceiling);
  }
  return {};
}

std::string activities_broken(const world::Result& result, const world::ScalingGroupResult& web) {
  std::set<std::string> launched;
  Time last{};
  for (const Activity& each : web.activities) {
    if (each.start < last) return "activities begin out of order";
    last = each.start;
    if (each.cause.empty()) return fmt::format("activity {} has no cause", each.id);
    if (is_over(each.status) != each.end.has_value())
      return fmt::format("activity {} is {} and has {}", each.id, word(each.status),
                         each.end ? "an end" : "none");
    if (each.end && *each.end < each.start) return "an activity ends before it begins";
    if (each.kind == Activity::Kind::launch && !each.instance.empty() &&
        !launched.insert(each.instance).second)
      return each.instance + " is launched twice";
  }
  for (const auto& [name, state] : web.instances) {
    const auto machine = result.instances.at(name).state;
    const bool ends = machine == compute::LifeState::terminated;
    if (state.state == "Terminated" && !ends) return name + " is terminated for its group alone";
    if (state.state == "InService" && machine == compute::LifeState::pending)
      return name + " is in service before it runs";
  }
  return {};
}

// Where nothing has happened for a while, and nothing keeps it from what it wants.
std::string rest_broken(const RandomGroup& random, const world::Result& result,
                        const world::ScalingGroupResult& web) {
  const world::CapacityPoint& last = web.capacity.back();
  const bool quiet = result.simulated - last.at > 5min &&
                     std::all_of(web.activities.begin(), web.activities.end(),
                                 [](const Activity& each) { return is_over(each.status); });
  if (!quiet) return {};
  for (const char* const feature :
       {"suspended Launch", "suspended Terminate", "a suspension of all", "protection",
        "a protected one", "no room in a zone", "a zone lost"})
    if (random.features().contains(feature)) return {};
  if (last.in_service != last.desired)
    return fmt::format("it is content with {} and wants {}", last.in_service, last.desired);
  for (const char* const feature :
       {"suspended AZRebalance", "suspended ReplaceUnhealthy", "suspended HealthCheck"})
    if (random.features().contains(feature)) return {};
  std::map<std::string, int> zones;
  for (const auto& [name, state] : web.instances) {
    const std::string& zone = result.instances.at(name).zone;
    zones[zone] += state.state == "InService";
  }
  int least = last.in_service;
  int most = 0;
  for (const auto& [zone, count] : zones) {
    least = std::min(least, count);
    most = std::max(most, count);
  }
  if (zones.size() > 1 && most - least > 1)
    return fmt::format("its zones have {} to {}", least, most);
  return {};
}

void cover(Coverage& coverage, const RandomGroup& random, const world::Result& result,
           const world::ScalingGroupResult& web) {
  for (const std::string& feature : random.tried())
    coverage["has " + feature] += random.features().contains(feature);
  for (auto status = ActivityStatus::pre_in_service; status <= ActivityStatus::cancelled;
       status = static_cast<ActivityStatus>(static_cast<int>(status) + 1))
    coverage[fmt::format("status {}", word(status))] += 0;
  for (const Activity& each : web.activities) {
    coverage[fmt::format("status {}", word(each.status))] += 1;
    for (const char* const what :
         {"an ELB system health check failure", "an EC2 health check indicating",
          "an EC2 instance status checks failure", "a user health-check",
          "an unhealthy instance needing to be replaced", "to balance the zones",
          "a maximum instance lifetime", "triggered policy", "a scheduled action update",
          "a user request update", "moved to standby", "moved out of standby", "was detached",
          "was selected for termination", "a user request created"})
      coverage[what] += each.cause.find(what) != std::string::npos;
    coverage["all protected"] += each.status_message.find("are protected") != std::string::npos;
    coverage["no room"] += each.status_message.find("not enough") != std::string::npos;
  }
  for (const scaling::Decision& each : web.decisions) {
    for (const scaling::Limit limit :
         {scaling::Limit::none, scaling::Limit::max_size, scaling::Limit::min_size,
          scaling::Limit::warm_up, scaling::Limit::disagreement})
      coverage[fmt::format("limit '{}'", word(limit))] += each.limit == limit;
    for (const char* const policy :
         {"cpu", "load", "bytes", "up", "part", "asked", "fixed", "two", "more"})
      coverage[fmt::format("out by {}", policy)] += each.winner == policy && each.to > each.from;
    for (const char* const policy : {"cpu", "load", "down", "unasked", "less"})
      coverage[fmt::format("in by {}", policy)] += each.winner == policy && each.to < each.from;
  }
  for (const world::Happening& each : result.journal)
    for (const char* const what :
         {"keeps its sizes", "keeps its desired capacity", "below its minimum", "above its maximum",
          "not on standby", "not in service in"})
      coverage[what] += each.text.find(what) != std::string::npos;
}

std::string broken_by(const RandomGroup& random, Coverage* coverage = nullptr, bool again = false) {
  try {
    const auto scenario = scenario::load_text("random.yaml", random.yaml()).scenario;
    world::World world(scenario);
    test::GroupTraffic traffic(world);
    world.look_on(traffic);
    world.run();
    const world::Result result = world.result();
    const world::ScalingGroupResult& web = result.auto_scaling_groups.at("web");
    if (coverage) cover(*coverage, random, result, web);
    const test::GroupRun run{random, scenario, world, result, traffic};
    for (const std::string& breach :
         {sizes_broken(web), activities_broken(result, web), history_broken(run),
          traffic_broken(run), decisions_broken(run), alarms_broken(run), schedule_broken(run),
          rest_broken(random, result, web)})
      if (!breach.empty()) return breach;
    if (!again) return {};
    world::World other(scenario);
    other.run();
    return report::json(other.result()) == report::json(result) ? "" : "another run is another one";
  } catch (const ScenarioError& error) {
    return to_text(error.diagnostics().front());
  } catch (const InvariantBroken& broken) {
    return broken.what();
  }
}

RandomGroup smallest(std::uint64_t number) {
  RandomGroup::Features without;
  const RandomGroup whole(number);
  for (const std::string& feature : whole.features()) {
    RandomGroup::Features more = without;
    more.insert(feature);
    if (!broken_by(RandomGroup(number, more)).empty()) without = more;
  }
  return RandomGroup(number, without);
}

}  // namespace

TEST_CASE("random groups keep the rules of Auto Scaling and meet all of it", "[properties]") {
  Coverage coverage;
  for (std::uint64_t number = 0; number < scenarios; ++number) {
    if (broken_by(RandomGroup(number), &coverage, number % twice == 0).empty()) continue;
    const RandomGroup least = smallest(number);
    FAIL("group " << number << ": " << broken_by(least) << "\n" << least.yaml());
  }
  for (const auto& [what, times] : coverage) {
    INFO(what);
    CHECK(times > 0);
  }
}
