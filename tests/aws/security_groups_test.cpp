// Runs tests/aws/security_groups.txt: a world for each row. And what security groups do to what is
// under way, to calls and to health checks.

#include "squall/scenario/action.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

std::string groups_field(const std::string& groups) {
  return groups.empty() ? "" : ", security_groups: " + groups;
}

// "nlb with a" is an NLB that has group a, "a" an ALB that has it.
std::string balancer(const std::string& words) {
  const bool network = words.starts_with("nlb");
  const std::string groups = !network           ? words
                             : words.size() > 3 ? words.substr(words.rfind(' ') + 1)
                                                : "";
  return fmt::format("{{type: {}, listeners: {{80: web}}{}}}", network ? "network" : "application",
                     groups_field(groups));
}

world::Scenario scenario_of(const std::vector<std::string>& columns) {
  return scenario::load_text("row.yaml",
                             fmt::format(R"(
region: ap-northeast-2
zones: [a]
duration: 60s
services: {{web: {{port: {}, handler: {{wait: 10ms}}}}}}
instances: {{web: {{instance_type: t3.micro, service: web, target_groups: web{}}}}}
target_groups: {{web: {{health_check: {{interval: 300s}}}}}}
load_balancers: {{front: {}}}
security_groups: {{{}}}
clients: {{users: {{{}, rate: 10/s, timeout: 1s}}}}
timeline: [{{at: 30s, {}}}]
)",
                                         columns[4], groups_field(columns[2]), balancer(columns[3]),
                                         columns[1], columns[5], columns[6]))
      .scenario;
}

// What most of the requests since then met.
std::string met(const traffic::Tally& now, const traffic::Tally& before = {}) {
  const double all = static_cast<double>(now.requests - before.requests);
  const auto mostly = [&](std::uint64_t after, std::uint64_t earlier) {
    return static_cast<double>(after - earlier) > 0.9 * all;
  };
  if (mostly(now.succeeded, before.succeeded)) return "answered";
  if (mostly(now.refused, before.refused)) return "refused";
  if (mostly(now.timed_out, before.timed_out)) return "silence";
  if (mostly(now.failed, before.failed)) return "failed";
  return "this and that";
}

const std::string shop = R"(
region: ap-northeast-2
zones: [a]
duration: 3m
services:
  web: {handler: [{call: {to: orders, timeout: 1s}}]}
  slow: {handler: {wait: 20s}}
databases: {orders: {queries: {read: 1ms}, security_groups: orders}}
instances:
  web: {instance_type: t3.micro, service: web, target_groups: web, security_groups: web}
  slow: {instance_type: t3.micro, service: slow, security_groups: slow}
target_groups: {web: {health_check: {interval: 5s, timeout: 2s, port: 9000}}}
load_balancers: {front: {listeners: {80: web}, security_groups: front}}
)";

world::World world_of(const std::string& groups, const std::string& rest) {
  return world::World(
      scenario::load_text("test.yaml", shop + "security_groups: {" + groups + "}\n" + rest)
          .scenario);
}

bool happened(const world::Result& result, const std::string& text) {
  for (const world::Happening& each : result.journal)
    if (each.text.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("security groups let pass what AWS writes of them", "[aws][security_groups]") {
  const auto rows = rows_of("security_groups.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    REQUIRE(columns.size() == 9);
    world::World world(scenario_of(columns));
    world.run_until(Time(30s));
    const traffic::Tally before = world.result().totals;
    CHECK(met(before) == columns[7]);
    world.run();
    CHECK(met(world.result().totals, before) == columns[8]);
  }
  CHECK(rows.size() == 22);
}

TEST_CASE("an edit cuts what is under way untracked and spares what is tracked",
          "[aws][security_groups]") {
  const bool tracked = GENERATE(false, true);
  CAPTURE(tracked);
  const char* const from = tracked ? "198.18.0.0/15" : "anywhere";
  world::World world = world_of(
      fmt::format(
          "web: {{}}, orders: {{}}, front: {{}}, slow: {{inbound: [{{port: 80, from: {}}}]}}",
          from),
      fmt::format("clients: {{users: {{to: slow, rate: 5/s, timeout: 60s}}}}\n"
                  "timeline: [{{at: 1m, revoke: slow, inbound: {{port: 80, from: {}}}}}]\n",
                  from));
  world.run_until(Time(1min));
  const auto before = world.result().totals;
  const auto open = before.requests - before.succeeded;
  CHECK(open > 70);
  world.run_until(Time(3min));
  const auto after = world.result().totals;
  CHECK(after.succeeded - before.succeeded == (tracked ? open : 0));
  // The work was done all the same.
  CHECK(world.result().instances.at("slow-1").finished == before.requests);
  CHECK(world.result().dropped.at("users to slow, port 80") == after.requests - before.requests);
}

TEST_CASE("the health checks of a port that is not allowed time out", "[aws][security_groups]") {
  world::World world = world_of(
      "front: {inbound: [{port: 80, from: anywhere}]}, web: {inbound: [{port: 80, from: front}]}, "
      "orders: {inbound: [{port: 3306, from: web}]}, slow: {}",
      "begin: cold\nclients: {users: {to: front, rate: 5/s}}\n");
  world.run_until(Time(9s));
  CHECK(world.result().target_groups.at("web").targets.at("web-1").state == "initial");
  world.run_until(Time(2min));
  const auto before = world.result().totals;
  world.run();
  const world::Result result = world.result();
  CHECK(result.target_groups.at("web").targets.at("web-1").state == "unhealthy");
  CHECK(happened(result, "(Target.Timeout)"));
  CHECK_FALSE(happened(result, "healthy after"));
  // The balancer fails open, and its traffic has another port.
  CHECK(met(result.totals, before) == "answered");
  CHECK(result.dropped.contains("front to web, port 9000"));
}

TEST_CASE("instances of one group that lets itself in reach each other, and nobody else does",
          "[aws][security_groups]") {
  world::World world(scenario::load_text("test.yaml", R"(
region: ap-northeast-2
zones: [a]
duration: 1m
services:
  asks: {handler: [{call: {to: other, timeout: 1s}}]}
  answers: {port: 5000, handler: {wait: 1ms}}
instances:
  one: {instance_type: t3.micro, service: asks, security_groups: [default, web]}
  mute: {instance_type: t3.micro, service: asks, security_groups: web}
  other: {instance_type: t3.micro, service: answers, security_groups: default}
security_groups:
  default: {inbound: [{port: all, from: default}]}
  web: {inbound: [{port: 80, from: anywhere}]}
clients:
  a: {to: one, rate: 5/s, timeout: 3s}
  b: {to: mute, rate: 5/s, timeout: 3s}
  c: {to: other, rate: 5/s, timeout: 3s}
)")
                         .scenario);
  world.run();
  const auto clients = world.result().clients;
  CHECK(met(clients.at("a").total) == "answered");
  CHECK(met(clients.at("b").total) == "failed");
  CHECK(met(clients.at("c").total) == "silence");
}

TEST_CASE("a call that a database's group drops meets silence, and only from those instances",
          "[aws][security_groups]") {
  world::World world = world_of(
      "front: {inbound: [{port: 80, from: anywhere}]}, "
      "web: {inbound: [{port: all, from: front}]}, slow: {}, orders: {}",
      "clients: {users: {to: front, rate: 5/s}}\n"
      "timeline: [{at: 1m, allow: orders, inbound: {port: 3306, from: web}}]\n");
  world.run_until(Time(1min));
  const auto before = world.result().totals;
  CHECK(met(before) == "failed");
  CHECK(world.result().databases.at("orders").offered == 0);
  world.run();
  CHECK(met(world.result().totals, before) == "answered");
}

TEST_CASE("a call into another region comes from a public address", "[aws][security_groups]") {
  const std::string from = GENERATE("web", "172.31.0.0/16", "anywhere");
  CAPTURE(from);
  world::World world(scenario::load_text("test.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a]
duration: 1m
services: {{web: {{handler: [{{call: {{to: orders, timeout: 1s}}}}]}}}}
instances: {{web: {{instance_type: t3.micro, service: web, security_groups: web}}}}
databases: {{orders: {{region: us-east-1, queries: {{read: 1ms}}, security_groups: orders}}}}
security_groups:
  web: {{inbound: [{{port: 80, from: anywhere}}]}}
  orders: {{inbound: [{{port: 3306, from: {}}}]}}
clients: {{users: {{to: web, rate: 5/s}}}}
)",
                                                                  from))
                         .scenario);
  world.run();
  CHECK(met(world.result().totals) == (from == "anywhere" ? "answered" : "failed"));
}

TEST_CASE("what comes from some of a client's addresses passes, and the rest does not",
          "[aws][security_groups]") {
  world::World world = world_of(
      "slow: {}, front: {inbound: [{port: 80, from: 203.0.113.0/26}]}, "
      "web: {inbound: [{port: all, from: front}]}, orders: {inbound: [{port: 3306, from: web}]}",
      "clients: {users: {to: front, rate: 50/s, source_ip: 203.0.113.0/24, timeout: 2s}}\n");
  world.run();
  const auto total = world.result().totals;
  CHECK(static_cast<double>(total.succeeded) ==
        Approx(static_cast<double>(total.requests) / 4).epsilon(0.1));
  CHECK(total.succeeded + total.timed_out == total.requests);
}

TEST_CASE("an edit that changes nothing is told", "[aws][security_groups]") {
  world::World world = world_of(
      "slow: {}, front: {inbound: [{port: 80, from: anywhere}]}, "
      "web: {inbound: [{port: all, from: front}]}, orders: {inbound: [{port: 3306, from: web}]}",
      "clients: {users: {to: front, rate: 5/s}}\n"
      "timeline: [{at: 1m, revoke: front, inbound: {port: 80, from: anywhere}}, "
      "{at: 2m, revoke: front, inbound: {port: 80, from: anywhere}}, "
      "{at: 150s, allow: web, inbound: {port: all, from: front}}]\n");
  world.run();
  const world::Result result = world.result();
  CHECK(happened(result, "revoke: front, inbound 80 from anywhere"));
  CHECK(happened(result, "front has no such rule"));
  CHECK(happened(result, "web has that rule already, or as many as it may have"));
}
