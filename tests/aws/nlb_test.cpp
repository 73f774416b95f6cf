// Runs tests/aws/nlb.txt: a world for each row, with a client in front.

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

// "good=a bad=ccc": how many targets of an entry are in which zones.
std::string instances_of(const std::string& text) {
  std::string instances;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const auto equals = word.find('=');
    const std::string zones = word.substr(equals + 1);
    std::string list;
    for (const char zone : zones)
      if (list.find(zone) == std::string::npos)
        list += (list.empty() ? "" : ", ") + std::string(1, zone);
    instances += fmt::format(
        "  {0}: {{count: {1}, zones: [{2}], instance_type: t3.micro, service: {0}, "
        "target_groups: web}}\n",
        word.substr(0, equals), zones.size(), list);
  }
  return instances;
}

world::Scenario scenario_of(const std::string& targets, const std::string& group,
                            const std::string& balancer, const std::string& client) {
  const bool two_zones = targets.find('c', targets.find('=')) != std::string::npos;
  const std::string check = group.find("health_check") == std::string::npos
                                ? "health_check: {protocol: http, path: /health, interval: 100s}"
                                : "deregistration_delay: 300s";
  return scenario::load_text("row.yaml",
                             fmt::format(R"(
region: ap-northeast-2
zones: [{}]
duration: 1h
services:
  good: {{handlers: {{default: {{wait: 5ms}}, health: {{wait: 1ms}}}}}}
  bad: {{handlers: {{default: {{wait: 5ms}}, health: {{fail: 503}}}}}}
instances:
{}
target_groups: {{web: {{{}{}}}}}
load_balancers: {{front: {}}}
clients: {{users: {{to: front{}}}}}
)",
                                         two_zones ? "a, c" : "a", instances_of(targets), check,
                                         inside(group), balancer, inside(client)))
      .scenario;
}

// The requests that the targets of an entry got.
std::uint64_t requests(const world::Result& result, const std::string& entry) {
  std::uint64_t sum = 0;
  for (const auto& [name, target] : result.target_groups.at("web").targets)
    if (name.rfind(entry + "-", 0) == 0) sum += target.requests;
  return sum;
}

class Row {
 public:
  explicit Row(const std::vector<std::string>& columns)
      : world_(scenario_of(columns[1], columns[2],
                           "{type: network, listeners: {80: web}" + inside(columns[3]) + "}",
                           columns[4])) {
    world_.run_until(Time(60s));
    happen(columns[5]);
    world_.run_until(Time(50min));
    before_ = world_.result();
    world_.run();
    after_ = world_.result();
    std::istringstream sights(columns[6]);
    std::string what;
    std::string bounds;
    while (sights >> what >> bounds) {
      INFO(what);
      const auto dots = bounds.find("..");
      CHECK(seen(what) >= std::stod(bounds.substr(0, dots)));
      CHECK(seen(what) <= std::stod(bounds.substr(dots + 2)));
    }
  }

 private:
  void happen(const std::string& event) {
    if (event == "-") return;
    const std::string entry = event.substr(event.find(' ') + 1);
    if (event.starts_with("crash")) return world_.apply({faults::Action::Crash{{entry}}});
    world_.apply({faults::Action::Deregister{{entry}}});
  }

  double seen(const std::string& what) const {
    const world::FlowsResult& flows = after_.load_balancers.at("front").flows.value();
    const std::map<std::string, std::uint64_t> counts{
        {"opened", flows.opened},
        {"active", flows.active},
        {"unhealthy_routing", flows.unhealthy_routing},
        {"rejected", flows.rejected},
        {"client_resets", flows.client_resets},
        {"target_resets", flows.target_resets},
        {"elb_resets", flows.elb_resets},
        {"peak_bytes", static_cast<std::uint64_t>(flows.peak_per_second.count)},
        {"failed", after_.totals.requests - after_.totals.succeeded}};
    if (const auto count = counts.find(what); count != counts.end())
      return static_cast<double>(count->second);
    if (what == "bytes_of_each")
      return static_cast<double>(after_.load_balancers.at("front").processed.count) /
             static_cast<double>(after_.load_balancers.at("front").received);
    const std::uint64_t all =
        after_.target_groups.at("web").requests - before_.target_groups.at("web").requests;
    const std::uint64_t its =
        what == "most" ? most() : requests(after_, what) - requests(before_, what);
    return 100 * static_cast<double>(its) / static_cast<double>(all);
  }

  // The requests of the last 10 minutes that one target got, of all the most.
  std::uint64_t most() const {
    std::uint64_t most = 0;
    for (const auto& [name, target] : after_.target_groups.at("web").targets) {
      const std::uint64_t before = before_.target_groups.at("web").targets.at(name).requests;
      most = std::max(most, target.requests - before);
    }
    return most;
  }

  world::World world_;
  world::Result before_;
  world::Result after_;
};

void see_refusal(const std::vector<std::string>& columns) {
  std::string said;
  try {
    scenario_of("good=a", "{}", columns[1], "{rate: 1/s}");
  } catch (const ScenarioError& error) {
    said = error.what();
  }
  INFO(said);
  CHECK(said.find(columns[2]) != std::string::npos);
}

}  // namespace

TEST_CASE("network balancers do what AWS writes of them", "[aws][nlb]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("nlb.txt")) {
    const auto& columns = each.columns;
    INFO(each.place);
    if (columns.size() == 3) see_refusal(columns);
    if (columns.size() == 7) Row row(columns);
    rows += columns.size() > 2;
  }
  CHECK(rows == 37);
}
