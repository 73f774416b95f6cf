// Runs tests/aws/network.txt: a world for each row, whose requests take as long as their way. And
// what a world does while a link is cut or slow.

#include "squall/network/paths.hpp"
#include "squall/scenario/action.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

Duration duration_of(const std::string& text) {
  Duration duration{};
  REQUIRE_FALSE(ScalarText<Duration>::read(text, duration));
  return duration;
}

// "region: ap-northeast-2, zones: [a]" of "ap-northeast-2a".
std::string standing_in(const std::string& zone) {
  const auto letters = zone.find_first_of("abcdef", zone.find_last_of("0123456789"));
  std::string zones = zone.substr(letters);
  std::replace(zones.begin(), zones.end(), '+', ',');
  return fmt::format("region: {}, zones: [{}]", zone.substr(0, letters), zones);
}

world::Scenario scenario_of(const std::vector<std::string>& columns) {
  const std::string &client = columns[1], &balancer = columns[2], &server = columns[3],
                    &database = columns[4];
  const bool balanced = balancer != "-", calls = database != "-";
  std::string text = fmt::format(
      "region: ap-northeast-2\n"
      "duration: 20s\n"
      "services: {{web: {{handler: [wait: 1ms{}]}}}}\n"
      "instances: {{web: {{instance_type: t3.micro, service: web, {}{}}}}}\n"
      "clients: {{users: {{to: {}{}, rate: 20/s}}}}\n",
      calls ? ", call: orders" : "", standing_in(server), balanced ? ", target_groups: web" : "",
      balanced ? "front" : "web", client == "-" ? "" : ", from: " + client);
  if (balanced)
    text += fmt::format(
        "target_groups: {{web: {{}}}}\n"
        "load_balancers: {{front: {{{}, listeners: {{80: web}}}}}}\n",
        standing_in(balancer));
  if (calls)
    text += fmt::format(
        "databases: {{orders: {{instance_class: db.m6i.large, region: {}, zone: {}, "
        "queries: {{read: 1ms}}}}}}\n",
        database.substr(0, database.size() - 1), database.back());
  return scenario::load_text("row.yaml", text).scenario;
}

world::World world_of(const std::string& timeline, const std::string& rest) {
  return world::World(
      scenario::load_text("test.yaml", rest + "timeline: [" + timeline + "]\n").scenario);
}

const traffic::Tally& tally(const world::Result& result, const std::string& client) {
  return result.clients.at(client).total;
}

}  // namespace

TEST_CASE("a request takes as long as its way has been measured, and its work", "[aws][network]") {
  const auto rows = rows_of("network.txt");
  for (const AwsRow& each : rows) {
    const auto& columns = each.columns;
    REQUIRE(columns.size() == 6);
    INFO(each.place);
    world::World world(scenario_of(columns));
    world.run();
    const Duration work = columns[4] == "-" ? 1ms : 2ms;
    const traffic::Tally total = world.result().totals;
    CHECK(total.requests == total.succeeded);
    CHECK(total.requests > 300);
    const auto dots = columns[5].find("..");
    const Duration most = duration_of(columns[5].substr(dots == std::string::npos ? 0 : dots + 2));
    CHECK(total.latency.min() == work + duration_of(columns[5].substr(0, dots)));
    if (columns[4] == "-") {
      CHECK(total.latency.max() == work + most);
    } else {
      CHECK(total.latency.max() >= work + most);  // queries may wait for each other
    }
  }
  CHECK(rows.size() == 35);
}

namespace {

const std::string shop = R"(
region: ap-northeast-2
zones: [a]
duration: 6m
services: {web: {workers: 50, handler: {wait: 10ms}}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
clients:
  near: {from: seoul, to: front, rate: 50/s, timeout: 2s}
  far: {from: washington, to: front, rate: 50/s, timeout: 2s}
)";

// A service in Seoul whose database stands where only a line of its own leads.
const std::string own_line = R"(
region: ap-northeast-2
duration: 6m
regions: {dc: {zones: [a]}}
links: {line: {between: [ap-northeast-2, dc], round_trip: 4ms}}
services: {web: {workers: 200, handler: [{call: {to: orders, timeout: 1s}}]}}
instances: {web: {zones: [a], instance_type: t3.micro, service: web}}
databases: {orders: {region: dc, zone: a, queries: {read: 1ms}}}
clients: {users: {to: web, rate: 20/s, arrivals: even, timeout: 3s}}
)";

std::uint64_t timed_out_between(const std::string& timeline, const std::string& client,
                                Duration from, Duration to) {
  world::World world = world_of(timeline, shop);
  world.run_until(Time(from));
  const auto before = tally(world.result(), client).timed_out;
  world.run_until(Time(to));
  return tally(world.result(), client).timed_out - before;
}

bool happened(const world::Result& result, const std::string& text) {
  for (const world::Happening& each : result.journal)
    if (each.text.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("those behind a cut link meet silence until it is whole, and nobody else does",
          "[aws][network]") {
  world::World world = world_of("{at: 2m, cut_link: [seoul, ap-northeast-2], for: 1m}", shop);
  world.run();
  const world::Result result = world.result();
  const traffic::Tally& near = tally(result, "near");
  CHECK(near.timed_out > 2800);
  CHECK(near.timed_out < 3200);
  CHECK(near.refused + near.failed == 0);
  CHECK(near.succeeded + near.timed_out == near.requests);
  const traffic::Tally& far = tally(result, "far");
  CHECK(far.succeeded == far.requests);
  // And what was under way when it was cut.
  const auto received = result.load_balancers.at("front").received;
  CHECK(received >= near.succeeded + far.succeeded);
  CHECK(received < near.succeeded + far.succeeded + 50);
  CHECK(happened(result, "cut_link: seoul to ap-northeast-2 for 1m"));
  CHECK(happened(result, "the link from seoul to ap-northeast-2 is whole again"));
}

TEST_CASE("a link that is cut twice is whole when both cuts are over", "[aws][network]") {
  const std::string cuts =
      "{at: 1m, cut_link: [seoul, ap-northeast-2], for: 1m}, "
      "{at: 90s, cut_link: [ap-northeast-2, seoul], for: 1m}";
  CHECK(timed_out_between(cuts, "near", 125s, 150s) > 1000);
  CHECK(timed_out_between(cuts, "near", 155s, 300s) == 0);
}

TEST_CASE("what would pass a cut link takes another way where there is one", "[aws][network]") {
  const network::Paths whole;
  network::Paths detour;
  REQUIRE(detour.cut("ap-northeast-2", "us-east-1"));
  const auto before = whole.round_trip("washington", "ap-northeast-2a");
  const auto after = detour.round_trip("washington", "ap-northeast-2a");
  REQUIRE(before);
  REQUIRE(after);
  REQUIRE(*after > *before);
  world::World world = world_of("{at: 2m, cut_link: [ap-northeast-2, us-east-1]}", shop);
  world.run();
  const traffic::Tally far = tally(world.result(), "far");
  CHECK(far.succeeded == far.requests);
  CHECK(far.latency.min() == *before / 2 * 2 + 10ms);
  CHECK(far.latency.max() == *after / 2 * 2 + 10ms);
}

TEST_CASE("a slow link adds what it is slow by, and no more", "[aws][network]") {
  world::World world = world_of(
      "{at: 2m, slow_link: [us-east-1, ap-northeast-2], by: 300ms, for: 1m}, "
      "{at: 150s, slow_link: [ap-northeast-2, us-east-1], by: 50ms, for: 1m}",
      shop);
  world.run();
  const world::Result result = world.result();
  const traffic::Tally& far = tally(result, "far");
  CHECK(far.succeeded == far.requests);
  CHECK(far.latency.max() == far.latency.min() + 350ms);
  CHECK(tally(result, "near").latency.max() == tally(result, "near").latency.min());
  CHECK(happened(result, "is no longer slow"));
}

TEST_CASE("a call over a cut link ends with its time-out", "[aws][network]") {
  world::World world = world_of("{at: 2m, cut_link: [dc, ap-northeast-2], for: 1m}", own_line);
  world.run();
  const world::Result result = world.result();
  const traffic::Tally& users = tally(result, "users");
  CHECK(users.timed_out + users.refused == 0);
  CHECK(users.failed == 20 * 60);
  CHECK(users.latency.min() == 5ms);
  CHECK(result.databases.at("orders").offered == users.succeeded);
}

TEST_CASE("a link that is cut in the scenario is not there", "[aws][network]") {
  std::string text = own_line;
  text.replace(text.find("4ms"), 3, "4ms, cut: true");
  world::World world(scenario::load_text("test.yaml", text).scenario);
  world.run();
  CHECK(world.result().totals.succeeded == 0);
  CHECK(world.result().databases.at("orders").offered == 0);
}

TEST_CASE("with jitter a way is as long as before in the mean, for the same requests",
          "[aws][network]") {
  const auto run = [](const std::string& jitter) {
    world::World world = world_of("", shop + jitter);
    world.run();
    return world.result();
  };
  const world::Result still = run(""), varied = run("network: {jitter: 20%}\n");
  CHECK(tally(varied, "far").requests == tally(still, "far").requests);
  CHECK(tally(varied, "far").succeeded == tally(still, "far").succeeded);
  CHECK(seconds(tally(varied, "far").latency.mean()) ==
        Approx(seconds(tally(still, "far").latency.mean())).epsilon(0.01));
  CHECK(tally(varied, "far").latency.min() < tally(still, "far").latency.min());
  CHECK(tally(varied, "far").latency.max() > tally(still, "far").latency.max());
}

TEST_CASE("another run with the same jitter draws the same ways, whoever else comes",
          "[aws][network]") {
  const auto far = [](const std::string& near) {
    std::string text = shop + "network: {jitter: 50%}\n";
    text.replace(text.find("rate: 50/s"), 10, near);
    world::World world(scenario::load_text("test.yaml", text).scenario);
    world.run();
    return tally(world.result(), "far").latency;
  };
  const Histogram few = far("rate: 1/s"), many = far("rate: 60/s");
  CHECK(few.min() == many.min());
  CHECK(few.max() == many.max());
  CHECK(few.mean() == many.mean());
}

TEST_CASE("a link that is cut on the way is as one that the timeline cuts", "[aws][network]") {
  world::World planned = world_of("{at: 2m, cut_link: [seoul, ap-northeast-2], for: 1m}", shop);
  planned.run();
  const world::Scenario scenario = scenario::load_text("test.yaml", shop).scenario;
  world::World acted(scenario);
  acted.run_until(Time(2min));
  acted.apply(scenario::read_action("{cut_link: [seoul, ap-northeast-2], for: 1m}", scenario));
  acted.run();
  CHECK(acted.result().totals.succeeded == planned.result().totals.succeeded);
  CHECK(acted.result().totals.timed_out == planned.result().totals.timed_out);
}

TEST_CASE(
    "a zone that is cut off is silent to the nodes of the others, which find out, and to clients "
    "that were sent to its own",
    "[aws][network]") {
  world::World world =
      world_of("{at: 2m, cut_link: [ap-northeast-2, ap-northeast-2c], for: 2m}", R"(
region: ap-northeast-2
zones: [a, c]
duration: 6m
services: {web: {workers: 50, handler: {wait: 10ms}}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {health_check: {interval: 10s, timeout: 5s}}}
load_balancers: {front: {listeners: {80: web}}}
clients: {users: {to: front, rate: 50/s, timeout: 30s}}
)");
  world.run_until(Time(4min));
  const world::Result cut = world.result();
  CHECK(happened(cut, "front in ap-northeast-2a finds web-2 unhealthy"));
  const auto made_504 = cut.load_balancers.at("front").own_codes.at(504);
  CHECK(made_504 > 100);
  CHECK(cut.totals.failed == made_504);
  world.run();
  const world::Result result = world.result();
  CHECK(happened(result, "front in ap-northeast-2a finds web-2 healthy after"));
  CHECK(result.totals.refused == 0);
  // DNS names the node in the lost zone no longer, but some have heard of it up to 60 s before.
  const auto timed_out = [&result](Duration from, Duration until) {
    std::uint64_t count = 0;
    for (const world::CourseStep& step : result.course.steps)
      if (step.from >= from && step.until <= until) count += step.timed_out;
    return count;
  };
  CHECK(timed_out(2min, 3min) > 300);
  CHECK(result.totals.timed_out == timed_out(2min, 3min));
  // Once it is whole again both zones work.
  CHECK(result.target_groups.at("web").targets.at("web-2").requests > 5'000);
}

TEST_CASE("zones are as far from each other as the network and its links say", "[aws][network]") {
  const auto longest = [](const std::string& network) {
    world::World world = world_of("", network + R"(
region: ap-northeast-2
duration: 10s
services: {web: {handler: [wait: 1ms, call: orders]}}
instances: {web: {instance_type: t3.micro, service: web, zones: [a]}}
databases: {orders: {instance_class: db.m6i.large, zone: c, queries: {read: 1ms}}}
clients: {users: {to: web, rate: {constant: 10/s}, arrivals: even}}
)");
    world.run();
    return world.result().totals.latency.max();
  };
  CHECK(longest("") == 2800us);
  CHECK(longest("network: {between_zones: 3.4ms}\n") == 5400us);
  CHECK(longest("network: {between_zones: 0, jitter: 50%}\n") == 2ms);
  const std::string wide =
      "links: {wide: {between: [ap-northeast-2a, ap-northeast-2c], round_trip: 2ms}}\n";
  CHECK(longest(wide) == 4ms);
  CHECK(longest(wide + "network: {between_zones: 0}\n") == 4ms);
}

TEST_CASE("a probe to another zone takes the way as long, and may come back too late",
          "[aws][network]") {
  const auto run = [](const std::string& round_trip) {
    world::World world = world_of("", R"(
region: ap-northeast-2
zones: [a, c]
duration: 3m
services: {web: {handler: {wait: 10ms}}}
instances: {web: {count: 2, instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {health_check: {interval: 10s, timeout: 2s}}}
load_balancers: {front: {listeners: {80: web}}}
clients: {users: {to: front, rate: 1/s, timeout: 30s}}
links: {slow: {between: [ap-northeast-2a, ap-northeast-2c], round_trip: )" +
                                          round_trip + "}}\n");
    world.run();
    return world.result();
  };
  const world::Result late = run("2.1s");
  CHECK(happened(late, "front in ap-northeast-2a finds web-2 unhealthy"));
  CHECK(happened(late, "front in ap-northeast-2c finds web-1 unhealthy"));
  CHECK(!happened(late, "front in ap-northeast-2a finds web-1 unhealthy"));
  CHECK(!happened(late, "front in ap-northeast-2c finds web-2 unhealthy"));
  CHECK(!happened(run("1.9s"), "unhealthy"));
}
