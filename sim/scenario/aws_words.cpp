#include "scenario/aws_words.hpp"

#include "scenario/phrases.hpp"

#include <array>

namespace squall::scenario {

namespace {

constexpr std::string_view zones_why =
    "a zone stands for its subnet, and everything in a region reaches everything there, where its "
    "security groups let it";
constexpr std::string_view no_rights = "rights and keys change nothing that is simulated";

constexpr std::array words{
    AwsWord{"vpc", "zones", zones_why},
    AwsWord{"VpcId", "zones", zones_why},
    AwsWord{"subnet", "zones", zones_why},
    AwsWord{"subnets", "zones", zones_why},
    AwsWord{"SubnetId", "zones", zones_why},
    AwsWord{"VPCZoneIdentifier", "auto_scaling_groups.NAME.zones", zones_why},
    AwsWord{"AvailabilityZones", "auto_scaling_groups.NAME.zones", ""},
    AwsWord{"availability_zone", "instances.NAME.zones", ""},
    AwsWord{"route_table", "", zones_why},
    AwsWord{"internet_gateway", "", zones_why},
    AwsWord{"nat_gateway", "", zones_why},
    AwsWord{"network_acl", "", zones_why},
    AwsWord{"iam_role", "", no_rights},
    AwsWord{"key_pair", "", no_rights},
    AwsWord{"KeyName", "", no_rights},
    AwsWord{"tags", "", "names do what tags do; keys that begin with x- may hold anything"},
    AwsWord{"arn", "", "things are called by the names that they have in the file"},
    AwsWord{"ami", "images", ""},
    AwsWord{"ImageId", "instances.NAME.image", "by its name"},
    AwsWord{"user_data", "services.NAME.startup", "what a machine does first is a length of time"},
    AwsWord{"InstanceType", "instances.NAME.instance_type", ""},
    AwsWord{"MinSize", "auto_scaling_groups.NAME.min_size", ""},
    AwsWord{"MaxSize", "auto_scaling_groups.NAME.max_size", ""},
    AwsWord{"DesiredCapacity", "auto_scaling_groups.NAME.desired_capacity", ""},
    AwsWord{"min", "auto_scaling_groups.NAME.min_size", "AWS's own word is min_size"},
    AwsWord{"max", "auto_scaling_groups.NAME.max_size", "AWS's own word is max_size"},
    AwsWord{"desired", "auto_scaling_groups.NAME.desired_capacity",
            "AWS's own word is desired_capacity"},
    AwsWord{"warmup", "auto_scaling_groups.NAME.default_instance_warmup",
            "'warm-up' means several things; the part of a run that does not count is "
            "'measure_from'"},
    AwsWord{"DefaultInstanceWarmup", "auto_scaling_groups.NAME.default_instance_warmup", ""},
    AwsWord{"EstimatedInstanceWarmup",
            "auto_scaling_groups.NAME.policies.NAME.estimated_instance_warmup", ""},
    AwsWord{"DefaultCooldown", "auto_scaling_groups.NAME.default_cooldown", ""},
    AwsWord{"HealthCheckType", "auto_scaling_groups.NAME.health_check_type", ""},
    AwsWord{"TerminationPolicies", "auto_scaling_groups.NAME.termination_policies", ""},
    AwsWord{"MaxInstanceLifetime", "auto_scaling_groups.NAME.max_instance_lifetime",
            "the unit is written: 7d"},
    AwsWord{"StepAdjustments", "auto_scaling_groups.NAME.policies.NAME.adjust",
            "bounds are values of the metric, not distances from the threshold"},
    AwsWord{"ScalingAdjustment", "auto_scaling_groups.NAME.policies.NAME.adjust",
            "its type is written with it: +2, +10%, =5"},
    AwsWord{"AdjustmentType", "auto_scaling_groups.NAME.policies.NAME.adjust",
            "it is written with the number: +2, +10%, =5"},
    AwsWord{"SetDesiredCapacity", "timeline.update_auto_scaling_group", ""},
    AwsWord{"HealthCheckGracePeriod", "auto_scaling_groups.NAME.health_check_grace_period", ""},
    AwsWord{"TargetGroupARNs", "auto_scaling_groups.NAME.target_groups",
            "target groups are called by their names"},
    AwsWord{"TargetValue", "auto_scaling_groups.NAME.policies.NAME.target",
            "a percentage is written with its sign: 50%"},
    AwsWord{"PredefinedMetricType", "auto_scaling_groups.NAME.policies.NAME.metric", ""},
    AwsWord{"PredefinedMetricSpecification", "auto_scaling_groups.NAME.policies.NAME.metric", ""},
    AwsWord{"DisableScaleIn", "auto_scaling_groups.NAME.policies.NAME.disable_scale_in", ""},
    AwsWord{"TargetType", "load_balancers.NAME.target_groups",
            "'alb' is written at the ALB; instances say theirs themselves too, 'ip' and 'lambda' "
            "are left out"},
    AwsWord{"HealthCheckProtocol", "target_groups.NAME.health_check.protocol", ""},
    AwsWord{"HealthCheckIntervalSeconds", "target_groups.NAME.health_check.interval",
            "the unit is written: 30s"},
    AwsWord{"HealthCheckTimeoutSeconds", "target_groups.NAME.health_check.timeout",
            "the unit is written: 5s"},
    AwsWord{"HealthyThresholdCount", "target_groups.NAME.health_check.healthy_threshold", ""},
    AwsWord{"UnhealthyThresholdCount", "target_groups.NAME.health_check.unhealthy_threshold", ""},
    AwsWord{"HttpCode", "target_groups.NAME.health_check.matcher", ""},
    AwsWord{"HealthCheckPath", "target_groups.NAME.health_check.path", ""},
    AwsWord{"HealthCheckPort", "target_groups.NAME.health_check.port", ""},
    AwsWord{"deregistration_delay.timeout_seconds", "target_groups.NAME.deregistration_delay",
            "the unit is written: 300s"},
    AwsWord{"load_balancing.cross_zone.enabled", "target_groups.NAME.cross_zone",
            "'use_load_balancer_configuration' is to leave it out; an NLB has one too, an ALB not"},
    AwsWord{"target_group_health", "target_groups.NAME.dns_failover",
            "its two halves are 'dns_failover' and 'unhealthy_state_routing'"},
    AwsWord{"minimum_healthy_targets", "target_groups.NAME.dns_failover",
            "written {count: 2, percentage: 50%}, here and in 'unhealthy_state_routing'"},
    AwsWord{"slow_start.duration_seconds", "target_groups.NAME.slow_start",
            "the unit is written: 30s"},
    AwsWord{"load_balancing.algorithm.type", "target_groups.NAME.algorithm", ""},
    AwsWord{"load_balancing.algorithm.anomaly_mitigation", "target_groups.NAME.anomaly_mitigation",
            ""},
    AwsWord{"idle_timeout.timeout_seconds", "load_balancers.NAME.idle_timeout",
            "the unit is written: 60s"},
    AwsWord{"tcp.idle_timeout.seconds", "load_balancers.NAME.tcp_idle_timeout",
            "the unit is written: 350s"},
    AwsWord{"deregistration_delay.connection_termination.enabled",
            "target_groups.NAME.connection_termination", ""},
    AwsWord{"target_health_state.unhealthy.connection_termination.enabled",
            "target_groups.NAME.unhealthy_connection_termination", ""},
    AwsWord{"target_health_state.unhealthy.draining_interval_seconds",
            "target_groups.NAME.unhealthy_draining_interval", "the unit is written: 300s"},
    AwsWord{"DefaultActions", "load_balancers.NAME.listeners.NAME.forward", ""},
    AwsWord{"host-header", "load_balancers.NAME.listeners.NAME.rules.NAME.host", ""},
    AwsWord{"path-pattern", "load_balancers.NAME.listeners.NAME.rules.NAME.path", ""},
    AwsWord{"http-request-method", "load_balancers.NAME.listeners.NAME.rules.NAME.method", ""},
    AwsWord{"http-header", "load_balancers.NAME.listeners.NAME.rules.NAME.headers", ""},
    AwsWord{"query-string", "load_balancers.NAME.listeners.NAME.rules.NAME.query", ""},
    AwsWord{"source-ip", "load_balancers.NAME.listeners.NAME.rules.NAME.source_ip", ""},
    AwsWord{"RedirectConfig", "load_balancers.NAME.listeners.NAME.redirect", ""},
    AwsWord{"FixedResponseConfig", "load_balancers.NAME.listeners.NAME.fixed_response", ""},
    AwsWord{"TargetGroupStickinessConfig", "load_balancers.NAME.listeners.NAME.stickiness",
            "the unit is written: 1000s"},
    AwsWord{"stickiness.lb_cookie.duration_seconds", "target_groups.NAME.stickiness",
            "the unit is written: 1h"},
    AwsWord{"stickiness.type", "target_groups.NAME.stickiness.type", ""},
    AwsWord{"alb", "load_balancers.NAME.type", "written 'type: application'"},
    AwsWord{"route_53", "dns_records", ""},
    AwsWord{"EvaluateTargetHealth", "dns_records.NAME.health_check",
            "always on: a balancer without a healthy target counts as unhealthy"},
    AwsWord{"FailureThreshold", "dns_records.NAME.health_check.failure_threshold", ""},
    AwsWord{"RequestInterval", "dns_records.NAME.health_check.interval",
            "the unit is written: 30s"},
    AwsWord{"nlb", "load_balancers.NAME.type", "written 'type: network'"},
    AwsWord{"clb", "load_balancers.NAME.type", "written 'type: classic'"},
    AwsWord{"ConnectionDraining", "load_balancers.NAME.connection_draining",
            "to leave it out is Enabled: false; the unit is written: 300s"},
    AwsWord{"ConnectionSettings", "load_balancers.NAME.idle_timeout", "the unit is written: 60s"},
    AwsWord{"SurgeQueueLength", "load_balancers.NAME.type",
            "a result of 'type: classic': 'surge' of 'squall run --json'"},
    AwsWord{"AppCookieStickinessPolicy", "target_groups.NAME.stickiness.type", ""},
    AwsWord{"LBCookieStickinessPolicy", "target_groups.NAME.stickiness", ""},
    AwsWord{"SecurityGroupIds", "instances.NAME.security_groups", "by their names"},
    AwsWord{"SecurityGroupIngress", "security_groups.NAME.inbound", ""},
    AwsWord{"SecurityGroupEgress", "security_groups.NAME.outbound", ""},
    AwsWord{"IpPermissions", "security_groups.NAME.inbound", ""},
    AwsWord{"IpPermissionsEgress", "security_groups.NAME.outbound", ""},
    AwsWord{"FromPort", "security_groups.NAME.inbound.port", "written 8000-8099, with 'ToPort'"},
    AwsWord{"CidrIp", "security_groups.NAME.inbound.from", ""},
    AwsWord{"SourceSecurityGroupId", "security_groups.NAME.inbound.from", "by its name"},
    AwsWord{"ebs", "volumes", ""},
    AwsWord{"VolumeType", "volumes.NAME.type", ""},
    AwsWord{"SnapshotId", "volumes.NAME.snapshot", "by its name"},
    AwsWord{"DeleteOnTermination", "volumes.NAME.delete_on_termination", ""},
    AwsWord{"ec2", "instances", ""},
    AwsWord{"rds", "databases", ""},
    AwsWord{"DBInstanceClass", "databases.NAME.instance_class", ""},
};

}  // namespace

std::span<const AwsWord> aws_words() { return words; }

const AwsWord* find_aws_word(std::string_view word) {
  const auto plain = [](std::string_view text) {
    std::string letters;
    for (const char letter : anchor(text))
      if (letter != '_') letters += letter;
    return letters;
  };
  const std::string wanted = plain(word);
  for (const AwsWord& each : words)
    if (!wanted.empty() && plain(each.word) == wanted) return &each;
  return nullptr;
}

}  // namespace squall::scenario
