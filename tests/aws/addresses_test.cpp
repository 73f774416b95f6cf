// Runs tests/aws/addresses.txt: a world for each row. And what clients see of it.

#include "squall/faults/spec.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

world::Scenario scenario_of(const std::string& elastic_ips) {
  return scenario::load_text("row.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10d
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  web: {{instance_type: m6i.large, count: 3, service: web, hibernation: true}}
  quiet: {{like: web, count: 1, public_ip: false}}
elastic_ips: {}
)",
                                                     elastic_ips))
      .scenario;
}

// What a file may not say, somebody may still try.
std::vector<faults::TimelineSpec> timeline_of(const std::string& text) {
  return scenario::load_text("timeline.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10d
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  web: {{instance_type: m6i.large, count: 3, service: web, hibernation: true}}
elastic_ips: {{site: {{}}, far: {{}}, e1: {{}}, e5: {{allocated: false}}}}
timeline: {}
)",
                                                          text))
      .scenario.timeline;
}

std::string told(std::uint32_t now, std::uint32_t then, const world::Result& result) {
  if (now == 0) return "none";
  if (now == then) return "same";
  for (const auto& [name, elastic] : result.elastic_ips)
    if (elastic.address == now) return name;
  return "new";
}

std::string told(const std::string& name, const world::Result& then, const world::Result& now) {
  if (const auto elastic = now.elastic_ips.find(name); elastic != now.elastic_ips.end()) {
    const auto& [region, address, instance] = elastic->second;
    return name + " " + (address == 0 ? "-" : instance.empty() ? "nobody" : instance);
  }
  const world::ServerResult& was = then.instances.at(name);
  const world::ServerResult& is = now.instances.at(name);
  // An elastic address is told by its name, also where it was there at first.
  std::string its_public = told(is.public_ip, was.public_ip, now);
  for (const auto& [elastic, its] : now.elastic_ips)
    if (is.public_ip != 0 && its.address == is.public_ip) its_public = elastic;
  return name + " " + told(is.private_ip, was.private_ip, now) + " " + its_public;
}

// Two instances asked by address and by name, ten times a second each.
world::World watched(const std::string& timeline) {
  return world::World(scenario::load_text("watched.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 20m
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
  web: {{instance_type: m6i.large, service: web}}
  spare: {{instance_type: m6i.large, service: web}}
  blog: {{instance_type: m6i.large, service: web}}
elastic_ips: {{site: {{instance: web}}}}
clients:
  visitors: {{to: site, rate: 10/s, arrivals: even, timeout: 2s}}
  readers: {{to: blog.public_ip, rate: 10/s, arrivals: even, timeout: 2s}}
  editors: {{to: blog, rate: 10/s, arrivals: even, timeout: 2s}}
timeline: {}
)",
                                                                      timeline))
                          .scenario);
}

std::string journal_of(const world::Result& result) {
  std::string all;
  for (const world::Happening& each : result.journal) all += each.text + "\n";
  return all;
}

}  // namespace

TEST_CASE("an instance has addresses, and loses them, as AWS writes of it", "[aws][addresses]") {
  const auto rows = rows_of("addresses.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    world::Scenario scenario = scenario_of(columns[1]);
    scenario.timeline = timeline_of(columns[2]);
    world::World world(scenario);
    const world::Result then = world.result();
    Duration until{};
    REQUIRE_FALSE(ScalarText<Duration>::read(columns[3], until));
    world.run_until(Time(until + 1ns));
    const world::Result now = world.result();
    std::istringstream parts(columns[4]);
    for (std::string expected; std::getline(parts >> std::ws, expected, ',');)
      CHECK(told(expected.substr(0, expected.find(' ')), then, now) == expected);
  }
  CHECK(rows.size() == 29);
}

TEST_CASE("who knows a public address has lost it with a stop", "[aws][addresses]") {
  world::World world = watched("[{at: 300.05s, stop: blog}, {at: 6m, start: blog}]");
  world.run();
  const auto clients = world.result().clients;
  CHECK(clients.at("readers").total.succeeded == 5 * 600);
  CHECK(clients.at("readers").total.timed_out == 15 * 600);
  CHECK(clients.at("editors").total.succeeded > 18 * 600);
}

TEST_CASE("an elastic address leads to a stand-by from the moment at which it is moved",
          "[aws][addresses]") {
  world::World world = watched(
      "[{at: 300.05s, stop: web}, {at: 360.05s, associate_address: site, instance: spare}]");
  world.run();
  const world::Result result = world.result();
  CHECK(result.clients.at("visitors").total.succeeded == 19 * 600);
  CHECK(result.clients.at("visitors").total.timed_out == 600);
  CHECK(result.instances.at("spare-1").finished == 14 * 600);
}

TEST_CASE("what is open when an address moves is never answered, and works for nobody",
          "[aws][addresses]") {
  world::World world = watched("[]");
  world.run_until(Time(5min + 2ms));
  const auto open = [&] { return world.view().instances.at("web-1").in_service; };
  while (open() == 0) world.run_until(world.now() + 1ms);
  world.apply({faults::Action::AssociateAddress{"site", "spare"}});
  world.run();
  const world::Result result = world.result();
  CHECK(result.clients.at("visitors").total.timed_out == 1);
  CHECK(result.instances.at("web-1").wasted == 1);
}

TEST_CASE("the journal says what became of addresses, and why not", "[aws][addresses]") {
  world::World world(scenario_of("{site: {instance: web-1}, far: {region: us-west-2}}"));
  world.run_until(Time(1s));
  world.apply({faults::Action::AssociateAddress{"site", "web-2"}});
  world.apply({faults::Action::AssociateAddress{"far", "web-2"}});
  world.apply({faults::Action::ReleaseAddress{"site"}});
  world.apply({faults::Action::DisassociateAddress{"far"}});
  world.apply({faults::Action::ReleaseAddress{"far"}});
  world.apply({faults::Action::ReleaseAddress{"far"}});
  world.apply({faults::Action::AllocateAddress{"site"}});
  world.run_until(Time(2s));
  const std::string journal = journal_of(world.result());
  for (const char* sentence :
       {"site is no longer associated with web-1", "site is associated with web-2",
        "web-1 has the public IP 240.0.0.6", "web-2 gives back the public IP 240.0.0.2",
        "far is not associated with web-2: the account has no such address in the instance's "
        "region "
        "(InvalidAllocationID.NotFound)",
        "site is not released: web-2 has it (InvalidIPAddress.InUse)",
        "far is not disassociated: no instance has it (InvalidAssociationID.NotFound)",
        "far is released: 240.0.0.4 is AWS's again",
        "far is not released: it is not allocated (InvalidAllocationID.NotFound)",
        "site is not allocated once more"}) {
    INFO(journal << sentence);
    CHECK(journal.find(sentence) != std::string::npos);
  }
}

namespace {

// Two instances, one of them for the office alone, and an address that moves between them.
world::Scenario with_groups(const std::string& rest) {
  return scenario::load_text("groups.yaml", R"(
region: us-east-1
zones: [a, b]
duration: 20m
services: {web: {handler: {wait: 5ms}}}
security_groups:
  open: {inbound: [{port: 80, from: anywhere}]}
  office: {inbound: [{port: 80, from: 203.0.113.0/24}]}
instances:
  web: {instance_type: m6i.large, service: web, security_groups: open}
  spare: {instance_type: m6i.large, service: web, security_groups: office}
elastic_ips: {site: {instance: web}}
)" + rest)
      .scenario;
}

traffic::Tally between(const world::Result& from, const world::Result& until,
                       const std::string& client) {
  traffic::Tally tally = until.clients.at(client).total;
  const traffic::Tally& before = from.clients.at(client).total;
  tally.requests -= before.requests;
  tally.succeeded -= before.succeeded;
  tally.timed_out -= before.timed_out;
  return tally;
}

}  // namespace

TEST_CASE("what asks an address passes the security groups of whoever has it", "[aws][addresses]") {
  world::World world(with_groups(R"(
clients:
  visitors: {to: site, rate: 10/s, arrivals: even, timeout: 2s}
  users: {to: site, users: 5, think: 500ms, timeout: 2s}
  office: {to: site, rate: 10/s, arrivals: even, timeout: 2s, source_ip: 203.0.113.0/28}
timeline:
  - {at: 300.05s, associate_address: site, instance: spare}
  - {at: 600.05s, disassociate_address: site}
  - {at: 900.05s, associate_address: site, instance: web}
)"));
  std::vector<world::Result> results;
  for (const Duration at : {5min, 10min, 15min, 20min}) {
    world.run_until(Time(at) + 50ms);
    results.push_back(world.result());
  }
  world.run();
  const world::Result end = world.result();
  CHECK(results[0].clients.at("visitors").total.succeeded > 2900);
  CHECK(results[0].clients.at("users").total.timed_out == 0);
  // By the group of spare: nobody but the office, and no connection from before.
  for (const char* const client : {"visitors", "users"}) {
    const traffic::Tally then = between(results[0], results[1], client);
    CHECK(then.succeeded == 0);
    CHECK(then.timed_out > 500);
  }
  CHECK(between(results[0], results[1], "office").succeeded > 2900);
  // Nobody has it, then web has it again.
  for (const char* const client : {"visitors", "users", "office"}) {
    CHECK(between(results[1], results[2], client).succeeded == 0);
    CHECK(between(results[2], results[3], client).succeeded > 2500);
  }
  CHECK(end.dropped.at("visitors to site") == 3000);
  CHECK(end.instances.at("spare-1").finished == 3000);
}

TEST_CASE("an edit counts for an address too, whoever has it", "[aws][addresses]") {
  world::World world(with_groups(R"(
clients:
  visitors: {to: site, rate: 10/s, arrivals: even, timeout: 2s}
  readers: {to: spare.public_ip, rate: 10/s, arrivals: even, timeout: 2s}
timeline:
  - {at: 300.05s, revoke: open, inbound: {port: 80, from: anywhere}}
  - {at: 600.05s, allow: office, inbound: {port: 80, from: anywhere}}
  - {at: 900.05s, associate_address: site, instance: spare}
)"));
  world.run();
  const world::Result result = world.result();
  CHECK(result.clients.at("visitors").total.succeeded == 2 * 3000);
  CHECK(result.clients.at("readers").total.succeeded == 3000);
  CHECK(result.dropped.at("readers to spare.public_ip") == 2 * 3000);
}

TEST_CASE("a tracked connection to an address outlasts an edit, and not a move",
          "[aws][addresses]") {
  const bool moves = GENERATE(false, true);
  CAPTURE(moves);
  const std::string move = moves ? "  - {at: 200s, associate_address: site, instance: web}\n"
                                   "  - {at: 201s, associate_address: site, instance: spare}\n"
                                 : "";
  world::World world(with_groups(
      "clients: {office: {to: site, users: 5, think: 500ms, timeout: 2s, source_ip: "
      "203.0.113.0/28}}\n"
      "timeline:\n"
      "  - {at: 100s, associate_address: site, instance: spare}\n" +
      move + "  - {at: 300s, revoke: office, inbound: {port: 80, from: 203.0.113.0/24}}\n" +
      (moves ? "  - {at: 400s, associate_address: site, instance: web}\n"
               "  - {at: 401s, associate_address: site, instance: spare}\n"
             : "")));
  world.run_until(Time(299s));
  const world::Result before = world.result();
  world.run_until(Time(399s));
  const world::Result edited = world.result();
  world.run_until(Time(402s));
  const world::Result moved = world.result();
  world.run();
  // What users opened since the last move is tracked.
  CHECK(between(before, edited, "office").succeeded > 900);
  const auto late = between(moved, world.result(), "office");
  CHECK((late.succeeded == 0) == moves);
}
