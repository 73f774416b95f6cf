// Runs tests/aws/application.txt: a world for each row, with a client in front.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

bool says(const std::string& text, const char* field) {
  return text.find(std::string(field) + ": ") == 0;
}

world::Result run(const std::vector<std::string>& columns) {
  const std::string& client = columns[3];
  std::string of_client = client;
  if (!says(client, "rate"))
    of_client += (of_client.empty() ? "" : ", ") + std::string("rate: 100/s");
  if (!says(client, "timeout")) of_client += ", timeout: 100s";
  world::World world(
      scenario::load_text("row.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [a, c]
duration: 100s
services: {{web: {{workers: 10000, handler: {{{}}}}}}}
instances:
  one: {{instance_type: t3.micro, service: web, target_groups: one}}
  two: {{instance_type: t3.micro, service: web, target_groups: two}}
target_groups:
  one: {{health_check: {{interval: 300s}}, deregistration_delay: 0s}}
  two: {{health_check: {{interval: 300s}}}}
load_balancers: {{front: {{listeners: {}}}}}
clients: {{users: {{to: front, {}}}}}
timeline: [{}]
)",
                                                  columns[1], columns[2], of_client, columns[4]))
          .scenario);
  world.run();
  return world.result();
}

std::uint64_t group(const world::Result& result, const std::string& name) {
  const auto found = result.target_groups.find(name);
  return found == result.target_groups.end() ? 0 : found->second.requests;
}

std::uint64_t connection_errors(const world::Result& result) {
  std::uint64_t errors = 0;
  for (const auto& [name, its] : result.target_groups)
    for (const auto& [target, counts] : its.targets) errors += counts.errors;
  return errors;
}

std::uint64_t count(const world::Result& result, const std::string& what) {
  const world::BalancerResult& front = result.load_balancers.at("front");
  if (what == "one" || what == "two") return group(result, what);
  if (what == "evaluations") return front.rule_evaluations;
  if (what == "client_gone") return front.client_gone;
  if (what == "fixed_responses") return front.fixed_responses;
  if (what == "redirects") return front.redirects;
  if (what == "connection_errors") return connection_errors(result);
  return front.own_codes.at(std::stoi(what));
}

// "two 100%" or "bytes_of_each 42000".
void see(const world::Result& result, const std::string& sight) {
  std::istringstream stream(sight);
  std::string what;
  std::string value;
  stream >> what >> value;
  INFO(sight);
  const world::BalancerResult& front = result.load_balancers.at("front");
  const auto ended = static_cast<double>(front.received - front.open);
  REQUIRE(ended > 5000);
  if (what == "bytes_of_each") {
    CHECK(static_cast<double>(front.processed.count) / ended == Approx(std::stod(value)));
  } else {
    const double percent = 100 * static_cast<double>(count(result, what)) / ended;
    const double expected = std::stod(value);
    const bool drawn = expected > 0 && expected < 50.1 && what != "redirects";
    CHECK(percent == Approx(expected).margin(drawn || expected == 66.7 ? 2 : 0));
  }
}

// Every request that came is in exactly one place.
void check_balance(const world::Result& result) {
  const world::BalancerResult& front = result.load_balancers.at("front");
  std::uint64_t own = front.redirects + front.fixed_responses + front.client_gone;
  for (const auto& [code, times] : front.own_codes) own += times;
  CHECK(front.received == front.by_target + own + front.open);
}

}  // namespace

TEST_CASE("application balancers do what AWS writes of them", "[aws][application]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("application.txt")) {
    const auto& columns = each.columns;
    if (each.left_out()) continue;
    INFO(each.place);
    REQUIRE(columns.size() == 6);
    ++rows;
    const world::Result result = run(columns);
    check_balance(result);
    std::istringstream sights(columns[5]);
    for (std::string sight; std::getline(sights, sight, ',');) see(result, sight);
  }
  CHECK(rows == 20);
}
