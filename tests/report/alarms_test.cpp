#include "squall/report/json.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::world;
using metrics::AlarmState;

namespace {

const std::string shop = R"(
region: ap-northeast-2
zones: [a]
duration: 30m
services: {web: {handler: {cpu: 10ms}}}
instances:
  web: {count: 2, instance_type: m6i.large, service: web, target_groups: web,
    detailed_monitoring: true}
target_groups: {web: {health_check: {interval: 10s}}}
load_balancers: {front: {listeners: {80: web}}}
clients: {people: {from: ap-northeast-2, to: front, rate: {steps: {0: 10/s, 20m: 150/s}}}}
timeline: [{at: 5m, crash: web-1}, {at: 10m, reboot: web-1}]
)";

const std::string alarms = R"(
alarms:
  errors:
    {metric: HTTPCode_ELB_5XX_Count, load_balancer: front, when: "> 0", missing: notBreaching}
  busy: {metric: CPUUtilization, instance: web-2, when: ">= 20%", for: 3 of 3}
  sick: {metric: UnHealthyHostCount, target_group: web, statistic: Maximum, when: ">= 1", for: 2}
  any: {rule: ALARM(errors) OR ALARM(busy)}
)";

world::Scenario scenario_of(const std::string& text) {
  return scenario::load_text("shop.yaml", text).scenario;
}

Result result_of(const std::string& text) {
  World world(scenario_of(text));
  world.run();
  return world.result();
}

/// The first time at which it went into that state.
Duration first(const AlarmResult& alarm, AlarmState to) {
  for (const AlarmTurn& turn : alarm.changes)
    if (turn.to == to) return turn.at;
  return Duration::max();
}

}  // namespace

TEST_CASE("an alarm sees an error once its minute is over and published", "[report][alarms]") {
  const Result result = result_of(shop + alarms);
  const AlarmResult& errors = result.alarms.at("errors");
  // The first of [5, 6) min, which is published a minute later; at a second of the alarm's own.
  const Duration at = first(errors, AlarmState::alarm);
  CHECK(at >= 7min);
  CHECK(at < 8min);
  CHECK(errors.reason.starts_with("Threshold Crossed: "));
  CHECK(errors.state == AlarmState::ok);
  CHECK(errors.in_alarm > 0s);
}

TEST_CASE("an alarm on the CPU waits for three minutes above the threshold", "[report][alarms]") {
  const Result result = result_of(shop + alarms);
  const Duration at = first(result.alarms.at("busy"), AlarmState::alarm);
  CHECK(at >= 23min);
  CHECK(at < 24min);
  const AlarmResult& any = result.alarms.at("any");
  CHECK(first(any, AlarmState::alarm) == first(result.alarms.at("errors"), AlarmState::alarm));
  CHECK(any.state == AlarmState::alarm);
}

TEST_CASE("what alarms do is told among what happened", "[report][alarms]") {
  const Result result = result_of(shop + alarms);
  std::size_t told = 0;
  for (const Happening& happening : result.journal)
    told += happening.text.find("is in ALARM: ") != std::string::npos;
  std::size_t changes = 0;
  for (const auto& [name, alarm] : result.alarms)
    for (const AlarmTurn& turn : alarm.changes) changes += turn.to == AlarmState::alarm;
  CHECK(told == changes);
  CHECK(changes >= 4);
}

TEST_CASE("who watches changes nothing of what is watched", "[report][alarms]") {
  const auto without = [](const std::string& text) {
    auto json = nlohmann::ordered_json::parse(report::json(result_of(text)));
    json.erase("alarms");
    json.erase("metrics");
    json.erase("journal");
    return json.dump();
  };
  CHECK(without(shop) ==
        without(shop + alarms + "metrics: {keep: [RequestCount, CPUUtilization]}"));
}

TEST_CASE("a run with alarms is the same in whatever pieces it is stepped", "[report][alarms]") {
  const std::string text = shop + alarms + "metrics: {keep: [RequestCount, TargetResponseTime]}";
  World whole(scenario_of(text));
  whole.run();
  World stepped(scenario_of(text));
  for (Time at{}; at < Time(30min); at += 7777ms) stepped.run_until(at);
  stepped.run();
  CHECK(report::json(whole.result()) == report::json(stepped.result()));
}

TEST_CASE("a later publication makes an alarm as much later", "[report][alarms]") {
  const auto at = [](const std::string& delay) {
    const Result result =
        result_of(shop + alarms + "metrics: {delay: {AWS/ApplicationELB: " + delay + "}}");
    return first(result.alarms.at("errors"), AlarmState::alarm);
  };
  CHECK(at("2m") - at("0") == 2min);
  CHECK(at("1m") - at("0") == 1min);
}

TEST_CASE("a threshold of a metric in seconds may be written as a duration", "[report][alarms]") {
  const auto changes = [](const std::string& threshold) {
    const std::string slow =
        "alarms: {slow: {metric: TargetResponseTime, load_balancer: front, "
        "when: \"> " +
        threshold + "\"}}";
    const Result result = result_of(shop + slow);
    std::vector<Duration> times;
    for (const AlarmTurn& turn : result.alarms.at("slow").changes) times.push_back(turn.at);
    return times;
  };
  CHECK(changes("10ms") == changes("0.01"));
  CHECK(changes("10ms") != changes("10s"));
}

TEST_CASE("a result says of alarms and kept metrics what JSON can hold", "[report][alarms]") {
  const auto json = nlohmann::json::parse(
      report::json(result_of(shop + alarms +
                             "metrics: {keep: {metric: RequestCount, load_balancer: "
                             "front}}")));
  const auto& errors = json.at("alarms").at("errors");
  CHECK(errors.at("state") == "OK");
  CHECK(errors.at("changes").front().at("from") == "INSUFFICIENT_DATA");
  const auto& kept = json.at("metrics").at(0);
  CHECK(kept.at("namespace") == "AWS/ApplicationELB");
  CHECK(kept.at("dimensions").at("LoadBalancer") == "front");
  CHECK(kept.at("t_s").size() == kept.at("values").size());
  CHECK(kept.at("t_s").size() == 30);
  const auto plain = nlohmann::json::parse(report::json(result_of(shop)));
  CHECK_FALSE(plain.contains("alarms"));
  CHECK_FALSE(plain.contains("metrics"));
}
