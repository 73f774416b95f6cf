#pragma once

#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/target_traffic.hpp"
#include "squall/compute/credits.hpp"
#include "squall/compute/life.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"
#include "squall/core/units.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/metrics/statistic_set.hpp"
#include "squall/service/traffic_meter.hpp"
#include "squall/world/published.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace squall::world {

/// What a balancer has counted so far.
struct BalancerSample {
  balancing::LoadBalancer::Counts counts;
  balancing::LoadBalancer::Flows flows;  // of an NLB
  std::uint64_t connection_errors = 0;   // of all its groups
  std::uint64_t rule_evaluations = 0;
  std::uint64_t non_sticky = 0;
  Bytes processed{};
  std::uint64_t spilled = 0;  // of a CLB
};

/// What a target group has counted so far, and how its targets are now.
struct GroupSample {
  balancing::TargetCounts counts;
  balancing::AnswersByClass answers{};
  std::uint64_t unhealthy_routing = 0;
  std::uint64_t registered = 0;
  std::uint64_t healthy = 0;
  metrics::StatisticSet healthy_at_nodes{};  // each node says how many
  metrics::StatisticSet unhealthy_at_nodes{};
};

/// How an instance is, and what it has used so far.
struct InstanceSample {
  bool running = false;
  bool initialized = false;
  bool system_fails = false;
  bool instance_fails = false;
  int vcpus = 1;
  Duration used{};
  bool has_credits = false;
  bool unlimited = false;
  double spent = 0;
  double charged = 0;
  double balance = 0;
  double surplus = 0;
  service::TrafficMeter::Traffic traffic;
};

/// What the instances of an Auto Scaling group have used so far whose metrics count, and how many
/// there are.
struct ScalingSample {
  struct Use {
    compute::LifeId life = 0;
    int vcpus = 1;
    Duration used{};
    service::TrafficMeter::Traffic traffic{};
  };

  std::vector<Use> uses;  // by life, in rising order
  int min_size = 0;
  int max_size = 0;
  int desired = 0;
  int pending = 0;
  int in_service = 0;
  int standby = 0;
  int terminating = 0;
};

/// How a publisher of metrics is at a moment: that part says it that its source has.
struct MetricSample {
  Time at{};
  BalancerSample balancer;
  GroupSample group;
  InstanceSample instance;
  ScalingSample scaling;
  Histogram latency;  // of balancers and groups: of what their targets answered
};

/// One metric of a source: what it is called, and what its point is, from how the source is at the
/// end of a period and how it was at the beginning.
struct MetricRow {
  std::string_view name;
  std::string_view unit;
  metrics::Statistic::Kind statistic;
  Duration period;  // where it does not depend on the monitoring
  metrics::StatisticSet (*point)(const MetricSample& now, const MetricSample& before);
  bool is_latency = false;
};

/// The metrics of a source, by name.
std::span<const MetricRow> rows_of(MetricSource source);

/// In the words of AWS: "AWS/ApplicationELB".
std::string_view space_of(MetricSource source);

}  // namespace squall::world
