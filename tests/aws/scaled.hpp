#pragma once

#include "squall/scaling/activity.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace squall::testing {

/// A group behind an ALB: a request takes 100 ms of a vCPU, so one instance of 2 vCPUs has 1% of
/// CPU for each request in 5 s.
struct GroupScene {
  std::string group = "min_size: 1, max_size: 10";
  std::string rate = "1/s";
  std::string duration = "30m";
  std::string boot = "30s";
  std::string timeline = "[]";
  std::string more{};  // sections

  std::string text() const {
    return fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: {}
services:
  web:
    workers: 400
    backlog: 4000
    startup: 10s
    handlers: {{default: [{{cpu: 100ms}}], health: [{{cpu: 0ms}}]}}
target_groups:
  web:
    deregistration_delay: 60s
    health_check: {{interval: 10s, path: /health, healthy_threshold: 2}}
load_balancers: {{front: {{listeners: {{80: {{forward: web}}}}}}}}
auto_scaling_groups:
  web: {{instance_type: m6i.large, service: web, target_groups: [web], image: {},
        detailed_monitoring: true, {}}}
clients: {{users: {{to: front, rate: {}, arrivals: even, timeout: 60s}}}}
timeline: {}
{}
)",
                       duration, boot, group, rate, timeline, more);
  }

  world::Scenario scenario() const { return scenario::load_text("group.yaml", text()).scenario; }

  world::Result run() const {
    world::World world(scenario());
    world.run();
    return world.result();
  }
};

/// The group `web` of a result, as sentences ask for it.
class Told {
 public:
  explicit Told(const world::Result& result) : group_(result.auto_scaling_groups.at("web")) {}

  int desired() const { return group_.capacity.back().desired; }
  int in_service() const { return group_.capacity.back().in_service; }

  int most_in_service() const {
    int most = 0;
    for (const auto& each : group_.capacity) most = std::max(most, each.in_service);
    return most;
  }

  /// The desired capacities, in their order.
  std::vector<int> course() const {
    std::vector<int> all;
    for (const auto& each : group_.capacity)
      if (all.empty() || all.back() != each.desired) all.push_back(each.desired);
    return all;
  }

  /// When it first wanted so many.
  Duration wanted(int desired) const {
    for (const auto& each : group_.capacity)
      if (each.desired == desired) return each.at;
    return Duration::max();
  }

  std::vector<scaling::Activity> activities(scaling::Activity::Kind kind) const {
    std::vector<scaling::Activity> all;
    for (const auto& each : group_.activities)
      if (each.kind == kind) all.push_back(each);
    return all;
  }
  std::vector<scaling::Activity> launches() const {
    return activities(scaling::Activity::Kind::launch);
  }
  std::vector<scaling::Activity> terminations() const {
    return activities(scaling::Activity::Kind::terminate);
  }

  const world::ScalingGroupResult& all() const { return group_; }

 private:
  const world::ScalingGroupResult group_;
};

}  // namespace squall::testing
