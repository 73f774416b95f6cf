// What stands beside the numbers of many runs: theory, and where they begin to be those of later.

#include "squall/experiment/comparison.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/experiment/replications.hpp"
#include "squall/report/comparison.hpp"
#include "squall/report/findings.hpp"

#include "experiment/station.hpp"
#include "support/catch.hpp"

#include <string>

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::experiment;
using test::queue;

TEST_CASE("what is exact stands beside what is simulated", "[report][beside]") {
  Plan plan;
  plan.runs = 5;
  const world::Scenario scenario = queue(0.5, 200, 1000, 1);
  Findings found = findings_of(replicate(scenario, plan));
  CHECK(report::findings(found, "queue.yaml").find("exact") == std::string::npos);
  found.exact = exact_of(scenario);
  const std::string text = report::findings(found, "queue.yaml");
  INFO(text);
  CHECK(text.find("exact  M/M/1, 50% busy") != text.npos);
  CHECK(text.find("20.0 ms") != text.npos);
  const auto json = nlohmann::json::parse(report::findings_json(found));
  CHECK(json["exact"]["latency_ms"]["mean"].get<double>() == Approx(20));

  const Comparison both = compare({{"half", scenario}, {"retrying", queue(0.5, 0, 1000, 1)}}, plan);
  const std::string compared = report::comparison(both, "queue.yaml");
  INFO(compared);
  CHECK(compared.find("note   exact, half is M/M/1, 50% busy: mean 20.0 ms, p50 13.9 ms") !=
        compared.npos);
  CHECK(compared.find("retrying is M/M/1") == compared.npos);
}

TEST_CASE("what to write is said where the warm-up counts", "[report][beside]") {
  Plan plan;
  plan.runs = 60;
  plan.looks = 500;
  const Findings found = findings_of(replicate(queue(0.9, 0, 4000, 1), plan));
  const std::string text = report::findings(found, "queue.yaml");
  INFO(text);
  CHECK(text.find("note   warm-up: the first ") != text.npos);
  CHECK(text.find("'measure_from: ") != text.npos);
  const auto json = nlohmann::json::parse(report::findings_json(found));
  CHECK(json["warm_up"]["too_early"] == true);
  CHECK(json["warm_up"]["lasts_s"].get<double>() == Approx(seconds(*found.warm_up->lasts)));
}
