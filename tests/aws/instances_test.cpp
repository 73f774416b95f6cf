// Runs tests/aws/instances.txt: a world for each row. And what traffic sees of it.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;

namespace {

std::string like_machine(const std::string& fields) {
  return "{like: machine" + (fields == "{}" ? "" : ", " + fields.substr(1, fields.size() - 2)) +
         "}";
}

world::Scenario scenario_of(const std::vector<std::string>& columns) {
  return scenario::load_text("row.yaml",
                             fmt::format(R"(
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
                                         like_machine(columns[1]), columns[2], columns[3]))
      .scenario;
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
  std::ifstream file(SQUALL_TESTS_DIR "/aws/instances.txt");
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    INFO(line);
    ++rows;
    const auto columns = columns_of(line);
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
  CHECK(rows == 24);
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
