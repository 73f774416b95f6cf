#pragma once

#include "squall/compute/spec.hpp"
#include "squall/core/field.hpp"
#include "squall/scaling/policy_spec.hpp"
#include "squall/scaling/scheduled_action_spec.hpp"
#include "squall/scaling/words.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::scaling {

/// Instances that come and go.
struct GroupSpec {
  std::optional<compute::LaunchUse> launch_template;
  std::string instance_type;
  std::string service;
  std::string region;
  std::vector<std::string> zones;
  int min_size = 0;
  int max_size = 0;
  std::optional<int> desired_capacity;
  std::vector<std::string> target_groups;
  compute::ImageSpec image;
  bool public_ip = true;
  std::optional<compute::CreditMode> credits;
  std::vector<std::string> security_groups;
  std::string key_pair;
  bool detailed_monitoring = false;
  Duration default_cooldown = 300s;
  std::optional<Duration> default_instance_warmup;
  HealthCheckType health_check_type = HealthCheckType::ec2;
  Duration health_check_grace_period{};
  std::vector<TerminationPolicy> termination_policies{TerminationPolicy::usual};
  bool new_instances_protected_from_scale_in = false;
  std::optional<Duration> max_instance_lifetime;
  std::vector<Process> suspended_processes;
  std::map<std::string, PolicySpec> policies;
  std::map<std::string, ScheduledActionSpec> scheduled_actions;

  friend bool operator==(const GroupSpec&, const GroupSpec&) = default;
};

}  // namespace squall::scaling

template <>
struct squall::Fields<squall::scaling::GroupSpec> {
  using Spec = squall::scaling::GroupSpec;
  static constexpr std::string_view name = "Auto Scaling group";
  static constexpr std::array table{
      field<&Spec::launch_template>("launch_template",
                                    "what says of its instances all that it does not say itself")
          .otherwise("none"),
      field<&Spec::instance_type>("instance_type", "AWS's name of the hardware")
          .like("t3.micro")
          .required(),
      field<&Spec::service>("service", "the service that runs on them")
          .naming("services")
          .required(),
      field<&Spec::region>("region", "where they are")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zones>("zones", "the zones that it keeps in balance")
          .like("[a, c]")
          .otherwise("the scenario's zones"),
      field<&Spec::min_size>("min_size", "never fewer instances than this")
          .like("2")
          .within("0", "100000")
          .required()
          .settable(),
      field<&Spec::max_size>("max_size", "never more instances than this")
          .like("6")
          .within("0", "100000")
          .required()
          .settable(),
      field<&Spec::desired_capacity>("desired_capacity", "how many instances it starts with")
          .within("0", "100000")
          .otherwise("min_size")
          .settable(),
      field<&Spec::target_groups>("target_groups", "the target groups that its instances join")
          .naming("target_groups"),
      field<&Spec::image>("image", "what they boot from"),
      field<&Spec::public_ip>("public_ip", "whether each has a public address"),
      field<&Spec::credits>("credits", "what a burstable type does without CPU credits")
          .otherwise("standard for T2, unlimited for T3, T3a and T4g"),
      field<&Spec::security_groups>("security_groups",
                                    "what may reach them, and whom they may; without any "
                                    "everything passes")
          .naming("security_groups")
          .unlike_aws("AWS gives them the default group, which lets in only its own"),
      field<&Spec::key_pair>("key_pair", "the key pair that they are launched with")
          .naming("key_pairs")
          .like("alice")
          .otherwise("none: nobody gets in by ssh"),
      field<&Spec::detailed_monitoring>("detailed_monitoring",
                                        "metrics every minute instead of every five"),
      field<&Spec::default_cooldown>("default_cooldown",
                                     "how long simple policies wait after what they have done"),
      field<&Spec::default_instance_warmup>("default_instance_warmup",
                                            "how long a new instance's metrics do not count yet")
          .within("0s", "1h")
          .otherwise("none; of what policies launch their own, else 'default_cooldown'"),
      field<&Spec::health_check_type>("health_check_type",
                                      "what else than EC2 says that an instance is unhealthy"),
      field<&Spec::health_check_grace_period>("health_check_grace_period",
                                              "how long a new instance may look unhealthy"),
      field<&Spec::termination_policies>("termination_policies",
                                         "whom it terminates first, of the zone that has most; "
                                         "among equals the next decides, then chance"),
      field<&Spec::new_instances_protected_from_scale_in>(
          "new_instances_protected_from_scale_in",
          "whether what it launches is not taken away when it shrinks"),
      field<&Spec::max_instance_lifetime>("max_instance_lifetime",
                                          "instances that are older are replaced")
          .at_least("1d")
          .otherwise("none"),
      field<&Spec::suspended_processes>("suspended_processes", "what it leaves undone at first")
          .like("[AZRebalance]"),
      field<&Spec::policies>("policies", "what changes its size"),
      field<&Spec::scheduled_actions>("scheduled_actions", "what changes its size by the clock"),
  };
};
