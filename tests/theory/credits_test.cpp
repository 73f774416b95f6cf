// Burstable instances with traffic: when they run out of credits, and what they do then.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

#include <fmt/format.h>

using namespace squall;

namespace {

world::World world_of(const std::string& instance, const std::string& client,
                      Duration duration = 4h, Duration settle = 0s) {
  return world::World(
      scenario::load_text("credits.yaml",
                          fmt::format(R"(
region: ap-northeast-2
duration: {}
settle: {}
services: {{web: {{workers: 100, backlog: 100000, handler: {{cpu: 100ms}}}}}}
instances: {{web: {{service: web, {}}}}}
clients: {{users: {{to: web, timeout: 10m, {}}}}}
)",
                                      ScalarText<Duration>::print(duration),
                                      ScalarText<Duration>::print(settle), instance, client))
          .scenario);
}

world::ServerResult server_of(const world::World& world) {
  return world.result().instances.at("web-1");
}

world::CreditsResult credits_of(const world::World& world) {
  return world.result().credits.at("web-1");
}

// So many are always there, and keep all vCPUs busy.
const std::string busy = "users: 8, think: 0s";

}  // namespace

TEST_CASE("a t3.micro with 288 credits works for 160 minutes and goes on at a tenth",
          "[theory][credits]") {
  world::World world =
      world_of("instance_type: t3.micro, credits: standard, initial_credits: 288", busy);
  world.run_until(Time(3h));
  const world::ServerResult before = server_of(world);
  REQUIRE(credits_of(world).first_throttled);
  CHECK(seconds(*credits_of(world).first_throttled) == Approx(9600).margin(1));
  CHECK(credits_of(world).balance < 0.01);
  REQUIRE(world.result().journal.size() == 1);
  CHECK(world.result().journal[0].text ==
        "web-1 has spent its CPU credits: it has 10% of its vCPUs");
  world.run_until(Time(4h));
  const world::ServerResult after = server_of(world);
  CHECK(static_cast<double>(after.finished - before.finished) ==
        Approx(2 * 0.1 * 36'000).margin(2));
  CHECK(after.utilization * 4 - before.utilization * 3 == Approx(0.1).margin(1e-4));
  CHECK(seconds(credits_of(world).throttled) == Approx(4 * 3600 - 9600).margin(5));
}

TEST_CASE("a full balance is what 24 idle hours earn, and a T2 has launch credits besides",
          "[theory][credits]") {
  for (const auto& [type, minutes] :
       {std::pair("t3.micro", 160.0), {"t2.micro", 190.0}, {"t2.small", 390.0}}) {
    INFO(type);
    world::World world =
        world_of(fmt::format("instance_type: {}, credits: standard", type), busy, 7h);
    world.run();
    const world::CreditsResult credits = credits_of(world);
    REQUIRE(credits.first_throttled);
    CHECK(seconds(*credits.first_throttled) / 60 == Approx(minutes).margin(0.1));
  }
}

TEST_CASE("a t3.micro in unlimited mode is never slow and is charged for what it cannot earn",
          "[theory][credits]") {
  world::World world = world_of("instance_type: t3.micro, initial_credits: 0", busy);
  world.run();
  CHECK(server_of(world).utilization == Approx(1).margin(1e-4));
  const world::CreditsResult credits = credits_of(world);
  CHECK(credits.throttled == 0ns);
  CHECK(credits.surplus == 288);
  CHECK(credits.charged == Approx(4 * 108 - 288).margin(0.01));
}

TEST_CASE("a t3.micro without credits does what its baseline can do, and requests wait",
          "[theory][credits]") {
  // Two jobs of 100 ms a second are its baseline: 90% of it, and 150%.
  world::World below = world_of("instance_type: t3.micro, credits: standard, initial_credits: 0",
                                "rate: 1.8/s, arrivals: even");
  below.run();
  CHECK(below.result().totals.succeeded == below.result().totals.requests);
  CHECK(server_of(below).utilization == Approx(0.09).margin(1e-3));
  CHECK(credits_of(below).balance == Approx(4 * 60 * 0.02).margin(0.05));

  world::World above = world_of("instance_type: t3.micro, credits: standard, initial_credits: 0",
                                "rate: 3/s, arrivals: even");
  above.run();
  CHECK(server_of(above).utilization == Approx(0.1).margin(1e-3));
  CHECK(static_cast<double>(server_of(above).finished) == Approx(4 * 7200).margin(100));
  CHECK(credits_of(above).balance < 0.01);
}

TEST_CASE("what comes after the end of a run throttles nobody in it", "[theory][credits]") {
  world::World world = world_of("instance_type: t3.micro, credits: standard, initial_credits: 0",
                                "rate: 12/s, arrivals: even", 1h, 10min);
  REQUIRE(world.result().credits.at("web-1").throttled == 0ns);
  world.run();
  const world::CreditsResult credits = credits_of(world);
  CHECK(seconds(credits.throttled + *credits.first_throttled) == Approx(3600).margin(0.1));
  CHECK(world.result().instances.at("web-1").billed == 1h);
}

TEST_CASE("credits are the same in whatever pieces a world is stepped", "[theory][credits]") {
  const std::string instance = "instance_type: t3.micro, credits: standard, initial_credits: 20";
  const std::string client = "rate: {steps: {0: 1/s, 30m: 12/s, 70m: 0.5/s}}";
  world::World whole = world_of(instance, client, 2h);
  world::World pieces = world_of(instance, client, 2h);
  for (int i = 1; i < 300; ++i) {
    pieces.run_until(Time(i * 23s + i * 1234567ns));
    pieces.result();
  }
  whole.run();
  pieces.run();
  CHECK(credits_of(whole).first_throttled);
  CHECK(credits_of(whole).balance == credits_of(pieces).balance);
  CHECK(credits_of(whole).throttled == credits_of(pieces).throttled);
  CHECK(server_of(whole).finished == server_of(pieces).finished);
}

TEST_CASE("a stopped instance earns nothing; a T2 has lost what it had", "[theory][credits]") {
  for (const auto& [type, balance] : {std::pair("t3.micro", 100.0), {"t2.micro", 0.0}}) {
    INFO(type);
    world::World world =
        world_of(fmt::format("instance_type: {}, credits: standard, initial_credits: 88", type),
                 "rate: 0/s");
    world.run_until(Time(1h));
    world.apply({faults::Action::Stop{{"web"}}});
    world.run();
    CHECK(credits_of(world).balance == balance);
  }
}
