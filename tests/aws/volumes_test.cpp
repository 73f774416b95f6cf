// Runs tests/aws/volumes.txt: a world for each row. And what clients see of an image that is made.

#include "squall/faults/spec.hpp"
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

// A launch from `abroad` where the row has images.
std::string text_of(const std::string& storage, const std::string& timeline) {
  std::string sections;
  for (std::size_t at = 0; at < storage.size();) {
    const std::size_t end = std::min(storage.find("}, snapshots", at), storage.size());
    sections += storage.substr(at, end + 1 - at) + "\n";
    at = end + 3;
  }
  const bool has_images = storage.find("abroad") != std::string::npos;
  return fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 10d
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  web: {{instance_type: m6i.large, count: 3, service: web}}
  twin: {{instance_type: m6i.large, region: eu-west-1, service: web, launched: false{}}}
{}
timeline: {}
)",
                     has_images ? ", image: abroad" : "", sections, timeline);
}

// What a file may not say, somebody may still try: there the volume is in the instance's zone.
world::Scenario scenario_of(const std::vector<std::string>& columns) {
  const std::string& storage = columns[1];
  const bool mismatched = columns[5].find("ZoneMismatch") != std::string::npos;
  auto scenario = scenario::load_text("row.yaml", text_of(storage, mismatched ? "[]" : columns[2]));
  if (mismatched) {
    std::string elsewhere = storage;
    elsewhere.replace(elsewhere.find("zone: a"), 7, "zone: c");
    scenario.scenario.timeline =
        scenario::load_text("timeline.yaml", text_of(elsewhere, columns[2])).scenario.timeline;
  }
  return scenario.scenario;
}

std::string told(const std::string& name, const world::Result& result) {
  if (const auto its = result.volumes.find(name); its != result.volumes.end())
    return fmt::format("{} {} {}", name, its->second.state,
                       its->second.instance.empty() ? "-" : its->second.instance);
  if (const auto its = result.snapshots.find(name); its != result.snapshots.end())
    return name + " " + its->second.state;
  if (const auto its = result.images.find(name); its != result.images.end())
    return name + " " + its->second.state;
  return fmt::format("{} {}", name, word(result.instances.at(name).state.value()));
}

std::string journal_of(const world::Result& result) {
  std::string all;
  for (const world::Happening& each : result.journal) all += each.text + "\n";
  return all;
}

// Two instances behind a balancer, asked 20 times a second.
world::World watched(const std::string& timeline) {
  return world::World(scenario::load_text("watched.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10m
services: {{web: {{startup: 20s, handler: {{wait: 5ms}}}}}}
instances:
  web: {{count: 2, instance_type: t3.micro, service: web, target_groups: web}}
images: {{golden: {{created: false}}}}
target_groups: {{web: {{health_check: {{interval: 5s, timeout: 2s}}}}}}
load_balancers: {{front: {{listeners: {{80: web}}}}}}
clients: {{users: {{to: front, rate: 20/s, arrivals: even, timeout: 1s}}}}
timeline: {}
)",
                                                                      timeline))
                          .scenario);
}

}  // namespace

TEST_CASE("volumes, snapshots and images live as AWS writes of them", "[aws][volumes]") {
  const auto rows = rows_of("volumes.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    world::World world(scenario_of(columns));
    Duration until{};
    REQUIRE_FALSE(ScalarText<Duration>::read(columns[3], until));
    world.run_until(Time(until + 1ns));
    const world::Result result = world.result();
    std::istringstream parts(columns[4]);
    for (std::string part; std::getline(parts, part, ',');) {
      const std::string expected = part.substr(part.find_first_not_of(' '));
      CHECK(told(expected.substr(0, expected.find(' ')), result) == expected);
    }
    const std::string journal = journal_of(result);
    INFO(journal);
    const bool refused = journal.find(" is not ") != std::string::npos;
    CHECK(refused == (columns[5] != "-"));
    if (refused) CHECK(journal.find(columns[5]) != std::string::npos);
  }
  CHECK(rows.size() == 40);
}

TEST_CASE("row 3.1: an image is made of an instance that is rebooted, and gone for that time",
          "[aws][volumes]") {
  world::World world = watched("[{at: 2m, create_image: golden, instance: web-1}]");
  world.run_until(Time(119s));
  const std::uint32_t address = world.result().instances.at("web-1").public_ip;
  world.run_until(Time(140s));
  CHECK(world.result().target_groups.at("web").targets.at("web-1").state == "unhealthy");
  CHECK(world.result().images.at("golden").state == "pending");
  world.run();
  const world::Result result = world.result();
  CHECK(result.totals.succeeded < result.totals.requests);
  CHECK(result.target_groups.at("web").targets.at("web-1").state == "healthy");
  CHECK(result.instances.at("web-1").public_ip == address);
  CHECK(result.images.at("golden").state == "available");
}

TEST_CASE("row 3.2: one that is made without a reboot costs no request", "[aws][volumes]") {
  world::World world =
      watched("[{at: 2m, create_image: golden, instance: web-1, no_reboot: true}]");
  world.run();
  const world::Result result = world.result();
  CHECK(result.totals.succeeded == result.totals.requests);
  CHECK(result.images.at("golden").state == "available");
}

TEST_CASE("what is launched later has its addresses and its targets from then on",
          "[aws][volumes]") {
  world::World world(scenario::load_text("later.yaml", R"(
region: us-east-1
zones: [a, b]
duration: 10m
services: {web: {startup: 20s, handler: {wait: 5ms}}}
instances:
  web: {instance_type: t3.micro, service: web, target_groups: web}
  more: {like: web, image: golden, launched: false}
images: {golden: {boot: 50s}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
clients: {users: {to: front, rate: 20/s}}
timeline: [{at: 5m, launch: more}]
)")
                         .scenario);
  world.run_until(Time(4min));
  const world::Result before = world.result();
  CHECK(word(before.instances.at("more-1").state.value()) == "not-launched");
  CHECK(before.instances.at("more-1").public_ip == 0);
  CHECK(before.instances.at("more-1").private_ip == 0);
  CHECK(before.instances.at("more-1").billed == 0s);
  CHECK_FALSE(before.target_groups.at("web").targets.contains("more-1"));
  world.run();
  const world::Result after = world.result();
  CHECK(after.instances.at("more-1").public_ip != 0);
  CHECK(after.instances.at("more-1").private_ip != 0);
  CHECK(after.instances.at("more-1").billed == 292s);  // pending for 8 s
  CHECK(after.target_groups.at("web").targets.at("more-1").requests > 900);
  CHECK(after.totals.succeeded == after.totals.requests);
  const std::string journal = journal_of(after);
  CHECK(journal.find("more-1 takes requests, 1m 10s after it began to boot") != std::string::npos);
}
