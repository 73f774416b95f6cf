#include "squall/world/world.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <string>

#include <fmt/format.h>

using namespace squall;

namespace {

// Instances i0, i1, .. each of a service of its own, which calls the next.
struct Chain {
  int calls;
  std::string form = "call: i{}";
  std::string client = "rate: 5/s";
};

std::string text_of(const Chain& chain) {
  std::string services, instances, balancers, groups;
  for (int i = 0; i <= chain.calls; ++i) {
    const std::string does =
        i == chain.calls ? "wait: 100ms" : fmt::format(fmt::runtime(chain.form), i + 1);
    services += fmt::format("  s{}: {{handler: {{{}}}}}\n", i, does);
    instances +=
        fmt::format("  i{0}: {{instance_type: t3.micro, service: s{0}, target_groups: g{0}}}\n", i);
    groups += fmt::format("  g{}: {{}}\n", i);
    balancers += fmt::format("  b{0}: {{listeners: {{80: g{0}}}}}\n", i);
  }
  return "region: ap-northeast-2\nduration: 2s\nservices:\n" + services + "instances:\n" +
         instances + "target_groups:\n" + groups + "load_balancers:\n" + balancers +
         "clients: {users: {to: i0, " + chain.client + "}}\n";
}

world::World world_of(const std::string& text) {
  return world::World(scenario::load_text("row.yaml", text).scenario);
}

}  // namespace

TEST_CASE("calls may wait for each other a thousand deep", "[scenario][deep_calls]") {
  const std::string form = GENERATE("call: i{}", "call: b{}", "call: {{to: b{}, retry: 2}}");
  INFO(form);
  world::World world = world_of(text_of({1000, form}));
  world.run();
  const auto users = world.result().clients.at("users").total;
  CHECK(users.requests > 0);
  CHECK(users.succeeded == users.requests);
}

TEST_CASE("a client may leave who waits for calls a thousand deep", "[scenario][deep_calls]") {
  world::World world = world_of(text_of({1000, "call: b{}", "rate: 5/s, timeout: 50ms"}));
  world.run();
  const auto users = world.result().clients.at("users").total;
  CHECK(users.requests > 0);
  CHECK(users.timed_out == users.requests);
}

TEST_CASE("calls that wait for each other deeper than that are refused", "[scenario][deep_calls]") {
  const std::vector<std::string> said = scenario::said_about(text_of({1001}));
  REQUIRE(said.size() == 1);
  CHECK(said[0] ==
        "web.yaml:4:24: error: services call each other 1001 deep from here, must be at most 1000 "
        "in services.s0.handler (write some of the services as one, with the steps of all)");
}

TEST_CASE("services may call each other, where no request comes back to where it was",
          "[scenario][deep_calls]") {
  world::World world = world_of(R"(
region: ap-northeast-2
duration: 10s
services:
  web: {handlers: {buy: {call: api.price}, show: {cpu: 1ms}}}
  api: {handlers: {price: {call: {to: web.show, retry: 2}}}}
instances:
  web: {instance_type: t3.micro, service: web}
  api: {instance_type: t3.micro, service: api}
clients: {users: {to: web, rate: 5/s, requests: {buy: 1}}}
)");
  world.run();
  const world::Result result = world.result();
  CHECK(result.totals.succeeded == result.totals.requests);
  CHECK(result.instances.at("web-1").finished == 2 * result.totals.requests);
  CHECK(result.instances.at("api-1").finished == result.totals.requests);
}
