#include "squall/report/comparison.hpp"

#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::experiment;

namespace {

Comparison compared(std::size_t runs, const std::vector<std::string>& demands) {
  std::vector<Design> designs;
  for (const std::string& demand : demands) {
    scenario::LoadOptions options;
    options.sets = {"services.web.handler={cpu: {exponential: " + demand + "}}"};
    designs.push_back({demand, scenario::load_text("shop.yaml", R"(
region: us-east-1
duration: 20s
services: {web: {workers: 1, handler: {cpu: 1ms}}}
instances: {web: {instance_type: t2.micro, service: web}}
clients: {shoppers: {to: web, rate: 40/s}}
slo: [p99 < 1s]
)",
                                                   options)
                                   .scenario});
  }
  return compare(designs, {runs, std::nullopt, 0});
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != text.npos);
  return true;
}

}  // namespace

TEST_CASE("a comparison claims no more than its intervals carry", "[report][compare]") {
  const std::string text = report::comparison(compared(10, {"10ms", "5ms", "10ms"}), "shop.yaml");
  says(text, "shop.yaml · 3 designs × 10 runs");
  says(text, "5ms is better than 10ms on p50, p95, p99 and mean answer; on errors and throughput");
  says(text, "10ms: no difference from 10ms is shown by 10 runs.");
  says(text, "(95%, paired, 2 comparisons)");
  says(text, "slo kept");
}

TEST_CASE("a comparison says how many runs would tell", "[report][compare]") {
  const std::string text = report::comparison(compared(2, {"10ms", "9.99ms"}), "shop.yaml");
  says(text, "would do for one of them");
}

TEST_CASE("a comparison as JSON has each measure of each design", "[report][compare]") {
  const auto json = nlohmann::json::parse(report::comparison_json(compared(5, {"10ms", "5ms"})));
  CHECK(json["designs"].size() == 2);
  const auto& faster = json["designs"][1];
  CHECK(faster["differences"]["p99_ms"]["verdict"] == "better");
  CHECK(faster["differences"]["p99_ms"]["mean"].get<double>() < 0);
  CHECK(faster["differences"]["mean_ms"]["unpaired_runs"].get<double>() > 5);
  CHECK(json["designs"][0]["values"]["throughput_per_s"]["mean"].get<double>() ==
        Approx(40).epsilon(0.1));
}
