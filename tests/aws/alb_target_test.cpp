// Runs tests/aws/alb_target.txt: a world for each row, with a client before an NLB before an ALB.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

// "{a: 1}" as the fields of something that has others.
std::string inside(const std::string& braces) {
  const std::string fields = braces.substr(1, braces.size() - 2);
  return fields.empty() ? "" : ", " + fields;
}

world::Scenario scenario_of(const std::vector<std::string>& columns) {
  return scenario::load_text("row.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 10m
services:
  web: {{workers: 100, backlog: 10000, handlers: {{default: {{wait: 5ms}}, health: {{fail: 500}}}}}}
instances:
  web: {{count: 2, instance_type: t3.micro, service: web,
         target_groups: [web, sticky, own-zone, ill]}}
target_groups:
  web: {{}}
  sticky: {{stickiness: 1h}}
  own-zone: {{cross_zone: false}}
  ill: {{}}
  edge: {}
load_balancers:
  edge: {{type: network, listeners: {{443: edge}}{}}}
  inner: {{target_groups: edge{}}}
clients: {{users: {{to: edge{}}}}}
)",
                                                     columns[1], inside(columns[2]),
                                                     inside(columns[3]), inside(columns[4])))
      .scenario;
}

class Row {
 public:
  explicit Row(const std::vector<std::string>& columns) : world_(scenario_of(columns)) {
    world_.run_until(Time(5min));
    happen(columns[5]);
    world_.run();
    result_ = world_.result();
    const auto seen = counts();
    std::istringstream sights(columns[6]);
    std::string what;
    std::string bounds;
    while (sights >> what >> bounds) {
      INFO(what);
      REQUIRE(seen.contains(what));
      const auto dots = bounds.find("..");
      CHECK(seen.at(what) >= std::stoull(bounds.substr(0, dots)));
      CHECK(seen.at(what) <= std::stoull(bounds.substr(dots + 2)));
    }
  }

 private:
  void happen(const std::string& event) {
    if (event == "-") return;
    const std::string who = event.substr(event.find(' ') + 1);
    if (event.starts_with("crash")) return world_.apply({faults::Action::Crash{{who}}});
    if (event.starts_with("hang")) return world_.apply({faults::Action::Hang{{who}}});
    world_.apply({faults::Action::Deregister{{who}}});
  }

  using Counts = std::map<std::string, std::uint64_t>;

  Counts counts() const {
    const world::FlowsResult& flows = result_.load_balancers.at("edge").flows.value();
    Counts counts{
        {"refused", result_.totals.refused},    {"opened", flows.opened},
        {"rejected", flows.rejected},           {"unhealthy_routing", flows.unhealthy_routing},
        {"client_resets", flows.client_resets}, {"target_resets", flows.target_resets},
        {"elb_resets", flows.elb_resets}};
    for (const auto& [name, its] : result_.load_balancers) count(name, its, counts);
    const std::uint64_t followed = counts["inner.redirects"];
    counts["probes"] = result_.load_balancers.at("inner").received - followed -
                       result_.target_groups.at("edge").requests;
    const world::TargetResult& inner = result_.target_groups.at("edge").targets.at("inner");
    counts["edge.errors"] = inner.errors;
    counts["state." + inner.state] = 1;
    count_targets(counts);
    return counts;
  }

  static void count(const std::string& name, const world::BalancerResult& its, Counts& counts) {
    counts[name + ".by_target"] = its.by_target;
    counts[name + ".client_gone"] = its.client_gone;
    counts[name + ".fixed_responses"] = its.fixed_responses;
    counts[name + ".redirects"] = its.redirects;
    for (const int code : {502, 503, 504})
      counts[name + "." + std::to_string(code)] =
          its.own_codes.contains(code) ? its.own_codes.at(code) : 0;
  }

  // Those of the ALB, whatever their group.
  void count_targets(Counts& counts) const {
    for (const auto& [name, server] : result_.instances) counts["web.wasted"] += server.wasted;
    counts["web-1"] = counts["web-2"] = 0;
    for (const auto& [name, group] : result_.target_groups) {
      for (const auto& [target, got] : group.targets) {
        if (target == "inner") continue;
        counts[target] += got.requests;
        counts["web.errors"] += got.errors;
      }
    }
    counts["web"] = counts["web-1"] + counts["web-2"];
    const std::uint64_t most = std::max(counts["web-1"], counts["web-2"]);
    counts["most"] = counts["web"] == 0 ? 0 : (100 * most + counts["web"] / 2) / counts["web"];
  }

  world::World world_;
  world::Result result_;
};

}  // namespace

TEST_CASE("an ALB behind an NLB does what AWS writes of it", "[aws][alb_target]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("alb_target.txt")) {
    const auto& columns = each.columns;
    INFO(each.place);
    if (columns.size() != 7) continue;
    Row row(columns);
    ++rows;
  }
  CHECK(rows == 30);
}
