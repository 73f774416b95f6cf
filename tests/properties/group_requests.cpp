// Looks whether requests go to those who are in service, and whether these finish what they have.

#include "squall/world/zones.hpp"

#include "properties/group_run.hpp"

#include <map>
#include <variant>

#include <fmt/format.h>

namespace squall::test {

using scaling::Activity;

namespace {

constexpr Duration shutting_down = 30s;  // as long as EC2 takes from then on

/// Out of service from a time on, until it comes back.
struct Absence {
  Duration from;
  Duration until = Duration::max();
};

std::map<std::string, std::vector<Absence>> absences(const GroupRun& run) {
  std::map<std::string, std::vector<Absence>> all;
  for (const Activity& each : run.web().activities) {
    if (each.kind == Activity::Kind::launch || each.instance.empty()) continue;
    const Duration at = each.start - Time{};
    auto& its = all[each.instance];
    if (contains(each.cause, "moved out of standby"))
      its.back().until = at;
    else
      its.push_back({at});
  }
  return all;
}

Duration boot_of(const GroupRun& run) {
  const DistributionSpec& boot = world::boot_of(run.scenario, run.spec().image);
  return std::get<distributions::Constant>(boot.form).value;
}

}  // namespace

std::string traffic_broken(const GroupRun& run) {
  if (run.traffic.to_leavers() > 0) return "a target that leaves was given something new";
  const auto away = absences(run);
  const Duration delay = *run.scenario.target_groups.at("web").deregistration_delay;
  const Duration ready = boot_of(run) + run.scenario.services.at("app").startup;
  const bool nobody_dies =
      !run.has({"a crash", "a hang", "a stop", "a termination", "all crash", "a zone lost"});
  for (const GroupTraffic::Trip& trip : run.traffic.trips()) {
    const std::string name = run.world.name(trip.target);
    const auto broken = [&](std::string_view what) {
      return fmt::format("{} was sent something at {} s: {}", name, seconds(trip.routed - Time{}),
                         what);
    };
    const Duration routed = trip.routed - Time{};
    const Duration ended = trip.ended - Time{};
    const world::MemberResult& its = run.web().instances.at(name);
    const bool good = trip.outcome && trip.outcome->good();
    if (good && its.terminated && ended > *its.terminated + 1s)
      return broken("it answers, and is terminated");
    if (its.launched && good && ended < *its.launched + ready)
      return broken("it answers, and has not started");
    if (its.launched && run.never_does(scaling::Process::add_to_load_balancer))
      return broken("AddToLoadBalancer is suspended");
    const Duration since = run.has({"a cold begin"}) ? Duration{} : -ready;
    const bool was_up = routed >= its.launched.value_or(since) + ready;
    const auto found = away.find(name);
    if (found == away.end()) continue;
    for (const Absence& absence : found->second) {
      if (routed > absence.from && routed < absence.until) return broken("it is out of service");
      if (nobody_dies && was_up && its.terminated && routed < absence.from) {
        const Duration off = *its.terminated - shutting_down;
        if (ended > off && off < absence.from + delay)
          return broken("it is switched off while it has time to finish that");
      }
    }
  }
  return {};
}

}  // namespace squall::test
