// Runs tests/aws/publications.txt: a world for each row, and the points of a metric of it.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;

namespace {

// What a row says in braces, after what holds unless it says something else of it.
std::string with(const std::string& usual, const std::string& braces) {
  const std::string said = braces.substr(1, braces.size() - 2);
  if (said.empty()) return usual;
  const bool replaces = said.find(usual.substr(0, usual.find(':'))) != said.npos;
  return replaces ? said : usual + ", " + said;
}

// An entry of each zone, called like it.
std::string instances_in(const std::string& zones) {
  std::string instances;
  for (const char zone : {'a', 'b'}) {
    const auto count = std::count(zones.begin(), zones.end(), zone);
    if (count > 0)
      instances += fmt::format(
          "  {0}: {{count: {1}, zones: [{0}], instance_type: t3.micro, service: web, image: 2m, "
          "target_groups: web}}\n",
          zone, count);
  }
  return instances;
}

world::Result result_of(const std::vector<std::string>& row) {
  const bool users = row[5].find("users") != std::string::npos;
  world::World world(
      scenario::load_text("row.yaml",
                          fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 10m
services: {{web: {{{}}}}}
instances:
{}target_groups: {{web: {{{}}}}}
load_balancers: {{front: {{{}}}}}
clients: {{people: {{{}, {}}}}}
timeline: {}
metrics: {{keep: [{}]}}
)",
                                      with("handler: {wait: 10ms}", row[2]), instances_in(row[1]),
                                      with("health_check: {interval: 5s}", row[3]),
                                      with("listeners: {80: web}", row[4]),
                                      users ? "to: front" : "to: front, arrivals: even",
                                      row[5].substr(1, row[5].size() - 2), row[6], row[7]))
          .scenario);
  world.run();
  return world.result();
}

world::MetricResult metric_of(const std::vector<std::string>& row) {
  const world::Result result = result_of(row);
  REQUIRE(result.metrics.size() == 1);
  return result.metrics.front();
}

std::optional<double> value_at(const world::MetricResult& metric, Duration start) {
  for (const auto& point : metric.points)
    if (point.start == start) return point.value;
  return std::nullopt;
}

// "5=1", "5=1..2", "5=-" or "points=10".
void check(const world::MetricResult& metric, const std::string& word) {
  INFO(word);
  const auto equals = word.find('=');
  const std::string wanted = word.substr(equals + 1);
  if (word.starts_with("points")) {
    CHECK(std::to_string(metric.points.size()) == wanted);
    return;
  }
  const auto value = value_at(metric, std::stol(word.substr(0, equals)) * 60s);
  if (wanted == "-") {
    CHECK_FALSE(value);
    return;
  }
  const auto dots = wanted.find("..");
  const double least = std::stod(wanted.substr(0, dots));
  REQUIRE(value);
  CHECK(*value >= least);
  CHECK(*value <= (dots == wanted.npos ? least : std::stod(wanted.substr(dots + 2))));
}

}  // namespace

TEST_CASE("what is published is what AWS says", "[aws][publications]") {
  std::ifstream file(std::string(SQUALL_TESTS_DIR) + "/aws/publications.txt");
  REQUIRE(file.good());
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    INFO(line);
    const auto row = columns_of(line);
    REQUIRE(row.size() == 9);
    const world::MetricResult metric = metric_of(row);
    std::istringstream words(row[8]);
    for (std::string word; words >> word;) check(metric, word);
    ++rows;
  }
  CHECK(rows == 56);
}
