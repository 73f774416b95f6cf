#include "aws/scaled.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>

using namespace squall;
using squall::testing::GroupScene;
using squall::testing::Told;

namespace {

std::map<std::string, int> zones_in_service(const world::Result& result) {
  std::map<std::string, int> zones;
  for (const auto& [name, state] : result.auto_scaling_groups.at("web").instances)
    if (state.state == "InService") ++zones[result.instances.at(name).zone];
  return zones;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a request for more launches the difference in the zones with fewest", "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 1, max_size: 9",
                 .duration = "5m",
                 .timeline = "[{at: 1m, update_auto_scaling_group: web, desired_capacity: 4}]"}
          .run();
  const Told web(result);
  REQUIRE(web.launches().size() == 3);
  CHECK(web.in_service() == 4);
  CHECK(zones_in_service(result) ==
        std::map<std::string, int>{{"us-east-1a", 2}, {"us-east-1b", 2}});
  const auto first = web.launches().front();
  CHECK(first.start == Time(67s));
  CHECK(first.end == Time(75s));  // as soon as EC2 runs it: nothing warms up
  CHECK(first.description == "Launching a new EC2 instance: web-2");
  CHECK(
      first.cause ==
      "At 00:01:00 a user request update of AutoScalingGroup constraints to min: 1, max: 9, "
      "desired: 4 changing the desired capacity from 1 to 4.  At 00:01:07 an instance was started "
      "in response to a difference between desired and actual capacity, increasing the capacity "
      "from 1 to 4.");
}

TEST_CASE("a group that shrinks lets its instances finish what they have", "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 1, max_size: 4, desired_capacity: 4",
                 .rate = "20/s",
                 .duration = "10m",
                 .timeline = "[{at: 2m, update_auto_scaling_group: web, desired_capacity: 2}]"}
          .run();
  const Told web(result);
  CHECK(web.in_service() == 2);
  REQUIRE(web.terminations().size() == 2);
  const auto first = web.terminations().front();
  CHECK(first.start == Time(127s));
  REQUIRE(first.end);
  CHECK(*first.end - first.start < 60s);  // it was idle long before its delay was over
  CHECK(has(first.cause, "shrinking the capacity from 4 to 2.  At 00:02:07 instance "));
  CHECK(result.totals.succeeded == result.totals.requests);
  CHECK(zones_in_service(result).size() == 2);
}

TEST_CASE("an instance that is stopped is replaced, and told why", "[scaling]") {
  const auto result = GroupScene{.group = "min_size: 2, max_size: 4",
                                 .duration = "10m",
                                 .timeline = "[{at: 2m, stop: web-1}]"}
                          .run();
  const Told web(result);
  CHECK(web.in_service() == 2);
  REQUIRE(web.launches().size() == 1);
  REQUIRE(web.terminations().size() == 1);
  CHECK(has(web.terminations()[0].cause,
            "an instance was taken out of service in response to an EC2 health check indicating it "
            "has been terminated or stopped"));
  CHECK(
      has(web.launches()[0].cause,
          "an instance was launched in response to an unhealthy instance needing to be replaced"));
  CHECK(web.launches()[0].start - Time(2min) <= 15s);
  CHECK(*web.launches()[0].end - web.launches()[0].start < 10s);
}

TEST_CASE("within its grace period a new instance may look unhealthy", "[scaling]") {
  const auto terminated = [](const char* grace) {
    const auto result =
        GroupScene{.group = fmt::format("min_size: 1, max_size: 4, health_check_type: ELB, "
                                        "health_check_grace_period: {}",
                                        grace),
                   .duration = "15m",
                   .boot = "200s",
                   .timeline = "[{at: 1m, update_auto_scaling_group: web, desired_capacity: 2}]"}
            .run();
    return Told(result).terminations().size();
  };
  CHECK(terminated("5m") == 0);
  CHECK(terminated("0s") > 1);  // none ever lives to serve
}

TEST_CASE("a zone that has failed is replaced by the other, and evened out when it is back",
          "[scaling]") {
  const auto result = GroupScene{.group =
                                     "min_size: 4, max_size: 6, health_check_type: ELB, "
                                     "health_check_grace_period: 2m",
                                 .duration = "40m",
                                 .timeline = "[{at: 5m, fail_zone: a, for: 10m}]"}
                          .run();
  const Told web(result);
  CHECK(web.in_service() == 4);
  CHECK(zones_in_service(result) ==
        std::map<std::string, int>{{"us-east-1a", 2}, {"us-east-1b", 2}});
  const auto launches = web.launches();
  CHECK(std::any_of(launches.begin(), launches.end(), [](const auto& each) {
    return has(each.cause, "to balance the zones of the group");
  }));
}

TEST_CASE("what is launched while AddToLoadBalancer is suspended joins no target group",
          "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 1, max_size: 4, suspended_processes: [AddToLoadBalancer]",
                 .duration = "10m",
                 .timeline = "[{at: 1m, update_auto_scaling_group: web, desired_capacity: 2}]"}
          .run();
  CHECK(Told(result).in_service() == 2);
  CHECK(result.target_groups.at("web").targets.count("web-2") == 0);
}

TEST_CASE("an instance on standby runs without work, and comes back", "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 1, max_size: 4, desired_capacity: 2",
                 .duration = "10m",
                 .timeline = "[{at: 2m, enter_standby: web-1}, {at: 5m, exit_standby: web-1}]"}
          .run();
  const Told web(result);
  CHECK(web.course() == std::vector{2, 1, 2});
  CHECK(web.launches().empty());
  CHECK(web.in_service() == 2);
  CHECK(result.target_groups.at("web").targets.at("web-1").state == "healthy");
  CHECK(web.all().activities[0].cause ==
        "At 00:02:00 instance web-1 was moved to standby in response to a user request, shrinking "
        "the capacity from 2 to 1.");
}

TEST_CASE("without a decrement another instance takes the place of one that leaves", "[scaling]") {
  const auto result =
      GroupScene{.group = "min_size: 2, max_size: 4",
                 .duration = "10m",
                 .timeline = "[{at: 2m, detach_instances: web-1, decrement: false}]"}
          .run();
  const Told web(result);
  CHECK(web.launches().size() == 1);
  CHECK(web.in_service() == 2);
  CHECK(web.all().instances.at("web-1").state == "Detached");
  CHECK(result.instances.at("web-1").state == compute::LifeState::running);
}

TEST_CASE("whoever is protected stays, though the group wants fewer", "[scaling]") {
  const auto result =
      GroupScene{.group =
                     "min_size: 1, max_size: 4, desired_capacity: 2, "
                     "new_instances_protected_from_scale_in: true",
                 .duration = "10m",
                 .timeline =
                     "[{at: 2m, update_auto_scaling_group: web, desired_capacity: 1}, "
                     "{at: 6m, set_instance_protection: web-2, protected: false}]"}
          .run();
  const Told web(result);
  REQUIRE(web.terminations().size() == 2);
  CHECK(has(web.terminations()[0].status_message, "all remaining instances are protected"));
  CHECK(web.terminations()[1].instance == "web-2");
  CHECK(web.terminations()[1].start == Time(6min));
}

TEST_CASE("instances that are too old are replaced, one after the other", "[scaling]") {
  const auto result = GroupScene{.group = "min_size: 3, max_size: 4, max_instance_lifetime: 1d",
                                 .rate = "1/min",
                                 .duration = "25h"}
                          .run();
  const Told web(result);
  CHECK(web.terminations().size() == 3);
  CHECK(web.in_service() == 3);
  int least = 3;
  for (const auto& each : web.all().capacity) least = std::min(least, each.in_service);
  CHECK(least == 2);
}

TEST_CASE("a scheduled action sets the sizes at its time, and again as cron says", "[scaling]") {
  const Told web(GroupScene{.group = "min_size: 1, max_size: 10, scheduled_actions: {up: {at: 30m, "
                                     "min_size: 4}, night: {recurrence: 0 2 * * *, min_size: 2, "
                                     "desired_capacity: 2}, day: {recurrence: 0 1-9/2 * * *, "
                                     "desired_capacity: 6}}",
                            .rate = "1/min",
                            .duration = "6h"}
                     .run());
  CHECK(web.course() == std::vector{1, 4, 6, 2, 6});
  CHECK(web.wanted(4) == Duration(30min));
  CHECK(web.wanted(6) == Duration(1h));
  CHECK(has(web.launches()[0].cause, "At 00:30:00 a scheduled action update of AutoScalingGroup"));
}
