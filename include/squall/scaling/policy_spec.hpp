#pragma once

#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/alarm_spec.hpp"
#include "squall/scaling/adjustment.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::scaling {

enum class PolicyType : std::uint8_t { target_tracking, step, simple };

/// What several points of a metric come to.
enum class Aggregation : std::uint8_t { average, minimum, maximum };

/// A metric that AWS prepares for target tracking.
enum class TrackedMetric : std::uint8_t {
  asg_average_cpu_utilization,
  asg_average_network_in,
  asg_average_network_out,
  alb_request_count_per_target
};

/// The metric of that name; nothing of one's own.
std::optional<TrackedMetric> tracked_metric(std::string_view name);

/// Whether the metric of that name is a part of something, told in percent.
bool is_percent(std::string_view metric);

/// Where a metric is kept, in the metric's own unit: 50 is 50% of CPU, or so many requests.
struct PolicyTarget {
  double value = 0;
  bool percent = false;  ///< it is written with the sign

  friend bool operator==(const PolicyTarget&, const PolicyTarget&) = default;
};

/// Changes the capacity of a group by what a metric, or an alarm on it, says.
struct PolicySpec {
  PolicyType type = PolicyType::target_tracking;
  std::string metric = "ASGAverageCPUUtilization";
  std::string load_balancer;
  std::string target_group;
  std::string zone;
  std::string service;
  std::string expression;
  metrics::Operands metrics;
  std::optional<metrics::Statistic> statistic;
  std::optional<PolicyTarget> target;
  bool disable_scale_in = false;
  Ratio low_threshold{0.7};
  std::string alarm;
  std::optional<metrics::Condition> when;
  std::optional<metrics::OutOf> periods;
  Duration period = 60s;
  Steps adjust;
  int min_adjustment_magnitude = 0;
  Aggregation metric_aggregation = Aggregation::average;
  std::optional<Duration> cooldown;
  std::optional<Duration> estimated_instance_warmup;

  friend bool operator==(const PolicySpec&, const PolicySpec&) = default;
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
  static constexpr std::array words{
      Word{"target_tracking", "keeps a metric at a target"},
      Word{"step", "changes the capacity by more, the further a metric is beyond a threshold"},
      Word{"simple", "changes the capacity, then waits until that is done and a cooldown is over"},
  };
};

template <>
struct squall::Words<squall::scaling::Aggregation> {
  static constexpr std::string_view name = "aggregation of points";
  static constexpr std::array words{
      Word{"Average", "their mean"},
      Word{"Minimum", "the least"},
      Word{"Maximum", "the greatest"},
  };
};

template <>
struct squall::Fields<squall::scaling::PolicySpec> {
  using Spec = squall::scaling::PolicySpec;
  static constexpr std::string_view name = "scaling policy";
  static constexpr std::array table{
      field<&Spec::type>("type", "how it decides"),
      field<&Spec::metric>("metric",
                           "what it watches: ASGAverageCPUUtilization, ASGAverageNetworkIn, "
                           "ASGAverageNetworkOut, ALBRequestCountPerTarget, or any metric of the "
                           "group, of a balancer, of a target group or of a service's own"),
      field<&Spec::load_balancer>("load_balancer", "whose metric, as a whole")
          .naming("load_balancers")
          .otherwise("the group's own"),
      field<&Spec::target_group>("target_group", "whose metric, behind its balancer")
          .naming("target_groups")
          .otherwise("the group's own; of requests its first target group"),
      field<&Spec::zone>("zone",
                         "one zone of the balancer: of its node there, or of the targets there")
          .like("a")
          .otherwise("all zones together"),
      field<&Spec::service>("service", "whose own metric, of all its processes together")
          .naming("services")
          .otherwise("the group's own"),
      field<&Spec::expression>("expression",
                               "metric math: what it watches, made of the metrics under 'metrics'")
          .like("requests / PERIOD(requests)")
          .otherwise("none: it watches one metric"),
      field<&Spec::metrics>("metrics", "the metrics of the expression, by their names in it")
          .like("{requests: {metric: RequestCount, target_group: web}}"),
      field<&Spec::statistic>("statistic", "what of the values of a period")
          .otherwise("the one that AWS shows for the metric"),
      field<&Spec::target>("target",
                           "where target tracking keeps the metric: 50% of CPU, or a number of "
                           "requests")
          .otherwise("none: it is no target tracking")
          .settable(),
      field<&Spec::disable_scale_in>("disable_scale_in", "target tracking only adds instances"),
      field<&Spec::low_threshold>("low_threshold",
                                  "the part of its target below which target tracking takes "
                                  "instances away; AWS does not say, and groups of EC2 show 70%")
          .within("1%", "100%"),
      field<&Spec::alarm>("alarm", "the alarm that runs it")
          .naming("alarms")
          .otherwise("one of its own, by 'metric' and 'when'"),
      field<&Spec::when>("when", "when its own alarm's metric breaches")
          .like("'>= 60%'")
          .otherwise("none: target tracking, or 'alarm' names one"),
      field<&Spec::periods>("for", "so many breaching periods of so many").otherwise("1"),
      field<&Spec::period>("period",
                           "how long a period is; target tracking of CPU has 10s, 30s or 1m, and "
                           "with less than 1m the metric comes as often")
          .within("10s", "7d"),
      field<&Spec::adjust>("adjust",
                           "what is done, by how far the metric is from the threshold: +2 and "
                           "-10% change the capacity, =5 sets it")
          .like("{60%: +10%, 75%: +25%}"),
      field<&Spec::min_adjustment_magnitude>("min_adjustment_magnitude",
                                             "a change in percent is of so many instances at least")
          .within("0", "100000"),
      field<&Spec::metric_aggregation>("metric_aggregation",
                                       "what the points that its alarm looks at come to"),
      field<&Spec::cooldown>("cooldown", "how long a simple policy waits after what it has done")
          .otherwise("the group's 'default_cooldown'"),
      field<&Spec::estimated_instance_warmup>(
          "estimated_instance_warmup", "how long the metrics of what it launches do not count yet")
          .within("0s", "1h")
          .otherwise("the group's 'default_instance_warmup', else its 'default_cooldown'"),
  };
};
