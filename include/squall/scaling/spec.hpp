#pragma once

#include "squall/compute/spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::scaling {

enum class PolicyType : std::uint8_t { target_tracking };

enum class TrackedMetric : std::uint8_t {
  asg_average_cpu_utilization,
  alb_request_count_per_target
};

/// Whether the metric is a part of something, told in percent.
constexpr bool is_percent(TrackedMetric metric) {
  return metric == TrackedMetric::asg_average_cpu_utilization;
}

/// Where a metric is kept, in the metric's own unit: 50 is 50% of CPU, or so many requests.
struct PolicyTarget {
  double value = 0;
  bool percent = false;  ///< it is written with the sign

  friend bool operator==(const PolicyTarget&, const PolicyTarget&) = default;
};

/// Keeps a metric at a target by changing the number of instances.
struct PolicySpec {
  PolicyType type = PolicyType::target_tracking;
  TrackedMetric metric = TrackedMetric::asg_average_cpu_utilization;
  PolicyTarget target;
  bool disable_scale_in = false;

  friend bool operator==(const PolicySpec&, const PolicySpec&) = default;
};

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
  bool detailed_monitoring = false;
  std::optional<Duration> default_instance_warmup;
  Duration health_check_grace_period{};
  std::map<std::string, PolicySpec> policies;

  friend bool operator==(const GroupSpec&, const GroupSpec&) = default;
};

}  // namespace squall::scaling

template <>
struct squall::ScalarText<squall::scaling::PolicyTarget> {
  using Target = squall::scaling::PolicyTarget;
  static constexpr std::string_view name = "target of a metric";
  static constexpr std::string_view example = "50%";
  static constexpr std::string_view pattern = R"(^[0-9]+(\.[0-9]+)?%?$)";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Target& value);
  static std::string print(const Target& value);
};

template <>
struct squall::Words<squall::scaling::PolicyType> {
  static constexpr std::string_view name = "type of a policy";
  static constexpr std::array words{Word{"target_tracking", "keeps a metric at a target"}};
};

template <>
struct squall::Words<squall::scaling::TrackedMetric> {
  static constexpr std::string_view name = "tracked metric";
  static constexpr std::array words{
      Word{"ASGAverageCPUUtilization", "the average CPU of the group's instances"},
      Word{"ALBRequestCountPerTarget", "requests a minute and target of the group's target group"},
  };
};

template <>
struct squall::Fields<squall::scaling::PolicySpec> {
  using Spec = squall::scaling::PolicySpec;
  static constexpr std::string_view name = "scaling policy";
  static constexpr std::array table{
      field<&Spec::type>("type", "how it decides"),
      field<&Spec::metric>("metric", "what it watches"),
      field<&Spec::target>("target",
                           "where it keeps the metric: 50% of CPU, or a number of requests")
          .required()
          .settable(),
      field<&Spec::disable_scale_in>("disable_scale_in", "only ever adds instances"),
  };
};

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
      field<&Spec::detailed_monitoring>("detailed_monitoring",
                                        "metrics every minute instead of every five"),
      field<&Spec::default_instance_warmup>("default_instance_warmup",
                                            "how long a new instance's metrics do not count yet")
          .otherwise("the policy's own, 300s"),
      field<&Spec::health_check_grace_period>("health_check_grace_period",
                                              "how long a new instance may look unhealthy"),
      field<&Spec::policies>("policies", "what changes its size"),
  };
};
