#include "squall/world/groups.hpp"

#include <utility>

namespace squall::world {

using scaling::TrackedMetric;

// Who is replaced when he fails is not recovered as well.
Scenario with_group_entries(Scenario scenario) {
  for (const auto& [name, group] : scenario.auto_scaling_groups) {
    compute::InstanceSpec& spec = scenario.instances[name];
    spec.count = 0;
    spec.instance_type = group.instance_type;
    spec.service = group.service;
    spec.region = group.region;
    spec.zones = group.zones;
    spec.target_groups = group.target_groups;
    spec.image = group.image;
    spec.public_ip = group.public_ip;
    spec.auto_recovery = false;
    spec.detailed_monitoring = group.detailed_monitoring;
    spec.credits = group.credits;
    spec.security_groups = group.security_groups;
    spec.key_pair = group.key_pair;
  }
  return scenario;
}

MetricName metric_of(const std::string& group, const scaling::GroupSpec& spec,
                     const scaling::PolicySpec& policy) {
  MetricName name = metric_named_by(policy);
  const auto tracked = scaling::tracked_metric(policy.metric);
  if (tracked == TrackedMetric::alb_request_count_per_target) {
    name.metric = "RequestCountPerTarget";
    if (name.target_group.empty() && !spec.target_groups.empty())
      name.target_group = spec.target_groups.front();
  } else if (tracked == TrackedMetric::asg_average_cpu_utilization) {
    name.metric = "CPUUtilization";
  } else if (tracked == TrackedMetric::asg_average_network_in) {
    name.metric = "NetworkIn";
  } else if (tracked == TrackedMetric::asg_average_network_out) {
    name.metric = "NetworkOut";
  }
  if (!name.names_a_thing()) name.auto_scaling_group = group;
  return name;
}

MetricName metric_of(const std::string& group, const metrics::OperandSpec& operand) {
  MetricName name = metric_named_by(operand);
  if (!name.names_a_thing()) name.auto_scaling_group = group;
  return name;
}

}  // namespace squall::world
