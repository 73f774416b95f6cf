// Of what nobody asked no number is printed, anywhere.

#include "squall/experiment/comparison.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/report/comparison.hpp"
#include "squall/report/csv.hpp"
#include "squall/report/findings.hpp"
#include "squall/report/futures.hpp"
#include "squall/report/json.hpp"
#include "squall/report/summary.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>

#include <nlohmann/json.hpp>

using namespace squall;
using world::PromiseResult;

namespace {

// Ten a second in the second minute alone; nobody ever sends an order.
world::Scenario shop(const std::string& promises) {
  return scenario::load_text("shop.yaml", R"(
region: us-east-1
duration: 3m
services: {web: {handler: {wait: 10ms}}}
instances: {web: {instance_type: m6i.large, service: web}}
clients:
  users: {to: web, rate: {steps: {1m: 10/s, 2m: 0/s}}, arrivals: even}
  idle: {to: web, rate: 0/s}
slo: [)" + promises + "]\n")
      .scenario;
}

world::Result run(const world::Scenario& scenario) {
  world::World world(scenario);
  world.run();
  return world.result();
}

std::string line_with(const std::string& text, const std::string& part) {
  const auto at = text.find(part);
  INFO(text);
  REQUIRE(at != text.npos);
  const auto begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

}  // namespace

TEST_CASE("a promise about a time in which nobody asks is kept and has no value",
          "[report][nobody]") {
  const auto result =
      run(shop("p99 < 1s from 0s to 1m, mean > 1s from 0s to 1m, errors < 1% from "
               "0s to 1m, idle.max < 1s, p99 < 1s"));
  for (std::size_t i = 0; i < 4; ++i) {
    INFO(result.slo[i].promise.text);
    CHECK(result.slo[i].of_nobody);
    CHECK(result.slo[i].verdict == PromiseResult::Verdict::kept);
  }
  CHECK_FALSE(result.slo[4].of_nobody);
  const std::string text = report::summary(result, "shop.yaml");
  CHECK(line_with(text, "idle.max < 1s").find("-   nobody asked") != std::string::npos);
  CHECK(line_with(text, "p99 < 1s from").find("0 s ") == std::string::npos);
  CHECK(nlohmann::json::parse(report::json(result))["slo"][0]["value"].is_null());
}

TEST_CASE("how many failed, and how many a second, is known of nobody too", "[report][nobody]") {
  const auto result = run(shop("errors = 0 from 0s to 1m, throughput > 1/s from 0s to 1m"));
  CHECK_FALSE(result.slo[0].of_nobody);
  CHECK(result.slo[0].verdict == PromiseResult::Verdict::kept);
  CHECK_FALSE(result.slo[1].of_nobody);
  CHECK(result.slo[1].verdict == PromiseResult::Verdict::missed);
}

TEST_CASE("windows in which nobody asks neither break a promise nor give it its value",
          "[report][nobody]") {
  const auto result = run(shop("mean > 5ms each 1m, p99 < 1s each 1m"));
  CHECK(result.slo[0].verdict == PromiseResult::Verdict::kept);
  CHECK(result.slo[0].value == Approx(0.01));
  CHECK(result.slo[1].windows == 3);
  CHECK(result.slo[1].value == Approx(0.01).epsilon(0.02));
}

TEST_CASE("many runs that nobody asks have a dash where a number would be", "[report][nobody]") {
  experiment::Plan plan;
  plan.runs = 3;
  const auto found = experiment::findings_of(
      replicate(shop("p99 < 1s from 0s to 1m, idle.p99 < 1s, mean < 1s from 0s to 1m"), plan));
  const std::string text = report::findings(found, "shop.yaml");
  for (const char* promise : {"p99 < 1s from", "idle.p99 < 1s", "mean < 1s from"}) {
    const std::string line = line_with(text, promise);
    INFO(line);
    CHECK(line.find("✓ kept") != line.npos);
    CHECK(line.find("-   nobody asked") != line.npos);
  }
  const auto json = nlohmann::json::parse(report::findings_json(found));
  CHECK(json["slo"][0]["value"]["mean"].is_null());
}

TEST_CASE("a ratio, a quantile and a mean of nobody are empty in every file", "[report][nobody]") {
  const auto result = run(shop("idle.p99 < 1s, idle.errors < 1%"));
  const auto json = nlohmann::json::parse(report::json(result));
  CHECK(json["clients"]["idle"]["error_ratio"].is_null());
  CHECK(json["slo"][1]["value"].is_null());
  bool found = false;
  for (const report::CsvFile& file : report::csv({&result, 1})) {
    if (file.name == "clients.csv") {
      found = true;
      CHECK(line_with(file.text, ",idle,").find(",0,,0,,,") != std::string::npos);
    }
    if (file.name == "slo.csv")
      CHECK(line_with(file.text, "idle.p99").find(",true,,1,") != std::string::npos);
  }
  CHECK(found);
}

TEST_CASE("futures and designs that nobody asks show dashes", "[report][nobody]") {
  world::Scenario nobody = shop("");
  nobody.clients.erase("users");
  const auto result = run(nobody);
  const std::string futures = report::futures(result, result, 1min);
  CHECK(line_with(futures, "p99").find("0 s") == std::string::npos);
  CHECK(line_with(futures, "p99").find('-') != std::string::npos);
  experiment::Plan plan;
  plan.runs = 3;
  const std::string compared =
      report::comparison(experiment::compare({{"a", nobody}, {"b", nobody}}, plan), "shop.yaml");
  for (const char* measure : {"p50", "p95", "p99", "mean answer", "errors"}) {
    const std::string line = line_with(compared, measure);
    INFO(line);
    CHECK(line.find('0', line.find("  ", 4)) == line.npos);
  }
}
