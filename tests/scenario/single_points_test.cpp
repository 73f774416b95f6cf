#include "squall/scenario/single_points.hpp"

#include "squall/scenario/drawing.hpp"
#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;

namespace {

const std::string two_zones = R"(
region: us-east-1
zones: [a, b]
duration: 1m
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
clients: {users: {to: front, rate: 1/s}}
)";

world::Scenario scenario_of(const std::string& text) {
  return scenario::load_text("points.yaml", text).scenario;
}

// "zone us-east-1a: users"
std::vector<std::string> points_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto& point : scenario::single_points(scenario_of(text)).found) {
    lines.push_back(scenario::text_of(point) + ":");
    for (const std::string& client : point.clients) lines.back() += " " + client;
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("two instances in two zones can lose either zone and either instance",
          "[scenario][points]") {
  CHECK(points_of(two_zones + R"(
services: {web: {handler: {cpu: 1ms}}}
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: [web]}}
)")
            .empty());
}

TEST_CASE("one instance cannot be lost, nor the zone that it is in", "[scenario][points]") {
  CHECK(points_of(two_zones + R"(
services: {web: {handler: {cpu: 1ms}}}
instances: {web: {count: 1, instance_type: m6i.large, service: web, target_groups: [web]}}
)") == Lines{"zone us-east-1a: users", "instance web-1: users"});
}

TEST_CASE("two lone instances of one group stand in for each other, two of two groups do not",
          "[scenario][points]") {
  const std::string fleets = R"(
services: {web: {handler: {cpu: 1ms}}}
instances:
  old: {zones: [a], instance_type: m5.large, service: web, target_groups: [web]}
  new: {zones: [b], instance_type: m6i.large, service: web, target_groups: [)";
  CHECK(points_of(two_zones + fleets + "web]}\n").empty());
  CHECK(points_of(R"(
region: us-east-1
zones: [a, b]
duration: 1m
target_groups: {web: {}, more: {}}
load_balancers: {front: {listeners: {80: {forward: {web: 50, more: 50}}}}}
clients: {users: {to: front, rate: 1/s}}
)" + fleets + "more]}\n") == Lines{"zone us-east-1a: users", "zone us-east-1b: users",
                                   "instance new-1: users", "instance old-1: users"});
}

TEST_CASE("what a handler calls has to be there: a database without a standby cannot be lost",
          "[scenario][points]") {
  const std::string shop = two_zones + R"(
services: {web: {handler: [{cpu: 1ms}, {call: orders}]}}
instances: {web: {count: 4, instance_type: m6i.large, service: web, target_groups: [web]}}
databases: {orders: {zone: b, queries: {read: 2ms}, multi_az: )";
  CHECK(points_of(shop + "false}}\n") == Lines{"zone us-east-1b: users", "database orders: users"});
  CHECK(points_of(shop + "true}}\n").empty());
}

TEST_CASE("a client is told only of what its own requests need", "[scenario][points]") {
  CHECK(points_of(R"(
region: us-east-1
zones: [a, b]
duration: 1m
services: {web: {handlers: {read: {cpu: 1ms}, write: [{call: orders}]}}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
instances: {web: {count: 4, instance_type: m6i.large, service: web, target_groups: [web]}}
databases: {orders: {queries: {read: 2ms}}}
clients:
  readers: {to: front, rate: 1/s, requests: {read: {}}}
  writers: {to: front, rate: 1/s, requests: {read: {}, write: {}}}
)") == Lines{"zone us-east-1a: writers", "database orders: writers"});
}

TEST_CASE("a record that fails over loses a region, a simple one does not", "[scenario][points]") {
  const std::string regions = R"(
region: us-east-1
duration: 1m
services: {web: {handler: {cpu: 1ms}}}
target_groups: {east: {}, west: {}}
load_balancers:
  east: {listeners: {80: east}}
  west: {region: us-west-2, listeners: {80: west}}
instances:
  here: {count: 2, instance_type: m6i.large, service: web, target_groups: [east]}
  there: {region: us-west-2, count: 2, instance_type: m5.large, service: web, target_groups: [west]}
clients: {users: {to: www, rate: 1/s}}
dns_records: {www: {to: [east, west], routing: )";
  CHECK(points_of(regions + "failover}}\n").empty());
  CHECK(points_of(regions + "simple}}\n") ==
        Lines{"region us-east-1: users", "region us-west-2: users"});
}

TEST_CASE("a place that hangs on one link of its own cannot lose it", "[scenario][points]") {
  CHECK(points_of(R"(
region: us-east-1
zones: [a, b]
duration: 1m
regions: {my-dc: {zones: [a]}}
links: {line: {between: [my-dc, us-east-1], round_trip: 4ms}}
services: {web: {handler: {cpu: 1ms}}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: [web]}}
clients: {office: {from: my-dc, to: front, rate: 1/s}}
)") == Lines{"link line: office"});
}

TEST_CASE("a drawing names everything once and shows who asks whom", "[scenario][points]") {
  const world::Scenario scenario = scenario_of(two_zones + R"(
services: {web: {handler: [{call: orders}, {call: orders}]}}
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: [web]}}
databases: {orders: {queries: {read: 2ms}}}
)");
  CHECK(scenario::drawing(scenario, scenario::DrawingKind::mermaid) == R"(flowchart LR
  n0(["users"])
  n1["front<br>ALB"]
  n2[["web"]]
  n3["web<br>2 x m6i.large"]
  n4[("orders<br>db.m6i.large")]:::alone
  n0 --> n1
  n1 --> n2
  n2 --> n3
  n3 --> n4
  classDef alone stroke:#d00,stroke-width:3px
)");
  const std::string dot = scenario::drawing(scenario, scenario::DrawingKind::dot);
  CHECK(dot.find("n4 [label=\"orders\\ndb.m6i.large\", shape=cylinder, color=red") !=
        std::string::npos);
  CHECK(dot.find("n3 -> n4;") != std::string::npos);
}
