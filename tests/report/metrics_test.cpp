#include "squall/report/metrics.hpp"

#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

namespace {

std::string metrics_of(const std::string& more) {
  return report::metrics_text(scenario::load_text("shop.yaml", R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {cpu: 10ms}}}
clients: {people: {to: web-1, rate: 1/s}}
)" + more)
                                  .scenario);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("instances of one entry stand under one heading", "[report][metrics]") {
  const std::string text =
      metrics_of("instances: {web: {count: 30, instance_type: m6i.large, service: web}}");
  CHECK(has(text, "AWS/EC2  InstanceId=web-1 .. web-30\n"));
  CHECK(text.find("CPUUtilization") == text.rfind("CPUUtilization"));
  CHECK_FALSE(has(text, "CPUCredit"));
}

TEST_CASE("a balancer and its groups have metrics of their own, as late as they are said to be",
          "[report][metrics]") {
  const std::string text = metrics_of(R"(
instances: {web: {instance_type: t3.micro, service: web, target_groups: web}}
target_groups: {web: {}, nobodys: {}}
load_balancers: {front: {listeners: {80: web}}}
metrics: {delay: {AWS/ApplicationELB: 90s}}
)");
  CHECK(has(text, "AWS/ApplicationELB  LoadBalancer=front\n"));
  CHECK(has(text, "AWS/ApplicationELB  LoadBalancer=front  TargetGroup=web\n"));
  CHECK(has(text, "1m30s later"));
  CHECK(has(text, "CPUCreditBalance"));
  CHECK_FALSE(has(text, "nobodys"));
}
