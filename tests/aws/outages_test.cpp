// A zone or a region is lost, with all that is in it, and comes back.

#include "squall/scenario/action.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>

using namespace squall;
using State = service::Server::State;

namespace {

const std::string shop = R"(
region: ap-northeast-2
zones: [a, c]
duration: 10m
services: {web: {handler: {wait: 10ms}}}
instances: {web: {count: 4, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {health_check: {interval: 5s, timeout: 2s}}}
load_balancers: {front: {listeners: {80: web}, zonal_shift: true}}
clients: {users: {to: front, rate: 100/s, timeout: 2s}}
)";

world::World world_of(const std::string& timeline, const std::string& rest = shop) {
  return world::World(
      scenario::load_text("test.yaml", rest + "timeline: [" + timeline + "]\n").scenario);
}

State state(const world::World& world, const std::string& instance) {
  return world.view().instances.at(instance).state;
}

std::uint64_t failures(const world::World& world) {
  const auto totals = world.result().totals;
  return totals.requests - totals.succeeded - totals.open;
}

bool happened(const world::Result& result, const std::string& text) {
  for (const world::Happening& each : result.journal)
    if (each.text.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("the instances of a lost zone are silent and come back", "[aws][outages]") {
  world::World world = world_of("{at: 2m, fail_zone: a, for: 3m}");
  world.run_until(Time(2min + 1s));
  CHECK(state(world, "web-1") == State::gone);
  CHECK(state(world, "web-2") == State::running);
  CHECK(state(world, "web-3") == State::gone);
  world.run_until(Time(5min + 1s));
  CHECK(state(world, "web-1") == State::running);
  world.run();
  const world::Result result = world.result();
  CHECK(happened(result, "fail_zone: ap-northeast-2a for 3m"));
  CHECK(happened(result, "DNS names front in ap-northeast-2a no more: it is gone"));
  CHECK(happened(result, "ap-northeast-2a is there again"));
  CHECK(happened(result, "DNS names front in ap-northeast-2a again"));
  CHECK(result.target_groups.at("web").targets.at("web-1").state == "healthy");
  CHECK(result.load_balancers.at("front").unheard > 0);
}

TEST_CASE("a lost zone fades out of DNS in a minute, and its targets must be found healthy again",
          "[aws][outages]") {
  world::World world = world_of("{at: 2m, fail_zone: a, for: 3m}");
  world.run_until(Time(3min + 5s));
  const std::uint64_t faded = failures(world);
  // Half of 100 a second at first, and none after 60 s.
  CHECK(faded > 1300);
  CHECK(faded < 2300);
  world.run_until(Time(5min));
  CHECK(failures(world) == faded);
  // The node in c has found them unhealthy; that in a is new, and believes its first probe.
  CHECK(happened(world.result(), "front in ap-northeast-2c finds web-1 unhealthy"));
  world.run();
  CHECK(failures(world) == faded);
  const world::Result result = world.result();
  CHECK(happened(result, "front in ap-northeast-2c finds web-1 healthy after 5 good"));
  CHECK(happened(result, "front in ap-northeast-2a finds web-1 healthy after 1 good"));
}

TEST_CASE("without a duration a zone is lost for good", "[aws][outages]") {
  world::World world = world_of("{at: 2m, fail_zone: ap-northeast-2a}");
  world.run();
  CHECK(state(world, "web-1") == State::gone);
  CHECK(state(world, "web-2") == State::running);
}

TEST_CASE("what is lost twice is back when both losses are over", "[aws][outages]") {
  const char* const others =
      GENERATE("{at: 2m, fail_zone: a, for: 1m}", "{at: 4m, fail_zone: a, for: 2m}",
               "{at: 2m, fail_region: ap-northeast-2, for: 2m}");
  world::World world = world_of(std::string("{at: 2m, fail_zone: a, for: 3m}, ") + others);
  const bool longer = std::string(others).find("4m") != std::string::npos;
  const Time back(longer ? 6min : 5min);
  world.run_until(back);
  CHECK(state(world, "web-1") == State::gone);
  world.run_until(back + 1s);
  CHECK(state(world, "web-1") == State::running);
  world.run();
  CHECK(world.result().target_groups.at("web").targets.at("web-1").state == "healthy");
}

TEST_CASE("what ends when the next begins is not there in between", "[aws][outages]") {
  world::World world = world_of("{at: 2m, fail_zone: a, for: 2m}, {at: 4m, fail_zone: a, for: 2m}");
  world.run_until(Time(5min));
  const auto finished = world.result().instances.at("web-1").finished;
  CHECK(state(world, "web-1") == State::gone);
  world.run_until(Time(6min));
  CHECK(world.result().instances.at("web-1").finished == finished);
}

TEST_CASE("what had stopped before its zone was lost, or stops meanwhile, does not come back",
          "[aws][outages]") {
  world::World world = world_of(
      "{at: 1m, stop: web-1}, {at: 1m, crash: web-3}, {at: 2m, fail_region: ap-northeast-2, for: "
      "1m}, {at: 150s, stop: web-2}");
  world.run_until(Time(4min));
  CHECK(state(world, "web-1") == State::gone);
  CHECK(state(world, "web-2") == State::gone);
  CHECK(state(world, "web-3") == State::dead);
  CHECK(state(world, "web-4") == State::running);
  world.run();
}

TEST_CASE("a hung process is a fresh one after its zone has been lost", "[aws][outages]") {
  world::World world = world_of("{at: 1m, hang: web-1}, {at: 2m, fail_zone: a, for: 1m}");
  world.run_until(Time(1min + 30s));
  CHECK(state(world, "web-1") == State::hung);
  world.run_until(Time(4min));
  CHECK(state(world, "web-1") == State::running);
}

TEST_CASE("users leave a lost zone with their first time-out", "[aws][outages]") {
  const char* const type = GENERATE("application", "network");
  CAPTURE(type);
  world::World world = world_of("{at: 2m, fail_zone: a, for: 5m}", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 10m
services: {{web: {{handler: {{wait: 10ms}}}}}}
instances: {{web: {{count: 4, instance_type: t3.micro, service: web, target_groups: web}}}}
target_groups: {{web: {{health_check: {{interval: 5s, timeout: 2s}}}}}}
load_balancers: {{front: {{type: {}, listeners: {{80: web}}}}}}
clients: {{users: {{to: front, users: 40, think: 1s, timeout: 2s}}}}
)",
                                                                               type));
  world.run_until(Time(3min + 10s));
  const std::uint64_t lost = failures(world);
  CHECK(lost >= 15);
  CHECK(lost < 700);
  world.run_until(Time(7min));
  CHECK(failures(world) == lost);
  world.run();
  CHECK(world.result().totals.timed_out < lost + 40);
}

TEST_CASE("who waits at a lost node of a CLB hears nothing; who comes later is served",
          "[aws][outages]") {
  std::string clb = shop;
  clb.replace(clb.find("{listeners: {80: web}, zonal_shift: true}"), 41,
              "{type: classic, cross_zone: true, listeners: {80: web}}");
  clb.replace(clb.find("{wait: 10ms}"), 12, "{wait: 1s}, workers: 1, backlog: 0");
  clb.replace(clb.find("{interval: 5s, timeout: 2s}"), 27,
              "{interval: 300s, unhealthy_threshold: 10}");
  clb.replace(clb.find("rate: 100/s, timeout: 2s"), 24, "rate: 6/s, timeout: 10s");
  world::World world = world_of("{at: 2m, fail_zone: a, for: 3m}", clb);
  world.run_until(Time(2min));
  const std::uint64_t waiting = world.result().load_balancers.at("front").open;
  CHECK(waiting > 4);  // more than the instances can have
  world.run_until(Time(2min + 1s));
  CHECK(world.result().load_balancers.at("front").unheard > waiting / 4);
  world.run();  // every balance holds
  const world::Result result = world.result();
  CHECK(result.load_balancers.at("front").open == 0);
  CHECK(result.clients.at("users").total.timed_out > 0);
}

TEST_CASE("a database goes with its zone, one with a stand-by for a minute", "[aws][outages]") {
  const auto [database, until] =
      GENERATE(table<const char*, int>({{"{queries: {read: 1ms}}", 300},
                                        {"{queries: {read: 1ms}, multi_az: true}", 180},
                                        {"{queries: {read: 1ms}, zone: c}", 120}}));
  CAPTURE(database);
  world::World world = world_of("{at: 2m, fail_zone: a, for: 3m}", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 10m
services: {{web: {{handler: {{call: {{to: orders.read, timeout: 1s}}}}}}}}
databases: {{orders: {}}}
instances: {{web: {{zones: c, instance_type: t3.micro, service: web}}}}
clients: {{users: {{to: web, rate: 10/s, timeout: 5s}}}}
)",
                                                                               database));
  world.run_until(Time(1s * until));
  const std::uint64_t failed = failures(world);
  CHECK((failed > 0) == (until > 120));
  world.run();
  CHECK(world.result().totals.failed <= failed + 15);
  CHECK(world.view().databases.at("orders").state == State::running);
}

TEST_CASE("clients of a lost region are led to another", "[aws][outages]") {
  world::World world = world_of("{at: 2m, fail_region: ap-northeast-2, for: 4m}", R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {wait: 10ms}}}
instances:
  home: {count: 2, instance_type: t3.micro, service: web, target_groups: home}
  away: {count: 2, region: us-east-1, instance_type: t3.micro, service: web, target_groups: away}
target_groups: {home: {}, away: {}}
load_balancers:
  home-front: {listeners: {80: home}}
  away-front: {region: us-east-1, listeners: {80: away}}
dns_records: {shop: {routing: failover, to: [home-front, away-front], ttl: 10s,
                     health_check: {interval: 10s, failure_threshold: 2}}}
clients: {users: {to: shop, rate: 50/s, timeout: 2s}}
)");
  world.run_until(Time(3min));
  CHECK(happened(world.result(), "shop finds home-front unhealthy"));
  const std::uint64_t lost = failures(world);
  CHECK(lost > 500);
  world.run();
  CHECK(failures(world) == lost);
  CHECK(world.result().instances.at("away-1").finished > 3000);
  CHECK(happened(world.result(), "shop finds home-front healthy again"));
}

TEST_CASE("a zone that is lost on the way is as one that the timeline loses", "[aws][outages]") {
  world::World planned = world_of(
      "{at: 2m, fail_zone: a, for: 3m}, {at: 3m, zonal_shift: front, "
      "away_from: c, for: 4m}");
  planned.run();
  const world::Scenario scenario = scenario::load_text("test.yaml", shop).scenario;
  world::World acted(scenario);
  acted.run_until(Time(2min));
  acted.apply(scenario::read_action("{fail_zone: a, for: 3m}", scenario));
  acted.run_until(Time(3min));
  acted.apply(scenario::read_action("{zonal_shift: front, away_from: c, for: 4m}", scenario));
  acted.run();
  const auto expected = planned.result();
  const auto got = acted.result();
  CHECK(got.totals.succeeded == expected.totals.succeeded);
  REQUIRE(got.journal.size() == expected.journal.size());
  for (std::size_t i = 0; i < got.journal.size(); ++i) {
    CHECK(got.journal[i].text == expected.journal[i].text);
    CHECK(got.journal[i].at == expected.journal[i].at);
  }
}
