// Runs tests/aws/status_checks.txt and tests/aws/survives.txt: a world for each row.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::rows_of;

namespace {

world::World world_of(const std::string& fields, const std::string& begin,
                      const std::string& timeline) {
  const std::string more = fields == "{}" ? "" : ", " + fields.substr(1, fields.size() - 2);
  return world::World(scenario::load_text("row.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 2h
begin: {1}
services: {{web: {{startup: 20s, handler: {{wait: 5ms}}}}}}
instances:
  machine: {{instance_type: m6i.large, count: 2, service: web, hibernation: true, image: 40s}}
  web: {{like: machine{0}}}
  held: {{like: machine, count: 1}}
elastic_ips: {{site: {{instance: held}}}}
clients: {{users: {{to: web-1, rate: 20/s, arrivals: even, timeout: 1s}}}}
timeline: {2}
)",
                                                                  more, begin, timeline))
                          .scenario);
}

// When the journal first says so; nothing where it does not.
std::optional<double> time_of(const world::World& world, std::string_view text) {
  const world::Result result = world.result();
  for (const world::Happening& each : result.journal)
    if (each.text.starts_with(text)) return seconds(each.at);
  return std::nullopt;
}

}  // namespace

TEST_CASE("status checks say what AWS writes that they do", "[aws][status_checks]") {
  const auto rows = rows_of("status_checks.txt");
  CHECK(rows.size() == 18);
  for (const auto& [place, head, row] : rows) {
    INFO(place);
    world::World world = world_of(row[1], row[2], row[3]);
    Duration until{};
    REQUIRE_FALSE(ScalarText<Duration>::read(row[4], until));
    world.run_until(Time(until));
    const world::ServerResult web = world.result().instances.at("web-1");
    CHECK(fmt::format("{} {}", word(web.system_status), word(web.instance_status)) == row[5]);
  }
}

TEST_CASE("what an instance has of its own survives as AWS writes of it",
          "[aws][status_checks][addresses]") {
  const auto rows = rows_of("survives.txt");
  CHECK(rows.size() == 5);
  const auto word = [](std::uint32_t now, std::uint32_t then) {
    return now == 0 ? "lost" : now == then ? "kept" : "new";
  };
  for (const auto& [place, head, row] : rows) {
    INFO(place);
    world::World world = world_of("{}", "warm", row[1]);
    const auto then = world.result().instances;
    world.run_until(Time(30min));
    const world::Result result = world.result();
    const auto& now = result.instances;
    CHECK(word(now.at("web-1").private_ip, then.at("web-1").private_ip) == row[2]);
    CHECK(word(now.at("web-1").public_ip, then.at("web-1").public_ip) == row[3]);
    CHECK(word(now.at("held-1").public_ip, then.at("held-1").public_ip) == row[4]);
    CHECK((result.elastic_ips.at("site").instance == "held-1") == (row[4] == "kept"));
    CHECK(result.elastic_ips.at("site").address == then.at("held-1").public_ip);
    // A boot takes 40 s, the start-up of the service 20 s more.
    const bool goes_on = time_of(world, "web-1 takes requests, 40s after it began").has_value();
    CHECK(goes_on == (row[5] == "kept"));
  }
}

TEST_CASE("a failed host is found within a minute, and left at the second look",
          "[aws][status_checks]") {
  world::World world = world_of("{}", "warm", "[{at: 5m, fail_host: [web-1, web-2]}]");
  world.run_until(Time(20min));
  const double found = time_of(world, "web-1 fails its system status check").value();
  CHECK(found > 300);
  CHECK(found <= 360);
  CHECK(time_of(world, "web-1 is recovered").value() == Approx(found + 60));
  CHECK(time_of(world, "web-1 takes requests, 52s").value() == Approx(found + 60 + 52));
  CHECK(time_of(world, "web-1 passes both status checks again").value() == Approx(found + 120));
  CHECK(time_of(world, "web-2 is recovered").value() != Approx(found + 60).margin(0.1));
  const auto users = world.result().clients.at("users").total;
  CHECK(users.timed_out >= 20 * static_cast<std::uint64_t>(found + 60 - 300 - 1));
  CHECK(users.refused >= 20 * 19);  // while the service starts up
}

TEST_CASE("a client of a frozen instance meets silence until somebody reboots it",
          "[aws][status_checks]") {
  world::World world =
      world_of("{}", "warm", "[{at: 5m, freeze: web-1}, {at: 15m, reboot: web-1}]");
  world.run_until(Time(30min));
  const auto users = world.result().clients.at("users").total;
  CHECK(users.timed_out == Approx(20 * (600 + 32)).epsilon(0.01));
  CHECK(users.refused == Approx(20 * 20).epsilon(0.05));
  CHECK(time_of(world, "web-1 fails its instance status check").has_value());
  CHECK_FALSE(time_of(world, "web-1 fails its system status check").has_value());
}
