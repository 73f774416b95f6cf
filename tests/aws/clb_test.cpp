// Runs tests/aws/clb.txt: a world for each row, with a client in front.

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

std::string zones_in(const std::string& letters) {
  if (letters.find('c') == std::string::npos) return "a";
  return letters.front() == 'c' ? "c" : "a, c";
}

// "web=a bad=ccc": how many instances of an entry are in which zones.
std::string instances_of(const std::string& text) {
  std::string instances;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const auto equals = word.find('=');
    const std::string zones = word.substr(equals + 1);
    instances += fmt::format(
        "  {0}: {{count: {1}, zones: [{2}], instance_type: t3.micro, service: {0}, "
        "target_groups: web}}\n",
        word.substr(0, equals), zones.size(), zones_in(zones));
  }
  return instances;
}

// "{a: 1}" as the fields of something that has others.
std::string inside(const std::string& braces) {
  const std::string fields = braces.substr(1, braces.size() - 2);
  return fields.empty() ? "" : ", " + fields;
}

std::string with_methods(std::string text) {
  for (const std::size_t length : {127u, 128u}) {
    const std::string word = "M" + std::to_string(length);
    const auto at = text.find(word);
    if (at != std::string::npos) text.replace(at, word.size(), std::string(length, 'M'));
  }
  return text;
}

struct Parts {
  std::string instances;
  std::string service;
  std::string group;
  std::string balancer;
  std::string client;
};

// Where there are instances that fail their probes, these are of a handler.
world::Scenario scenario_of(const Parts& parts) {
  const bool two_zones = parts.instances.find('c', parts.instances.find('=')) != std::string::npos;
  const bool some_fail = parts.instances.find("bad") != std::string::npos;
  const std::string page = parts.service.substr(parts.service.find(' ') + 1);
  const bool plain = parts.service.front() != '{';
  const auto with_probe = [&](const std::string& probe) {
    return fmt::format("handlers: {{default: {}, health: {}}}", page, probe);
  };
  const std::string web = plain ? parts.service : inside(parts.service).substr(2);
  return scenario::load_text(
             "row.yaml",
             fmt::format(R"(
region: ap-northeast-2
zones: [{}]
duration: 1h
services:
  web: {{{}}}
  fast: {{handler: {{wait: 10ms}}}}
  bad: {{{}}}
instances:
{}
target_groups: {{web: {}}}
load_balancers: {{front: {}}}
clients: {{users: {{to: front{}}}}}
)",
                         two_zones ? "a, c" : "a", some_fail ? with_probe("{wait: 1ms}") : web,
                         some_fail ? with_probe("{fail: 503}") : web, instances_of(parts.instances),
                         some_fail ? "{health_check: {path: /health}}" : parts.group,
                         parts.balancer, with_methods(inside(parts.client))))
      .scenario;
}

class Row {
 public:
  explicit Row(const std::vector<std::string>& columns)
      : world_(scenario_of(
            {columns[1], columns[2], columns[3], balancer_of(columns[4]), columns[5]})) {
    see_states(columns[7], Time(60s));
    world_.run_until(Time(60s));
    happen(columns[6]);
    see_states(columns[7], Time(50min));
    world_.run_until(Time(50min));
    before_ = world_.result();
    world_.run();
    after_ = world_.result();
    std::istringstream sights(columns[8]);
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
  static std::string balancer_of(const std::string& text) {
    const bool listens = text.find("listeners") != std::string::npos;
    return std::string("{type: classic") + (listens ? "" : ", listeners: {80: web}") +
           inside(text) + "}";
  }

  void happen(const std::string& event) {
    if (event == "-") return;
    const std::string word = event.substr(event.find(' ') + 1);
    world_.apply({faults::Action::Deregister{{word == "most" ? busiest(world_.result()) : word}}});
  }

  // "61s draining, 178s draining": those that come before a moment and have not been seen.
  void see_states(const std::string& states, Time until) {
    std::istringstream stream(states);
    std::string time;
    std::string state;
    for (int row = 0; stream >> time >> state; ++row) {
      const bool in_ms = time.find("ms") != std::string::npos;
      const Time at(in_ms ? Duration(std::stol(time) * 1ms) : Duration(std::stol(time) * 1s));
      if (row < seen_states_ || at >= until) continue;
      ++seen_states_;
      world_.run_until(at);
      INFO(time);
      CHECK(world_.result().target_groups.at("web").targets.at("web-1").state ==
            state.substr(0, state.find(',')));
    }
  }

  static std::string busiest(const world::Result& result) {
    const auto& targets = result.target_groups.at("web").targets;
    return std::max_element(
               targets.begin(), targets.end(),
               [](const auto& a, const auto& b) { return a.second.requests < b.second.requests; })
        ->first;
  }

  double percent(std::uint64_t requests) const {
    const std::uint64_t all =
        after_.target_groups.at("web").requests - before_.target_groups.at("web").requests;
    return 100 * static_cast<double>(requests) / static_cast<double>(all);
  }

  // What each target got in the last ten minutes.
  std::vector<std::uint64_t> late_requests(const std::string& entry) const {
    std::vector<std::uint64_t> requests;
    for (const auto& [name, target] : after_.target_groups.at("web").targets)
      if (name.rfind(entry, 0) == 0)
        requests.push_back(target.requests -
                           before_.target_groups.at("web").targets.at(name).requests);
    return requests;
  }

  double seen(const std::string& what) const {
    const world::BalancerResult& front = after_.load_balancers.at("front");
    if (what == "longest") return static_cast<double>(front.surge.value().queue_length);
    if (what == "spilled") return static_cast<double>(front.surge.value().spillover);
    if (what == "reset") return static_cast<double>(front.surge.value().resets);
    if (what == "answered") return static_cast<double>(front.by_target);
    if (what[0] >= '0' && what[0] <= '9')
      return static_cast<double>(front.own_codes.at(std::stoi(what)));
    const bool of_entry = what != "most" && what != "least";
    const auto requests = late_requests(of_entry ? what : "");
    if (what == "most") return percent(*std::max_element(requests.begin(), requests.end()));
    if (what == "least") return percent(*std::min_element(requests.begin(), requests.end()));
    std::uint64_t sum = 0;
    for (const std::uint64_t each : requests) sum += each;
    return percent(sum);
  }

  world::World world_;
  world::Result before_;
  world::Result after_;
  int seen_states_ = 0;
};

void see_refusal(const std::vector<std::string>& columns) {
  std::string said;
  try {
    scenario_of({"web=a", "handler: {wait: 5ms}", columns[1], columns[2], "{rate: 1/s}"});
  } catch (const ScenarioError& error) {
    said = error.what();
  }
  INFO(said);
  CHECK(said.find(columns[3]) != std::string::npos);
}

}  // namespace

TEST_CASE("classic balancers do what AWS writes of them", "[aws][clb]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("clb.txt")) {
    const auto& columns = each.columns;
    INFO(each.place);
    if (columns.size() == 4) see_refusal(columns);
    if (columns.size() == 9) Row row(columns);
    rows += columns.size() > 2;
  }
  CHECK(rows == 40);
}
