#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;

namespace {

const std::string head = "region: ap-northeast-2\nduration: 10s\n";

// A service of so many steps, asked for by so many classes that another service tells apart.
std::string asked_by(int classes, int steps, const std::string& last_step) {
  std::string handlers, requests, does;
  for (int i = 0; i < classes; ++i) {
    handlers += fmt::format("c{}: {{cpu: 1us}}, ", i);
    requests += fmt::format("c{}: 1, ", i);
  }
  for (int i = 1; i < steps; ++i) does += "{cpu: 1us}, ";
  return head + "services:\n  web: {handler: [" + does + last_step + "]}\n  api: {handlers: {" +
         handlers + "default: {cpu: 1us}}}\n" +
         "instances:\n  web: {instance_type: t3.micro, service: web}\n" +
         "  api: {instance_type: t3.micro, service: api}\n" +
         "clients: {users: {to: web, rate: 1/s, requests: {" + requests + "}}}\n";
}

std::vector<std::string> warned_about(const std::string& text) {
  std::vector<std::string> what;
  for (const Diagnostic& each : scenario::load_text("web.yaml", text).warnings)
    what.push_back(each.what);
  return what;
}

const std::string not_all =
    "requests lead to more than 300000 steps and calls, not all were looked at";

}  // namespace

TEST_CASE("a call that names no handler comes to the one of the caller's class",
          "[scenario][followed_calls]") {
  const std::string text = head + R"(
services:
  web: {handler: [{call: api}, {call: api.default}, {call: orders}]}
  api: {handlers: {default: {call: other.look}, buy: {call: other}}}
  other: {handlers: {default: {fail: 500}, buy: {wait: 5ms}, look: {wait: 1ms}}}
databases:
  offers: {queries: {buy: 9ms}}
  orders: {queries: {read: 2ms}}
instances:
  web: {instance_type: t3.micro, service: web}
  api: {instance_type: t3.micro, service: api}
  other: {instance_type: t3.micro, service: other}
clients: {users: {to: web, rate: 5/s, requests: {buy: 1}}}
)";
  CHECK(warned_about(text) == std::vector<std::string>{"nobody sends anything to 'offers'"});
  world::World world(scenario::load_text("web.yaml", text).scenario);
  world.run();
  const world::Result result = world.result();
  CHECK(result.totals.requests > 0);
  CHECK(result.totals.succeeded == result.totals.requests);
  CHECK(result.instances.at("api-1").finished == 2 * result.totals.requests);
  CHECK(result.instances.at("other-1").finished == 2 * result.totals.requests);
}

TEST_CASE("classes that no service tells apart are followed as one", "[scenario][followed_calls]") {
  std::string text = asked_by(400, 1000, "{call: api}");
  const auto handlers = text.find("api: {handlers: {") + 17;
  text.erase(handlers, text.find("default:") - handlers);
  CHECK(warned_about(text).empty());
}

TEST_CASE("where services call each other more than can be followed is refused",
          "[scenario][followed_calls]") {
  CHECK(scenario::said_about(asked_by(200, 1000, "{call: api}")).empty());
  const std::vector<std::string> said = scenario::said_about(asked_by(400, 1000, "{call: api}"));
  REQUIRE(said.size() == 1);
  CHECK(said[0] ==
        "web.yaml:9:1: error: requests lead to more than 300000 steps and calls, too many to tell "
        "whether services call each other in a circle (ask for fewer classes of requests, or write "
        "services that are alike as one)");
}

TEST_CASE("where no service calls another it is said that not all was looked at",
          "[scenario][followed_calls]") {
  const std::string text =
      asked_by(400, 1000, "{call: orders}") + "databases: {orders: {queries: {read: 1ms}}}\n";
  CHECK(scenario::said_about(text).empty());
  const std::vector<std::string> warned = warned_about(text);
  CHECK(std::count(warned.begin(), warned.end(), not_all) == 1);
}

TEST_CASE("a circle is found where not all was followed", "[scenario][followed_calls]") {
  const std::vector<std::string> said = scenario::said_about(asked_by(400, 1000, "{call: web}"));
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("services call each other in a circle: web -> web") != std::string::npos);
}
