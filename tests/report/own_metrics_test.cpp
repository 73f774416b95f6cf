#include "squall/report/metrics.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>

using namespace squall;
using namespace squall::world;
using metrics::AlarmState;

namespace {

/// Two processes, each of which takes two seconds for a request and tells what it does.
const std::string shop = R"(
region: ap-northeast-2
zones: [a]
duration: 20m
services:
  web:
    workers: 40
    metrics:
      Orders: {unit: Count}
      Amount: {namespace: Sales}
      Late: {unit: Count}
      InFlight: {gauge: in_flight}
      Busy: {gauge: busy_workers, by: instance}
      Line: {gauge: waiting, period: 10s}
    handlers:
      default: [{wait: 2s}, {put: {Orders: 1, Amount: 2.5}}]
      bad: [{fail: 500}, {put: {Late: 1}}]
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: web}}
target_groups: {web: {health_check: {interval: 10s}}}
load_balancers: {front: {listeners: {80: web}}}
)";

const std::string steady = R"(
clients: {people: {from: ap-northeast-2, to: front, rate: 10/s, arrivals: even}}
)";

const std::string broken = R"(
clients:
  people: {from: ap-northeast-2, to: front, rate: 10/s, arrivals: even}
  bots:
    from: ap-northeast-2
    to: front
    rate: {steps: {0: 0/s, 8m: 1/s}}
    arrivals: even
    requests: {bad: 1}
)";

Result result_of(const std::string& more, const std::string& clients = steady) {
  World world(scenario::load_text("shop.yaml", shop + clients + more).scenario);
  world.run();
  return world.result();
}

MetricResult metric(const Result& result, const std::string& name, const std::string& owner = {}) {
  for (const MetricResult& each : result.metrics)
    if (each.key.name == name && (owner.empty() || each.key.dimensions.begin()->second == owner))
      return each;
  FAIL("nobody keeps " << name);
  return {};
}

/// Its value in the period that begins then, or -1.
double at(const MetricResult& kept, Duration start) {
  for (const auto& point : kept.points)
    if (point.start == start) return point.value;
  return -1;
}

Duration first(const AlarmResult& alarm, AlarmState to) {
  for (const AlarmTurn& turn : alarm.changes)
    if (turn.to == to) return turn.at;
  return Duration::max();
}

}  // namespace

TEST_CASE("what handlers put is a metric by the service, minute by minute",
          "[report][own_metrics]") {
  const Result result = result_of("metrics: {keep: [Orders, Amount]}");
  const MetricResult orders = metric(result, "Orders");
  CHECK(orders.key.space == "web");
  CHECK(orders.key.dimensions == std::map<std::string, std::string>{{"Service", "web"}});
  CHECK(orders.unit == "Count");
  CHECK(at(orders, 5min) == 600);
  // Its statistic is the mean where it does not count.
  CHECK(metric(result, "Amount").key.space == "Sales");
  CHECK(at(metric(result, "Amount"), 5min) == 2.5);
}

TEST_CASE("a step that is not reached puts nothing, and where nothing is put there is no point",
          "[report][own_metrics]") {
  const Result result = result_of("metrics: {keep: [Late, Orders]}", broken);
  CHECK(metric(result, "Late").points.empty());
  const Result stopped = result_of("metrics: {keep: [Orders]}", R"(
clients:
  people:
    {from: ap-northeast-2, to: front, rate: {steps: {0: 10/s, 5m: 0/s, 10m: 10/s}}, arrivals: even}
)");
  const MetricResult orders = metric(stopped, "Orders");
  CHECK(at(orders, 4min) == 600);
  for (int minute = 6; minute < 10; ++minute) CHECK(at(orders, minute * 1min) == -1);
  CHECK(at(orders, 11min) == 600);
}

TEST_CASE("a gauge shows what each process has when a period ends", "[report][own_metrics]") {
  // Ten a second for two seconds: twenty at any moment, ten at each.
  const Result result = result_of(R"(
metrics:
  keep:
    - InFlight
    - {metric: InFlight, service: web, statistic: Sum}
    - Busy
    - Line
)");
  CHECK(at(metric(result, "InFlight"), 5min) == 10);
  CHECK(at(result.metrics[1].statistic.kind == metrics::Statistic::Kind::sum ? result.metrics[1]
                                                                             : MetricResult{},
           5min) == 20);
  CHECK(at(metric(result, "Busy", "web-1"), 5min) == 10);
  CHECK(at(metric(result, "Busy", "web-2"), 5min) == 10);
  CHECK(at(metric(result, "Line"), 5min + 10s) == 0);
  CHECK(metric(result, "Line").points.size() == 120);
}

TEST_CASE("those who wait are in flight and keep no worker busy", "[report][own_metrics]") {
  // Fifty a second for two seconds want fifty workers at each of two with forty.
  const Result result = result_of(R"(
metrics: {keep: [InFlight, Busy, Line]}
)",
                                  R"(
clients: {people: {from: ap-northeast-2, to: front, rate: 44/s, arrivals: even, timeout: 60s}}
)");
  CHECK(at(metric(result, "Busy", "web-1"), 5min) == 40);
  CHECK(at(metric(result, "Line"), 5min + 50s) > 0);
  CHECK(at(metric(result, "InFlight"), 5min) == 40 + at(metric(result, "Line"), 5min + 50s));
}

TEST_CASE("a process that does not run publishes nothing", "[report][own_metrics]") {
  const Result result = result_of(R"(
timeline: [{at: 5m30s, crash: web-1}, {at: 9m30s, reboot: web-1}, {at: 14m30s, stop: web-2}]
metrics: {keep: [{metric: InFlight, service: web, statistic: SampleCount}, Busy]}
)");
  const MetricResult samples = metric(result, "InFlight");
  CHECK(at(samples, 4min) == 2);
  CHECK(at(samples, 5min) == 1);
  CHECK(at(samples, 8min) == 1);
  CHECK(at(samples, 12min) == 2);
  CHECK(at(samples, 14min) == 1);
  CHECK(at(metric(result, "Busy", "web-1"), 6min) == -1);
  CHECK(at(metric(result, "Busy", "web-2"), 16min) == -1);
}

TEST_CASE("an alarm on a metric of ten seconds looks every ten seconds", "[report][own_metrics]") {
  const Result result = result_of(R"(
alarms: {line: {metric: Line, service: web, when: "> 0", for: 3, period: 10s}}
)",
                                  R"(
clients:
  people:
    {from: ap-northeast-2, to: front, rate: {steps: {0: 10/s, 5m: 60/s}}, arrivals: even,
     timeout: 60s}
)");
  const Duration seen = first(result.alarms.at("line"), AlarmState::alarm);
  CHECK(seen >= 5min + 30s);
  CHECK(seen <= 5min + 50s);
}

TEST_CASE("an alarm on a quotient sees the part that fails, not the number",
          "[report][own_metrics]") {
  const std::string alarms = R"(
alarms:
  failing:
    expression: 100 * errors / requests
    metrics:
      errors: {metric: HTTPCode_Target_5XX_Count, target_group: web}
      requests: {metric: RequestCount, target_group: web}
    when: "> 5"
    for: 3
  many: {metric: HTTPCode_Target_5XX_Count, target_group: web, when: "> 50", for: 3}
)";
  // From 8:00 on one of eleven fails. The third minute is over at 11:00 and published at 12:00.
  const Result result = result_of(alarms, broken);
  const Duration seen = first(result.alarms.at("failing"), AlarmState::alarm);
  CHECK(seen >= 12min);
  CHECK(seen < 13min);
  CHECK(first(result.alarms.at("many"), AlarmState::alarm) != Duration::max());
  const AlarmTurn turn = result.alarms.at("failing").changes.back();
  CHECK(turn.reason.find("greater than the threshold (5.0)") != std::string::npos);
  CHECK(turn.reason.find("[9.") != std::string::npos);
  // With ten times the requests as many errors are a part that nobody minds.
  std::string busy = broken;
  busy.replace(busy.find("10/s"), 4, "19/s");
  const Result calm = result_of(alarms, busy);
  CHECK(first(calm.alarms.at("failing"), AlarmState::alarm) == Duration::max());
  CHECK(first(calm.alarms.at("many"), AlarmState::alarm) != Duration::max());
}

TEST_CASE("an expression of what is missing has no point where nothing is divided",
          "[report][own_metrics]") {
  const Result result = result_of(R"(
alarms:
  each:
    expression: FILL(late, 0) / orders
    metrics: {late: {metric: Late, service: web}, orders: {metric: Orders, service: web}}
    when: "< 1"
)",
                                  R"(
clients:
  people: {from: ap-northeast-2, to: front, rate: {steps: {0: 10/s, 5m: 0/s}}, arrivals: even}
)");
  CHECK(result.alarms.at("each").state == AlarmState::insufficient_data);
  CHECK(first(result.alarms.at("each"), AlarmState::alarm) < 4min);
}

TEST_CASE("reading a metric of a service's own changes nothing else", "[report][own_metrics]") {
  const Result without = result_of("");
  const Result with = result_of("metrics: {keep: [Orders, Amount, InFlight, Busy, Line]}");
  CHECK(with.clients.at("people").total.latency.sum() ==
        without.clients.at("people").total.latency.sum());
  CHECK(with.clients.at("people").total.latency.count() ==
        without.clients.at("people").total.latency.count());
}

TEST_CASE("the metrics of a service's own are listed", "[report][own_metrics]") {
  const auto text =
      report::metrics_text(scenario::load_text("shop.yaml", shop + steady).scenario, {});
  INFO(text);
  CHECK(text.find(R"(
Sales  Service=web
  metric   unit   statistic   period   published
  Amount   None   Average         1m     at once

web  Service=web
  metric     unit    statistic   period   published
  InFlight   None    Average         1m     at once
  Late       Count   Sum             1m     at once
  Line       None    Average        10s     at once
  Orders     Count   Sum             1m     at once

web  InstanceId=web-1 .. web-2
  metric   unit   statistic   period   published
  Busy     None   Average         1m     at once
)") != std::string::npos);
}
