// Runs tests/aws/instances.txt: a world for each row. And what traffic sees of it.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

std::string like_machine(const std::string& fields) {
  return "{like: machine" + (fields == "{}" ? "" : ", " + fields.substr(1, fields.size() - 2)) +
         "}";
}

world::Scenario loaded(const std::string& fields, const std::string& begin,
                       const std::string& timeline) {
  return scenario::load_text("row.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10d
begin: {1}
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  machine: {{instance_type: m6i.large, count: 3, service: web}}
  web: {0}
  safe: {{instance_type: m6i.large, zones: b, service: web, termination_protection: true}}
timeline: {2}
)",
                                                     like_machine(fields), begin, timeline))
      .scenario;
}

// What a file may not say, somebody may still try.
world::Scenario scenario_of(const std::vector<std::string>& columns) {
  world::Scenario scenario = loaded(columns[1], columns[2], "[]");
  scenario.timeline = loaded("{hibernation: true}", columns[2], columns[3]).timeline;
  return scenario;
}

struct Expected {
  std::string instance;
  std::string state;
  double billed = 0;
  double credits = -1;
};

std::vector<Expected> expected_of(const std::string& column) {
  std::vector<Expected> all;
  std::istringstream parts(column);
  for (std::string part; std::getline(parts, part, ',');) {
    std::istringstream words(part);
    Expected one;
    words >> one.instance >> one.state >> one.billed >> one.credits;
    if (!words) one.credits = -1;
    all.push_back(one);
  }
  return all;
}

// Two instances behind a balancer, asked 20 times a second.
world::World watched(const std::string& instances, const std::string& timeline,
                     const std::string& begin = "warm") {
  return world::World(scenario::load_text("watched.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10m
begin: {2}
services: {{web: {{startup: 20s, handler: {{wait: 5ms}}}}}}
instances:
  web: {{count: 2, instance_type: t3.micro, service: web, target_groups: web, {0}}}
target_groups: {{web: {{health_check: {{interval: 5s, timeout: 2s}}}}}}
load_balancers: {{front: {{listeners: {{80: web}}}}}}
clients: {{users: {{to: front, rate: 20/s, arrivals: even}}}}
timeline: {1}
)",
                                                                      instances, timeline, begin))
                          .scenario);
}

double time_of(const world::World& world, const std::string& text) {
  const world::Result result = world.result();
  const auto found =
      std::find_if(result.journal.begin(), result.journal.end(),
                   [&](const world::Happening& each) { return each.text.starts_with(text); });
  INFO(text);
  REQUIRE(found != result.journal.end());
  return seconds(found->at);
}

}  // namespace

TEST_CASE("an instance lives, and is paid for, as AWS writes of it", "[aws][instances]") {
  const auto rows = rows_of("instances.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    world::World world(scenario_of(columns));
    Duration until{};
    REQUIRE_FALSE(ScalarText<Duration>::read(columns[4], until));
    world.run_until(Time(until + 1ns));
    const world::Result result = world.result();
    for (const Expected& expected : expected_of(columns[5])) {
      INFO(expected.instance);
      const world::ServerResult& instance = result.instances.at(expected.instance);
      CHECK(word(instance.state.value()) == expected.state);
      CHECK(seconds(instance.billed) == Approx(expected.billed).margin(1e-6));
      if (expected.credits < 0) continue;
      CHECK(result.credits.at(expected.instance).balance == Approx(expected.credits).margin(1e-3));
    }
  }
  CHECK(rows.size() == 24);
}

TEST_CASE("what is stopped is unused, and once it is started has to be found healthy again",
          "[aws][instances]") {
  world::World world = watched("image: 40s", "[{at: 1m, stop: web-1}, {at: 2m, start: web-1}]");
  world.run_until(Time(2min));
  CHECK(world.result().target_groups.at("web").targets.at("web-1").state == "unused");
  world.run();
  CHECK(time_of(world, "web-1 is in web again") == Approx(128));
  CHECK(time_of(world, "web-1 takes requests, 1m after it began to boot") == Approx(180));
  const double healthy = time_of(world, "front in us-east-1a finds web-1 healthy");
  CHECK(healthy > 200);  // after five good answers
  CHECK(healthy < 206);
  const auto targets = world.result().target_groups.at("web").targets;
  CHECK(targets.at("web-1").requests > 4000);
}

TEST_CASE("a reboot resets what it finds and is over after a boot and a start-up",
          "[aws][instances]") {
  world::World world = watched("image: 40s", "[{at: 1m, crash: web-1}, {at: 2m, reboot: web-1}]");
  world.run();
  CHECK(time_of(world, "web-1 takes requests, 52s after it began to boot") == Approx(172));
  CHECK(world.view().instances.at("web-1").state == service::Server::State::running);
}

TEST_CASE("a hibernated instance goes on without a start-up", "[aws][instances]") {
  world::World world = watched("hibernation: true, image: 40s",
                               "[{at: 1m, hibernate: web-1}, {at: 2m, start: web-1}]");
  world.run();
  CHECK(time_of(world, "web-1 takes requests, 40s after it began to boot") == Approx(160));
}

TEST_CASE("a world that begins cold serves nobody before its instances have booted",
          "[aws][instances]") {
  world::World world = watched("image: {boot: {uniform: [30s, 50s]}}", "[]", "cold");
  world.run_until(Time(50s));
  CHECK(world.result().totals.succeeded == 0);
  world.run();
  const double first = time_of(world, "web-1 takes requests");
  const double second = time_of(world, "web-2 takes requests");
  CHECK(first != second);
  CHECK(std::min(first, second) >= 50);
  CHECK(std::max(first, second) <= 70);
  CHECK(world.result().target_groups.at("web").targets.at("web-2").requests > 4000);
}

TEST_CASE("who boots in a lost zone is there once the zone is", "[aws][instances]") {
  world::World world = watched("image: 40s",
                               "[{at: 1m, stop: web-1}, {at: 2m, start: web-1}, "
                               "{at: 130s, fail_zone: a, for: 200s}]");
  world.run_until(Time(200s));
  CHECK(world.view().instances.at("web-1").state == service::Server::State::gone);
  world.run_until(Time(331s));
  CHECK(world.view().instances.at("web-1").state == service::Server::State::running);
}

TEST_CASE("who is stopped in a lost zone stays so", "[aws][instances]") {
  world::World world =
      watched("image: 40s", "[{at: 1m, fail_zone: a, for: 200s}, {at: 2m, stop: web-1}]");
  world.run();
  CHECK(world.view().instances.at("web-1").state == service::Server::State::gone);
  CHECK(world.result().instances.at("web-1").state == compute::LifeState::stopped);
}

namespace {

// One that is asked for 20 ms of work 150 times a second, and is given another type.
world::World changed(const std::string& timeline, const std::string& measured = {}) {
  return world::World(scenario::load_text("changed.yaml", fmt::format(R"(
region: us-east-1
duration: 20m
instance_families: {{m5: {{speed: 50%}}}}
services: {{web: {{workers: 64, handler: {{cpu: 20ms}}{1}}}}}
instances: {{web: {{instance_type: m6i.large, service: web}}}}
clients: {{users: {{to: web-1, rate: 150/s, arrivals: even, timeout: 10s}}}}
timeline: {0}
)",
                                                                      timeline, measured))
                          .scenario);
}

}  // namespace

TEST_CASE("the type of an instance that runs cannot be changed", "[aws][instances]") {
  world::World world = changed("[{at: 1m, modify_instance: web-1, instance_type: m6i.xlarge}]");
  world.run();
  CHECK(time_of(world,
                "web-1 does not become of type m6i.xlarge: it has not stopped "
                "(IncorrectInstanceState)") == Approx(60));
  CHECK(world.result().instances.at("web-1").type == "m6i.large");
}

TEST_CASE("nor that of one that is stopping", "[aws][instances]") {
  world::World world =
      changed("[{at: 1m, stop: web}, {at: 70s, modify_instance: web, instance_type: m6i.xlarge}]");
  world.run();
  CHECK(world.result().instances.at("web-1").type == "m6i.large");
}

TEST_CASE("what has stopped is of its new type from the next start on", "[aws][instances]") {
  world::World world = changed(
      "[{at: 1m, stop: web}, {at: 2m, modify_instance: web, instance_type: m6i.xlarge},"
      " {at: 3m, start: web}]");
  world.run_until(Time(150s));
  CHECK(time_of(world, "web-1 is of type m6i.xlarge from its next start on") == Approx(120));
  world.run();
  const world::Result result = world.result();
  CHECK(result.instances.at("web-1").type == "m6i.xlarge");
  // 150/s of 20 ms are 3 vCPUs: more than two have, less than four.
  CHECK(world.result().course.steps.back().p99.value() < 25ms);
  CHECK(world.result().course.steps.at(5).p99.value_or(10s) > 5s);
  // All of two for a minute; for a minute and more nothing; then 3 of four.
  CHECK(result.instances.at("web-1").utilization == Approx(0.68).margin(0.03));
}

TEST_CASE("work takes as long as the new type's family needs for it", "[aws][instances]") {
  world::World world = changed(
      "[{at: 1m, stop: web}, {at: 2m, modify_instance: web, instance_type: m5.2xlarge},"
      " {at: 3m, start: web}]",
      ", measured_on: m6i.large");
  world.run();
  CHECK(seconds(world.result().course.steps.back().p50.value()) == Approx(0.040).epsilon(0.05));
}

TEST_CASE("a change of type leaves the credits behind", "[aws][instances]") {
  world::World world = changed(
      "[{at: 1m, stop: web}, {at: 2m, modify_instance: web, instance_type: t3.xlarge},"
      " {at: 3m, start: web}, {at: 10m, stop: web},"
      " {at: 12m, modify_instance: web, instance_type: m6i.xlarge}, {at: 13m, start: web}]");
  world.run_until(Time(9min));
  CHECK(world.result().credits.at("web-1").surplus > 0);  // it was launched with none
  world.run();
  CHECK(world.result().credits.empty());
}
