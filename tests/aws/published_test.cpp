// What people have published of how long Auto Scaling takes: scenarios/published, and the intervals
// that they name.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace squall;

namespace {

struct Run {
  Run(const std::string& file, const std::string& group_name, const std::string& variant = {})
      : name(group_name) {
    scenario::LoadOptions options;
    if (!variant.empty()) options.variant = variant;
    world::World world(scenario::load_file(
                           std::string(SQUALL_SOURCE_DIR) + "/scenarios/published/" + file, options)
                           .scenario);
    world.run();
    result = world.result();
    group = result.auto_scaling_groups.at(name);
  }

  Duration wanted(int desired) const {
    for (const auto& each : group.capacity)
      if (each.desired == desired) return each.at;
    return Duration::max();
  }

  // When first more than so many are in service.
  Duration rose_above(int in_service) const {
    for (const auto& each : group.capacity)
      if (each.in_service > in_service) return each.at;
    return Duration::max();
  }

  Duration alarm(const std::string& alarm_name) const {
    for (const auto& turn : result.alarms.at(alarm_name).changes)
      if (turn.to == metrics::AlarmState::alarm) return turn.at;
    return Duration::max();
  }

  std::vector<scaling::Activity> launches() const {
    std::vector<scaling::Activity> all;
    for (const auto& each : group.activities)
      if (each.kind == scaling::Activity::Kind::launch) all.push_back(each);
    return all;
  }

  std::string name;
  world::Result result;
  world::ScalingGroupResult group;
};

}  // namespace

TEST_CASE("with metrics every ten seconds capacity rises in a third of the time", "[published]") {
  // The load crosses 60% of two instances' CPU at 48 requests a second.
  const Duration crossing = 5min + 85500ms;
  const Duration slow = Run("faster-metrics.yaml", "app").rose_above(2) - crossing;
  const Duration fast = Run("faster-metrics.yaml", "app", "fast").rose_above(2) - crossing;
  INFO(seconds(slow) << " s, " << seconds(fast) << " s");
  CHECK(slow >= 150s);
  CHECK(slow <= 270s);
  CHECK(fast >= 30s);
  CHECK(fast <= 90s);
  CHECK(seconds(slow) / seconds(fast) >= 2.5);
}

TEST_CASE("a load of three minutes is over before a group grows by it", "[published]") {
  CHECK(Run("requests-per-target.yaml", "api", "short").wanted(2) > 8min);
}

TEST_CASE("a load of seven minutes makes a group grow once", "[published]") {
  const Run run("requests-per-target.yaml", "api");
  CHECK(run.wanted(2) > 8min);
  CHECK(run.wanted(2) < 12min);
  std::vector<int> during;
  for (const auto& each : run.group.capacity)
    if (each.at < 12min && (during.empty() || during.back() != each.desired))
      during.push_back(each.desired);
  CHECK(during == std::vector{1, 2});
}

TEST_CASE("from the alarm to the launch it takes seconds, then the warm-up", "[published]") {
  const Run run("from-alarm-to-instance.yaml", "web");
  const auto launches = run.launches();
  REQUIRE(launches.size() == 2);
  const Duration alarm = run.alarm("TargetTracking-web-AlarmHigh-cpu");
  const Duration begin = launches[0].start - Time{};
  CHECK(begin - alarm >= 5s);
  CHECK(begin - alarm <= 20s);
  REQUIRE(launches[0].end);
  CHECK(*launches[0].end - launches[0].start >= 60s);
  CHECK(*launches[0].end - launches[0].start <= 70s);
}

TEST_CASE("a replacement is there within seconds, without a warm-up", "[published]") {
  const Run run("from-alarm-to-instance.yaml", "web");
  const auto launches = run.launches();
  REQUIRE(launches.size() == 2);
  CHECK(launches[1].start - Time{} - 37min <= 20s);
  REQUIRE(launches[1].end);
  CHECK(*launches[1].end - launches[1].start < 10s);
}

TEST_CASE("simple policies launch ten minutes after each other, by warm-up and cooldown",
          "[published]") {
  const Run run("two-simple-policies.yaml", "web");
  const auto launches = run.launches();
  REQUIRE(launches.size() == 2);
  const Duration load = 5min;
  const Duration first = launches[0].start - Time{} - load;
  const Duration between = launches[1].start - launches[0].start;
  INFO(seconds(first) << " s, " << seconds(between) << " s");
  CHECK(first >= 5min);
  CHECK(first <= 11min);
  CHECK(between >= 9min);
  CHECK(between <= 12min);
}
