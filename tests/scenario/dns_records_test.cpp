#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

namespace {

// A machine in each of two regions, and clients near each.
const std::string two_regions = R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {wait: 5ms}}}
instances:
  seoul: {instance_type: t3.micro, service: web}
  virginia: {region: us-east-1, instance_type: t3.micro, service: web}
dns_records: {shop: {routing: latency, to: [seoul, virginia], ttl: 60s}}
clients:
  koreans: {from: busan, to: shop, rate: {constant: 50/s}, arrivals: even}
  americans: {from: new-york, to: shop, rate: 20/s}
)";

world::Scenario scenario_of(const std::string& text) {
  return scenario::load_text("test.yaml", text).scenario;
}

Duration time_of(const world::Result& result, const std::string& text) {
  for (const world::Happening& happening : result.journal)
    if (happening.text.find(text) != std::string::npos) return happening.at;
  return Duration::max();
}

}  // namespace

TEST_CASE("clients of a region that dies go to the other once checks and time to live have passed",
          "[scenario][dns_records]") {
  world::World world(scenario_of(two_regions + "timeline: [{at: 2m, crash: seoul}]\n"));
  world.run();
  const world::Result result = world.result();
  const Duration found = time_of(result, "shop finds seoul unhealthy") - 2min;
  CHECK(found > 60s);  // the third bad answer of one in 30 s
  CHECK(found <= 90s);
  CHECK(result.clients.at("americans").total.refused == 0);
  // All until then, and as many again as in half of the time to live.
  const double refused = 50 * (seconds(found) + 30);
  CHECK(static_cast<double>(result.clients.at("koreans").total.refused) ==
        Approx(refused).epsilon(0.03));
  CHECK(result.instances.at("seoul-1").finished > 50 * 119);
  CHECK(result.instances.at("virginia-1").finished > 50 * 300);
}

TEST_CASE("a service asks the nearest of a record, wherever its machine is",
          "[scenario][dns_records]") {
  world::World world(scenario_of(R"(
region: ap-northeast-2
duration: 1m
services:
  web: {handler: {call: stock}}
  stock: {handler: {wait: 5ms}}
instances:
  web-seoul: {instance_type: t3.micro, service: web}
  web-virginia: {region: us-east-1, instance_type: t3.micro, service: web}
  stock-seoul: {instance_type: t3.micro, service: stock}
  stock-virginia: {region: us-east-1, instance_type: t3.micro, service: stock}
dns_records: {stock: {routing: latency, to: [stock-seoul, stock-virginia]}}
clients:
  koreans: {to: web-seoul, rate: {constant: 10/s}, arrivals: even}
  americans: {to: web-virginia, rate: {constant: 30/s}, arrivals: even}
)"));
  world.run();
  const world::Result result = world.result();
  const auto finished = [&](const char* name) { return result.instances.at(name).finished; };
  // Beside the calls, two checks a minute.
  CHECK(finished("stock-seoul-1") == finished("web-seoul-1") + 2);
  CHECK(finished("stock-virginia-1") == finished("web-virginia-1") + 2);
  CHECK(finished("web-virginia-1") > 1700);
}

TEST_CASE("a region of one's own is led to by latency, and a slow link leads elsewhere",
          "[scenario][dns_records]") {
  const std::string at_home = R"(
region: ap-northeast-2
duration: 1m
regions: {my-dc: {zones: [a], near: seoul}}
services: {web: {handler: {wait: 5ms}}}
instances:
  home: {region: my-dc, instance_type: t3.micro, service: web}
  tokyo: {region: ap-northeast-1, instance_type: t3.micro, service: web}
dns_records: {shop: {routing: latency, to: [tokyo, home]}}
clients: {koreans: {from: seoul, to: shop, rate: {constant: 50/s}, arrivals: even}}
)";
  const auto finished_at_home = [](const std::string& text) {
    world::World world(scenario_of(text));
    world.run();
    return world.result().instances.at("home-1").finished;
  };
  CHECK(finished_at_home(at_home) > 2900);
  const std::string link = "links: {isdn: {between: [my-dc, ap-northeast-2], round_trip: 40ms}}\n";
  CHECK(finished_at_home(at_home + link) < 10);  // the checks alone
}
