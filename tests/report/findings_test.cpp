#include "squall/report/findings.hpp"

#include "squall/experiment/replications.hpp"
#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::experiment;

namespace {

world::Scenario shop(const std::string& more) {
  return scenario::load_text("shop.yaml", R"(
region: us-east-1
duration: 20s
seed: 7
services: {web: {workers: 1, handler: {cpu: {exponential: 10ms}}}}
instances: {web: {instance_type: t2.micro, service: web}}
clients: {shoppers: {to: web, rate: 80/s}}
)" + more)
      .scenario;
}

Findings runs_of(const world::Scenario& scenario, std::size_t runs, unsigned threads = 0) {
  return findings_of(replicate(scenario, {runs, std::nullopt, threads}));
}

}  // namespace

TEST_CASE("what many runs say is the same for any number of threads",
          "[report][findings][threads]") {
  const world::Scenario scenario = shop("slo: [p99 < 400ms]");
  const std::string alone = report::findings_json(runs_of(scenario, 13, 1));
  for (const unsigned threads : {2U, 5U, 0U})
    CHECK((report::findings_json(runs_of(scenario, 13, threads)) == alone));
}

TEST_CASE("the JSON of many runs has an estimate for every number of one", "[report][findings]") {
  const Findings found = runs_of(shop("slo: [p99 < 400ms]"), 5);
  const auto json = nlohmann::json::parse(report::findings_json(found));
  CHECK(json["runs"] == 5);
  CHECK(json["replications"].size() == 5);
  double sum = 0;
  for (const auto& run : json["replications"]) sum += run["totals"]["requests"].get<double>();
  CHECK(json["totals"]["requests"]["mean"].get<double>() == Approx(sum / 5));
  CHECK(json["totals"]["requests"]["n"] == 5);
  CHECK(json["instances"]["web-1"]["utilization"]["half_width"].get<double>() > 0);
  const auto& p99 = json["headlines"]["totals"]["all_latency_ms"]["p99"];
  CHECK(p99["low"] < p99["mean"]);
  CHECK(p99["mean"] < p99["high"]);
  CHECK(json["slo"][0]["promise"] == "p99 < 400ms");
}

TEST_CASE("a promise is kept or missed only where the interval says so", "[report][findings]") {
  const Findings found = runs_of(
      shop("slo: [p50 < 1s, p50 < 1ms, throughput > 1/s, throughput < 1/s, errors = 0]"), 5);
  const auto verdict = [&](std::size_t promise) { return found.slo[promise].verdict; };
  using Verdict = PromiseEstimate::Verdict;
  CHECK(verdict(0) == Verdict::kept);
  CHECK(verdict(1) == Verdict::missed);
  CHECK(verdict(2) == Verdict::kept);
  CHECK(verdict(3) == Verdict::missed);
  CHECK(verdict(4) == Verdict::kept);
  CHECK_FALSE(found.kept());
  const double p90 = found.totals.quantiles[1].value;
  const Findings near = runs_of(
      shop("slo: [p90 < " + ScalarText<Duration>::print(from_seconds(p90 * 1.02)) + "]"), 5);
  CHECK(near.slo[0].verdict == Verdict::cannot_tell);
  CHECK_FALSE(near.kept());
  const std::string text = report::findings(near, "shop.yaml");
  CHECK(text.find("? cannot tell") != std::string::npos);
  CHECK(text.find("would do") != std::string::npos);
}

TEST_CASE("where most requests get no answer, quantiles are time-outs and no numbers",
          "[report][findings]") {
  const Findings found = runs_of(shop("timeline: [{at: 2s, hang: web-1}]\nslo: [p99 < 400ms]"), 5);
  const std::string text = report::findings(found, "shop.yaml");
  CHECK(text.find("p99              time-out") != std::string::npos);
  CHECK(found.slo[0].verdict == PromiseEstimate::Verdict::missed);
}

TEST_CASE("of nobody there is nothing to tell, and no number is made up", "[report][findings]") {
  world::Scenario scenario = shop("slo: [p99 < 400ms]");
  scenario.clients.at("shoppers").scale = Ratio{0};
  const Findings found = runs_of(scenario, 3);
  CHECK(found.totals.answered.is_of_nothing());
  CHECK(found.totals.quantiles.back().is_of_nothing());
  CHECK(found.slo[0].verdict == PromiseEstimate::Verdict::kept);
  const std::string text = report::findings(found, "shop.yaml");
  CHECK(text.find("time-out") == std::string::npos);
  CHECK(text.find("unknown") == std::string::npos);
}

TEST_CASE("a mean that is endless in every run is missed", "[report][findings]") {
  const Findings found = runs_of(shop("timeline: [{at: 2s, hang: web-1}]\nslo: [mean < 1s]"), 3);
  CHECK(found.slo[0].verdict == PromiseEstimate::Verdict::missed);
}
