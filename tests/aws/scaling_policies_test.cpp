#include "aws/scaled.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using squall::testing::GroupScene;
using squall::testing::Told;

namespace {

// One instance has 5% of CPU for each request a second.
std::string tracking(const std::string& more) {
  return "min_size: 1, max_size: 10, default_instance_warmup: 60s, policies: {cpu: {target: 50%" +
         more + "}}";
}

const scaling::Decision* decision_to(const Told& web, int desired) {
  for (const auto& each : web.all().decisions)
    if (each.to == desired && each.from != desired) return &each;
  return nullptr;
}

}  // namespace

TEST_CASE("CPU stops at 100%, so a step at most doubles a group that tracks 50% of it",
          "[scaling]") {
  const Told web(
      GroupScene{.group = tracking(""), .rate = "{steps: {0: 5/s, 10m: 58/s}}", .duration = "60m"}
          .run());
  const auto course = web.course();
  REQUIRE(course.size() >= 3);
  CHECK(course[1] == 2);
  CHECK(course[2] == 4);
}

TEST_CASE("the first step comes after three whole minutes above the target", "[scaling]") {
  const Told web(
      GroupScene{.group = tracking(""), .rate = "{steps: {0: 5/s, 10m: 15/s}}", .duration = "20m"}
          .run());
  const Duration at = web.wanted(2) - Duration(10min);
  CHECK(at >= 3min);
  CHECK(at <= 4min);
}

TEST_CASE("requests for each target are told a minute late, and tracked", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 10, policies: {load: {metric: "
                                     "ALBRequestCountPerTarget, target: 300}}",
                            .rate = "{steps: {0: 2/s, 10m: 18/s}}",
                            .duration = "30m"}
                     .run());
  CHECK(web.wanted(4) - Duration(10min) >= 4min);
  CHECK(web.wanted(4) - Duration(10min) <= 5min);
}

TEST_CASE("while instances warm up, the same step is taken once", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 20, desired_capacity: 10, policies: "
                                     "{up: {type: step, metric: CPUUtilization, when: '>= 60%', "
                                     "adjust: {60%: +10%, 75%: +20%, 85%: +30%}}}, "
                                     "default_instance_warmup: 10m",
                            .rate = "{steps: {0: 60/s, 5m: 145/s}}",
                            .duration = "14m"}
                     .run());
  CHECK(web.course() == std::vector{10, 11});  // 72.5%, again and again
}

TEST_CASE("of several policies that run at once the largest capacity wins", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 20, desired_capacity: 3, policies: "
                                     "{one: {type: step, alarm: busy, adjust: +1}, two: {type: "
                                     "step, alarm: busy, adjust: +2}}",
                            .rate = "50/s",
                            .duration = "5m",
                            .more = "alarms: {busy: {metric: CPUUtilization, auto_scaling_group: "
                                    "web, when: '> 60%', for: 2}}"}
                     .run());
  REQUIRE(web.course().size() >= 2);
  CHECK(web.course()[1] == 5);
  const scaling::Decision* decision = decision_to(web, 5);
  REQUIRE(decision);
  CHECK(decision->winner == "two");
  REQUIRE(decision->proposals.size() == 2);
  CHECK(decision->proposals[0].capacity == 4);
}

TEST_CASE("a simple policy waits for its cooldown, and is asked again every minute", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 4, policies: {up: {type: simple, "
                                     "metric: CPUUtilization, when: '> 30%', adjust: +1, cooldown: "
                                     "5m}}",
                            .rate = "100/s",
                            .duration = "25m"}
                     .run());
  REQUIRE(web.course() == std::vector{1, 2, 3, 4});
  const Duration between = web.wanted(3) - web.wanted(2);
  CHECK(between >= 5min);
  CHECK(between <= 6min + 15s);
}

TEST_CASE("max_size holds a group back, and the decision says from what", "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 1, max_size: 2, policies: {cpu: {target: 50%}}",
                 .rate = "100/s",
                 .duration = "20m"}
          .run();
  const Told web(result);
  CHECK(web.course() == std::vector{1, 2});
  const auto& last = web.all().decisions.back();
  CHECK(last.limit == scaling::Limit::max_size);
  CHECK(last.from == 2);
  CHECK(last.to == 2);
  CHECK(last.times > 2);
}

TEST_CASE("nothing is taken away while something warms up", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 10, desired_capacity: 4, "
                                     "default_instance_warmup: 30m, policies: {cpu: {target: 50%}}",
                            .rate = "5/s",
                            .duration = "40m",
                            .timeline = "[{at: 14m, update_auto_scaling_group: web, "
                                        "desired_capacity: 5}]"}
                     .run());
  CHECK(web.course() == std::vector{4, 5});
  CHECK(web.all().decisions.back().limit == scaling::Limit::warm_up);
}

TEST_CASE("an activity that a policy began waits for the warm-up", "[scaling]") {
  const Told web(
      GroupScene{.group = tracking(""), .rate = "{steps: {0: 5/s, 10m: 15/s}}", .duration = "20m"}
          .run());
  REQUIRE_FALSE(web.launches().empty());
  const auto first = web.launches().front();
  REQUIRE(first.end);
  CHECK(*first.end - first.start >= 60s);
  CHECK(*first.end - first.start <= 70s);
  CHECK(first.cause.find("a monitor alarm TargetTracking-web-AlarmHigh-cpu in state ALARM "
                         "triggered policy cpu changing the desired capacity from 1 to 2.") !=
        first.cause.npos);
}

TEST_CASE("with metrics every ten seconds a group grows after half a minute", "[scaling]") {
  const Told web(GroupScene{
      .group = tracking(", period: 10s"), .rate = "{steps: {0: 5/s, 10m: 15/s}}", .duration = "20m"}
                     .run());
  CHECK(web.wanted(2) - Duration(10min) >= 30s);
  CHECK(web.wanted(2) - Duration(10min) <= 50s);
}

TEST_CASE("a suspended AlarmNotification keeps alarms from running policies", "[scaling]") {
  const Told web(GroupScene{.group = tracking("") + ", suspended_processes: [AlarmNotification]",
                            .rate = "30/s",
                            .duration = "20m",
                            .timeline = "[{at: 10m, resume_processes: web}]"}
                     .run());
  REQUIRE(web.course().size() >= 2);
  CHECK(web.wanted(2) > 10min);
  CHECK(web.wanted(2) <= 11min);
}
