#pragma once

#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/target_traffic.hpp"
#include "squall/compute/credits.hpp"
#include "squall/compute/life.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"
#include "squall/core/units.hpp"
#include "squall/core/wide.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/metrics/statistic_set.hpp"
#include "squall/service/traffic_meter.hpp"
#include "squall/traffic/client_meter.hpp"
#include "squall/world/published.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace squall::world {

/// What the nodes of a balancer have counted so far: all of them, or the one in a zone.
struct BalancerSample {
  balancing::LoadBalancer::NodeCounts own;
  balancing::LoadBalancer::Counts counts;  // of all nodes, always
  balancing::LoadBalancer::Flows flows;    // of an NLB
  std::uint64_t rule_evaluations = 0;
  std::uint64_t non_sticky = 0;
  Bytes processed{};
  std::uint64_t new_connections = 0;     // of an ALB
  std::uint64_t active_connections = 0;  // of an ALB, now
  std::uint64_t spilled = 0;             // of a CLB
  metrics::StatisticSet surge{};         // of a CLB: each node says how many waited at most
};

/// What the targets of a group were given so far, or of all groups of a balancer, and how they are
/// now: all of them, or those in a zone.
struct GroupSample {
  balancing::TargetCounts counts;
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
  traffic::ClientMeter::Reading client;  // but for its latency

  // Of what targets answered, or of what users were answered well: how many, how long they took
  // together in nanoseconds, and where it was asked for how long each.
  std::uint64_t answered = 0;
  Wide waited{};
  Histogram latency;
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
  bool by_zone = false;         // it is also told of each zone
  bool counts_traffic = false;  // somebody has to count what goes in and out of instances
};

/// The metrics of a source, by name.
std::span<const MetricRow> rows_of(MetricSource source);

/// In the words of AWS: "AWS/ApplicationELB".
std::string_view space_of(MetricSource source);

}  // namespace squall::world
