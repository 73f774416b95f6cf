// Who asks again stays with the node of a balancer that the connection leads to. Each node uses the
// only target of its own zone, so targets tell which node a request came by.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

using namespace squall;

namespace {

// How many of the requests came by the first of two nodes.
struct Split {
  std::uint64_t first = 0;
  std::uint64_t all = 0;

  bool whole() const { return first == 0 || first == all; }
};

Split split_of(const std::string& client, const std::string& balancer = "") {
  const auto loaded = scenario::load_text("test.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 1h
services: {{web: {{handlers: {{default: {{wait: 10ms}}, bad: {{fail: 503}}}}}}}}
instances: {{web: {{count: 2, instance_type: t3.micro, service: web, target_groups: web}}}}
target_groups: {{web: {{cross_zone: false}}}}
load_balancers: {{front: {{listeners: {{80: web}}{}}}}}
clients: {{it: {{to: front, {}}}}}
)",
                                                                   balancer, client));
  world::World world(loaded.scenario);
  world.run();
  const auto result = world.result();
  const auto& targets = result.target_groups.at("web").targets;
  const std::uint64_t first = targets.at("web-1").requests;
  return {first, first + targets.at("web-2").requests};
}

}  // namespace

TEST_CASE("a user stays with one node", "[aws][connections]") {
  CHECK(split_of("users: 1, think: 1s").whole());
}

TEST_CASE("users without kept connections come by any node", "[aws][connections]") {
  const Split split = split_of("users: 1, think: 1s, keep_alive: 0s");
  CHECK((split.first > 1600 && split.first < 1960));
  CHECK(split.all > 3500);
}

TEST_CASE("a user who thinks for longer than a connection stays comes by any node",
          "[aws][connections]") {
  CHECK(split_of("users: 1, think: 59s").whole());
  CHECK_FALSE(split_of("users: 1, think: 61s").whole());
  CHECK_FALSE(split_of("users: 1, think: 11s", ", idle_timeout: 10s").whole());
  CHECK_FALSE(split_of("users: 1, think: 11s, keep_alive: 10s").whole());
}

TEST_CASE("a connection is idle from the answer on", "[aws][connections]") {
  // From question to question it is more than a second.
  CHECK(split_of("users: 1, think: 995ms", ", idle_timeout: 1s").whole());
}

TEST_CASE("a connection has an end", "[aws][connections]") {
  CHECK_FALSE(split_of("users: 1, think: 1s", ", client_keep_alive: 60s").whole());
}

TEST_CASE("a retry comes on a new connection", "[aws][connections]") {
  CHECK(split_of("users: 1, think: 1s, requests: {bad: 1}").whole());
  CHECK_FALSE(split_of("users: 1, think: 1s, requests: {bad: 1}, retry: 2").whole());
}

TEST_CASE("a session has a connection, the next one another", "[aws][connections]") {
  const Split split = split_of("rate: 1/s, session: {requests: 5, think: 1s}");
  CHECK_FALSE(split.whole());
  const double share = static_cast<double>(split.first) / static_cast<double>(split.all);
  CHECK((share > 0.45 && share < 0.55));
}

TEST_CASE("few connections share much unevenly", "[aws][connections]") {
  CHECK(split_of("rate: 20/s, connections: 1").whole());
  const Split three = split_of("rate: 20/s, connections: 3");
  const double share = static_cast<double>(three.first) / static_cast<double>(three.all);
  // 0, 1, 2 or 3 thirds.
  CHECK(std::abs(share * 3 - std::round(share * 3)) < 0.05);
}
