#include "squall/scenario/loader.hpp"
#include "squall/world/published.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::world;

namespace {

/// A shop whose two instances answer 600 requests a minute in 10 ms, on 2 vCPUs each.
const std::string shop = R"(
region: ap-northeast-2
zones: [a]
duration: 20m
services: {web: {handler: {cpu: 10ms}}}
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: web}}
target_groups: {web: {health_check: {interval: 10s}}}
load_balancers: {front: {listeners: {80: web}}}
clients: {people: {from: ap-northeast-2, to: front, rate: 10/s, arrivals: even}}
)";

Result result_of(const std::string& more, const std::string& scenario = shop) {
  World world(scenario::load_text("shop.yaml", scenario + more).scenario);
  world.run();
  return world.result();
}

const MetricResult& metric(const Result& result, const std::string& name,
                           const std::string& thing = {}) {
  for (const MetricResult& each : result.metrics) {
    if (each.key.name != name) continue;
    if (thing.empty()) return each;
    for (const auto& [dimension, value] : each.key.dimensions)
      if (value == thing) return each;
  }
  FAIL("nobody keeps " << name);
  return result.metrics.front();
}

std::vector<double> values(const MetricResult& kept) {
  std::vector<double> values;
  for (const MetricResult::Point& point : kept.points) values.push_back(point.value);
  return values;
}

double sum(const MetricResult& kept) {
  double sum = 0;
  for (const double value : values(kept)) sum += value;
  return sum;
}

}  // namespace

TEST_CASE("a balancer publishes each minute what it has counted in it", "[report][metrics]") {
  const Result result = result_of("metrics: {keep: [RequestCount, HTTPCode_Target_2XX_Count]}");
  const MetricResult& requests = metric(result, "RequestCount", "front");
  CHECK(requests.period == 60s);
  CHECK(requests.points.size() == 20);
  CHECK(requests.points[1].start == 60s);
  for (const double value : values(requests)) CHECK(std::abs(value - 600) <= 1);
  CHECK(sum(metric(result, "HTTPCode_Target_2XX_Count", "front")) ==
        Approx(double(result.totals.succeeded)).margin(2));
}

TEST_CASE("10.1: without traffic there are zeros of what has targets, and nothing else",
          "[report][metrics]") {
  const Result result = result_of(
      "metrics: {keep: [RequestCount, HTTPCode_Target_2XX_Count, TargetResponseTime, "
      "RequestCountPerTarget]}",
      [] {
        std::string quiet = shop;
        quiet.replace(quiet.find("rate: 10/s"), 10, "rate: {steps: {0: 10/s, 10m: 0}}");
        return quiet;
      }());
  CHECK(metric(result, "HTTPCode_Target_2XX_Count", "front").points.size() == 10);
  CHECK(metric(result, "TargetResponseTime", "web").points.size() == 10);
  CHECK(metric(result, "RequestCount", "web").points.size() == 20);
  CHECK(values(metric(result, "RequestCount", "front")).back() == 0);
  CHECK(values(metric(result, "RequestCountPerTarget", "web")).back() == 0);
}

TEST_CASE(
    "10.3, 10.4: requests of each target are those of the healthy ones, or of all where none "
    "is",
    "[report][metrics]") {
  const std::string keep =
      "metrics: {keep: [RequestCountPerTarget, HealthyHostCount, UnHealthyHostCount]}\n";
  const Result one = result_of(keep + "timeline: [{at: 5m, hang: web-1}]");
  const auto per_target = values(metric(one, "RequestCountPerTarget"));
  CHECK(per_target[3] == Approx(300).margin(1));
  CHECK(per_target[10] == Approx(600).margin(1));
  CHECK(values(metric(one, "HealthyHostCount"))[10] == 1);
  CHECK(values(metric(one, "UnHealthyHostCount"))[10] == 1);

  const Result none =
      result_of(keep + "timeline: [{at: 5m, crash: web-1}, {at: 5m, crash: web-2}]");
  CHECK(values(metric(none, "RequestCountPerTarget"))[10] == Approx(300).margin(1));
  CHECK(values(metric(none, "HealthyHostCount"))[10] == 0);
}

TEST_CASE("10.5: one that is deregistered is not healthy, and not unhealthy", "[report][metrics]") {
  const Result result = result_of(
      "metrics: {keep: [HealthyHostCount, UnHealthyHostCount]}\n"
      "timeline: [{at: 5m, deregister: web-1}]");
  CHECK(values(metric(result, "HealthyHostCount"))[3] == 2);
  CHECK(values(metric(result, "HealthyHostCount"))[5] == 1);
  CHECK(values(metric(result, "UnHealthyHostCount"))[5] == 0);
}

TEST_CASE("what a balancer says itself is told from what its targets say", "[report][metrics]") {
  const Result result = result_of(
      "metrics: {keep: [HTTPCode_ELB_5XX_Count, HTTPCode_ELB_502_Count, "
      "TargetConnectionErrorCount, HTTPCode_Target_5XX_Count]}\n"
      "timeline: [{at: 5m, crash: web-1}, {at: 5m, crash: web-2}]");
  const auto& codes = result.load_balancers.at("front").own_codes;
  CHECK(sum(metric(result, "HTTPCode_ELB_502_Count")) == Approx(double(codes.at(502))).margin(1));
  CHECK(sum(metric(result, "HTTPCode_ELB_5XX_Count")) == Approx(double(codes.at(502))).margin(1));
  CHECK(metric(result, "HTTPCode_ELB_5XX_Count").points.front().start == 5min);
  CHECK(sum(metric(result, "TargetConnectionErrorCount", "web")) > 8000);
  CHECK(metric(result, "HTTPCode_Target_5XX_Count").points.empty());
}

TEST_CASE("percentiles of the response time are those of the minute, not of the run",
          "[report][metrics]") {
  std::string slow = shop;
  slow.replace(slow.find("10ms"), 4, "20ms");
  const std::string keep =
      "metrics: {keep: [{metric: TargetResponseTime, target_group: web, "
      "statistic: p99}]}\n";
  const Result result = result_of(keep + "timeline: [{at: 10m, hang: web-1}]", slow);
  const MetricResult& p99 = metric(result, "TargetResponseTime");
  CHECK(ScalarText<metrics::Statistic>::print(p99.statistic) == "p99");
  CHECK(p99.unit == "Seconds");
  for (const double value : values(p99)) CHECK(value == Approx(0.02).margin(0.003));
}

TEST_CASE(
    "an instance says each five minutes how busy it was, with detailed monitoring each minute",
    "[report][metrics]") {
  const std::string keep = "metrics: {keep: [CPUUtilization, StatusCheckFailed]}\n";
  const Result basic = result_of(keep);
  const MetricResult& cpu = metric(basic, "CPUUtilization", "web-1");
  CHECK(cpu.period == 5min);
  REQUIRE(cpu.points.size() == 4);
  // Half of 10 requests a second, 10 ms each, on 2 vCPUs; and health checks.
  for (const double value : values(cpu)) CHECK(value == Approx(2.5).margin(0.3));
  CHECK(metric(basic, "StatusCheckFailed", "web-2").points.size() == 20);

  std::string detailed = shop;
  detailed.replace(detailed.find("count: 2"), 8, "count: 2, detailed_monitoring: true");
  const Result each_minute = result_of(keep, detailed);
  CHECK(metric(each_minute, "CPUUtilization", "web-1").points.size() == 20);
}

TEST_CASE("10.7, 10.8: credits come each five minutes, and nothing of what does not run",
          "[report][metrics]") {
  std::string burstable = shop;
  burstable.replace(burstable.find("m6i.large"), 9, "t3.micro");
  const Result result = result_of(
      "metrics: {keep: [CPUCreditBalance, CPUCreditUsage, CPUSurplusCreditBalance, "
      "CPUUtilization, StatusCheckFailed]}\n"
      "timeline: [{at: 7m, stop: web-1}]",
      burstable);
  CHECK(metric(result, "CPUCreditBalance", "web-2").points.size() == 4);
  CHECK(metric(result, "CPUCreditBalance", "web-1").points.size() == 1);
  CHECK(metric(result, "CPUUtilization", "web-1").points.size() == 1);
  CHECK(metric(result, "StatusCheckFailed", "web-1").points.size() == 7);
  // A credit is a vCPU for a minute.
  const double usage = values(metric(result, "CPUCreditUsage", "web-2")).front();
  const double utilization = values(metric(result, "CPUUtilization", "web-2")).front();
  CHECK(usage == Approx(utilization / 100 * 2 * 5).epsilon(0.01));
}

TEST_CASE("status checks that fail are ones", "[report][metrics]") {
  const Result result = result_of(
      "metrics: {keep: [StatusCheckFailed, StatusCheckFailed_System, StatusCheckFailed_Instance]}\n"
      "timeline: [{at: 5m, freeze: web-1}]");
  CHECK(values(metric(result, "StatusCheckFailed", "web-1"))[2] == 0);
  CHECK(values(metric(result, "StatusCheckFailed", "web-1"))[10] == 1);
  CHECK(values(metric(result, "StatusCheckFailed_Instance", "web-1"))[10] == 1);
  CHECK(values(metric(result, "StatusCheckFailed_System", "web-1"))[10] == 0);
  CHECK(values(metric(result, "StatusCheckFailed", "web-2"))[10] == 0);
}

TEST_CASE("periods lie on the wall clock where the run has one", "[report][metrics]") {
  const Result result =
      result_of("metrics: {keep: RequestCount}\nstart: 2026-11-27T09:00:30+09:00");
  const MetricResult& requests = metric(result, "RequestCount", "front");
  CHECK(requests.points.front().start == -30s);
  CHECK(requests.points[1].start == 30s);
  CHECK(values(requests).front() == Approx(300).margin(1));
}

TEST_CASE("an NLB and a CLB publish metrics of their own", "[report][metrics]") {
  const auto with = [](const std::string& type) {
    std::string scenario = shop;
    const std::string listeners = "listeners: {80: web}";
    scenario.replace(scenario.find(listeners), listeners.size(), type + ", " + listeners);
    return scenario;
  };
  const Result network = result_of(
      "metrics: {keep: [NewFlowCount, ActiveFlowCount, ProcessedBytes, "
      "TCP_Target_Reset_Count, HealthyHostCount]}\n",
      with("type: network"));
  CHECK(sum(metric(network, "NewFlowCount")) ==
        Approx(double(network.load_balancers.at("front").flows->opened)).margin(1));
  CHECK(values(metric(network, "TCP_Target_Reset_Count")).back() == 0);
  CHECK(metric(network, "NewFlowCount").key.space == "AWS/NetworkELB");
  CHECK(values(metric(network, "HealthyHostCount")).front() == 2);

  const Result classic = result_of(
      "metrics: {keep: [RequestCount, Latency, HealthyHostCount, HTTPCode_Backend_2XX]}\n",
      with("type: classic"));
  CHECK(metric(classic, "RequestCount").key.text() ==
        "AWS/ELB RequestCount LoadBalancerName=front");
  CHECK(sum(metric(classic, "HTTPCode_Backend_2XX")) ==
        Approx(double(classic.totals.succeeded)).margin(2));
  CHECK(values(metric(classic, "Latency")).front() == Approx(0.01).margin(0.002));
  CHECK(values(metric(classic, "HealthyHostCount")).front() == 2);
}

TEST_CASE("each metric of the catalogue can be kept, and no two have one key",
          "[report][metrics]") {
  const auto scenario = scenario::load_text("shop.yaml", shop).scenario;
  const MetricCatalogue catalogue(scenario);
  std::string keep;
  std::vector<std::string> keys;
  for (const PublishedMetric& each : catalogue.all()) {
    keys.push_back(each.key.text());
    keep += (keep.empty() ? "" : ", ") + each.key.name;
    CHECK_FALSE(catalogue.problem_of(MetricName{each.key.name, {}, {}, {}, {}}));
  }
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
  const Result result = result_of("metrics: {keep: [" + keep + "]}");
  CHECK(result.metrics.size() >= keys.size());
}

TEST_CASE("a star is every metric: of all, of one thing, or of a zone", "[report][metrics]") {
  const auto scenario = scenario::load_text("shop.yaml", shop).scenario;
  const auto all = MetricCatalogue(scenario).all();
  const auto with_zone = [&](bool zoned) {
    return std::count_if(all.begin(), all.end(),
                         [&](const PublishedMetric& each) { return !each.zone.empty() == zoned; });
  };
  const auto kept = [](const std::string& keep) {
    return static_cast<std::ptrdiff_t>(result_of("metrics: {keep: [" + keep + "]}").metrics.size());
  };
  CHECK(kept("\"*\"") == with_zone(false));
  const std::ptrdiff_t of_one_zone = kept("{metric: \"*\", zone: a}");
  CHECK(of_one_zone > 0);
  CHECK(with_zone(true) % of_one_zone == 0);
  const Result one = result_of("metrics: {keep: [{metric: \"*\", instance: web-1}]}");
  CHECK(one.metrics.size() > 5);
  for (const MetricResult& each : one.metrics)
    CHECK(each.key.dimensions.at("InstanceId") == "web-1");
}

TEST_CASE("an instance says how much came in and went out, in bytes and in packets",
          "[report][metrics]") {
  std::string sized = shop;
  sized.replace(sized.find("arrivals: even"), 14,
                "arrivals: even, requests: {default: {size: 1KB, response: 40KB}}");
  const std::string keep =
      "metrics: {keep: [NetworkIn, NetworkOut, NetworkPacketsIn, NetworkPacketsOut]}\n";
  const Result result = result_of(keep, sized);
  // Half of 10 requests a second, for 5 minutes.
  const MetricResult& in = metric(result, "NetworkIn", "web-1");
  CHECK(in.unit == "Bytes");
  CHECK(in.period == 5min);
  REQUIRE(in.points.size() == 4);
  for (const double value : values(in)) CHECK(value == Approx(1'500 * 1'000).epsilon(0.01));
  for (const double value : values(metric(result, "NetworkOut", "web-1")))
    CHECK(value == Approx(1'500 * 40'000).epsilon(0.01));
  // 1 KB is one packet of up to 1,460 bytes, 40 KB are 28.
  for (const double value : values(metric(result, "NetworkPacketsIn", "web-1")))
    CHECK(value == Approx(1'500).epsilon(0.01));
  for (const double value : values(metric(result, "NetworkPacketsOut", "web-1")))
    CHECK(value == Approx(1'500 * 28).epsilon(0.01));
  sized.replace(sized.find("count: 2"), 8, "count: 2, detailed_monitoring: true");
  const Result detailed = result_of(keep, sized);
  CHECK(metric(detailed, "NetworkIn", "web-1").points.size() == 20);
  CHECK(metric(detailed, "NetworkPacketsIn", "web-1").points.size() == 4);
}

TEST_CASE("what has no size is a packet all the same, a call of another service too",
          "[report][metrics]") {
  std::string calling = shop;
  calling.replace(calling.find("{cpu: 10ms}"), 11, "[{call: orders}, {call: orders}]");
  calling += "databases: {orders: {instance_class: db.m6i.large, queries: {read: 1ms}}}\n";
  const Result result =
      result_of("metrics: {keep: [NetworkOut, NetworkPacketsIn, NetworkPacketsOut]}\n", calling);
  for (const double value : values(metric(result, "NetworkOut", "web-1"))) CHECK(value == 0);
  // A request and the answers of two calls; two calls and an answer.
  for (const double value : values(metric(result, "NetworkPacketsIn", "web-1")))
    CHECK(value == Approx(3 * 1'500).epsilon(0.01));
  for (const double value : values(metric(result, "NetworkPacketsOut", "web-1")))
    CHECK(value == Approx(3 * 1'500).epsilon(0.01));
}

TEST_CASE("an answer of more than 499 has no size, and nobody counts what is refused",
          "[report][metrics]") {
  std::string failing = shop;
  failing.replace(failing.find("arrivals: even"), 14,
                  "arrivals: even, requests: {default: {size: 1KB, response: 40KB}}");
  failing.replace(failing.find("{handler:"), 9, "{errors: 100%, handler:");
  const Result result = result_of(
      "metrics: {keep: [NetworkIn, NetworkOut, NetworkPacketsOut]}\n"
      "timeline: [{at: 10m, crash: web-1}]\n",
      failing);
  CHECK(values(metric(result, "NetworkOut", "web-1")).front() == 0);
  CHECK(values(metric(result, "NetworkPacketsOut", "web-1")).front() > 1'000);
  CHECK(values(metric(result, "NetworkIn", "web-1")).back() == 0);
}
