#include "squall/report/csv.hpp"
#include "squall/report/json.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

using namespace squall;
using namespace squall::world;

namespace {

/// A shop whose group of two answers 600 requests a minute in 10 ms.
const std::string shop = R"(
region: us-east-1
zones: [a, b]
duration: 20m
services: {web: {handler: {cpu: 10ms}}}
target_groups: {web: {health_check: {interval: 10s}}}
load_balancers: {front: {listeners: {80: web}}}
auto_scaling_groups:
  web: {instance_type: m6i.large, service: web, target_groups: [web], min_size: 2, max_size: 4,
        detailed_monitoring: true}
clients: {people: {to: front, rate: 10/s, arrivals: even}}
)";

Result result_of(const std::string& more, const Recording& recording,
                 const std::string& scenario = shop) {
  World world(scenario::load_text("shop.yaml", scenario + more).scenario, recording);
  world.run();
  return world.result();
}

const MetricHistory* find(const Result& result, std::string_view space, std::string_view name) {
  for (const MetricHistory& each : result.history)
    if (each.key.space == space && each.key.name == name) return &each;
  return nullptr;
}

MetricHistory history(const Result& result, std::string_view space, std::string_view name) {
  const MetricHistory* found = find(result, space, name);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a history has a point of each minute, of groups, balancers, target groups and clients",
          "[report][history]") {
  const Result result = result_of("", {.history = true});
  for (const char* space : {"AWS/ApplicationELB", "AWS/AutoScaling", "AWS/EC2", "Squall/Client"}) {
    INFO(space);
    CHECK(std::any_of(result.history.begin(), result.history.end(),
                      [&](const MetricHistory& each) { return each.key.space == space; }));
  }
  const MetricHistory requests = history(result, "Squall/Client", "Requests");
  CHECK(requests.begin == 0s);
  REQUIRE(requests.values.size() == 20);
  for (const double value : requests.values) CHECK(std::abs(value - 600) <= 1);
  for (const double value : history(result, "AWS/ApplicationELB", "RequestCount").values)
    CHECK(std::abs(value - 600) <= 1);
  for (const double value : history(result, "Squall/Client", "Latency").values)
    CHECK(value == Approx(0.01).margin(0.003));
  for (const double value : history(result, "AWS/AutoScaling", "GroupInServiceInstances").values)
    CHECK(value == 2);
  CHECK(history(result, "AWS/EC2", "CPUUtilization").values.back() == Approx(2.5).margin(0.3));
}

TEST_CASE("nobody has a history who did not ask for one", "[report][history]") {
  CHECK(result_of("", {}).history.empty());
}

TEST_CASE("a history changes nothing but itself", "[report][history]") {
  const std::string trouble = "timeline: [{at: 5m, crash: web}, {at: 9m, fail_zone: b}]\n";
  Result with = result_of(trouble, {.history = true});
  CHECK_FALSE(with.history.empty());
  CHECK(report::json(with) == report::json(result_of(trouble, {})));
}

TEST_CASE("a history has no instances, no zones, and nothing that would have to be counted for it",
          "[report][history]") {
  const Result result = result_of("", {.history = true});
  for (const MetricHistory& each : result.history) {
    INFO(each.key.text());
    CHECK_FALSE(each.key.dimensions.contains("InstanceId"));
    CHECK_FALSE(each.key.dimensions.contains("AvailabilityZone"));
  }
  CHECK_FALSE(find(result, "AWS/EC2", "NetworkIn"));
  CHECK(find(result_of("metrics: {keep: [GroupMaxSize]}", {.history = true}), "AWS/EC2",
             "NetworkIn"));
}

TEST_CASE("what is kept anyway is not in the history too, unless it is another statistic",
          "[report][history]") {
  const std::string keep = "metrics: {keep: [{metric: Latency, client: people, statistic: ";
  CHECK_FALSE(find(result_of(keep + "Average}]}", {.history = true}), "Squall/Client", "Latency"));
  const Result p99 = result_of(keep + "p99}]}", {.history = true});
  CHECK(find(p99, "Squall/Client", "Latency"));
  CHECK(p99.metrics.front().points.size() == 20);
}

TEST_CASE("a minute without a value is missing in a history, and has no row in a table",
          "[report][history]") {
  std::string pausing = shop;
  pausing.replace(pausing.find("10/s"), 4, "{steps: {0: 10/s, 5m: 0, 15m: 10/s}}");
  const Result result = result_of("", {.history = true}, pausing);
  const MetricHistory latency = history(result, "Squall/Client", "Latency");
  REQUIRE(latency.values.size() == 20);
  CHECK_FALSE(std::isnan(latency.values[4]));
  CHECK(std::isnan(latency.values[10]));
  CHECK_FALSE(std::isnan(latency.values[19]));
  const auto files = report::csv({&result, 1});
  const auto table = std::find_if(files.begin(), files.end(), [](const report::CsvFile& file) {
    return file.name == "metrics.csv";
  });
  REQUIRE(table != files.end());
  const auto rows_at = [&](const std::string& minute) {
    const std::string cell = "Squall/Client,Latency,Client=people,Average,Seconds,60," + minute;
    return table->text.find(cell + ',') != std::string::npos;
  };
  CHECK(rows_at("240"));
  CHECK_FALSE(rows_at("600"));
  CHECK(rows_at("1140"));
}

TEST_CASE("what users see can be watched: errors, time-outs and percentiles of what they wait",
          "[report][history]") {
  const Result result = result_of(R"(
alarms:
  slow: {metric: Latency, client: people, statistic: p99, when: "> 400ms"}
  failing: {metric: Errors, client: people, statistic: Average, when: "> 0.4"}
  unheard: {metric: TimedOut, client: people, when: "> 100"}
metrics: {keep: [{metric: Errors, client: people}, {metric: TimedOut, client: people}]}
timeline: [{at: 5m, crash: web}]
)",
                                  {});
  const auto went_into_alarm = [&](const std::string& name) {
    const auto& changes = result.alarms.at(name).changes;
    return std::any_of(changes.begin(), changes.end(), [](const AlarmTurn& turn) {
      return turn.to == metrics::AlarmState::alarm && turn.at > 5min && turn.at < 8min;
    });
  };
  CHECK(went_into_alarm("failing"));
  CHECK_FALSE(went_into_alarm("slow"));
  CHECK_FALSE(went_into_alarm("unheard"));
  double errors = 0;
  for (const auto& point : result.metrics.at(0).points) errors += point.value;
  CHECK(errors == Approx(double(result.totals.failed + result.totals.refused)).margin(1));
  CHECK(result.metrics.at(1).points.front().value == 0);
}

TEST_CASE("percentiles of a client are those of the minute", "[report][history]") {
  std::string slow = shop;
  slow.replace(slow.find("cpu: 10ms"), 9, "wait: 600ms");
  slow.replace(slow.find("rate: 10/s"), 10, "rate: 10/s, timeout: 10s");
  const Result result = result_of(R"(
alarms: {slow: {metric: Latency, client: people, statistic: p99, when: "> 400ms"}}
metrics: {keep: [{metric: Latency, client: people, statistic: p99}]}
)",
                                  {}, slow);
  CHECK(result.alarms.at("slow").state == metrics::AlarmState::alarm);
  CHECK(result.metrics.front().points.size() == 20);
  for (const auto& point : result.metrics.front().points)
    CHECK(point.value == Approx(0.6).epsilon(0.02));
}

TEST_CASE("clients are told of what counts alone", "[report][history]") {
  const Result result = result_of("measure_from: 5m\nmetrics: {keep: [Requests]}", {});
  CHECK(result.metrics.front().points.front().start == 5min);
  CHECK(result.metrics.front().points.size() == 15);
}
