#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/statistic.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::metrics {

/// A metric whose points a result holds.
struct KeptSpec {
  std::string metric;
  std::string load_balancer;
  std::string target_group;
  std::string instance;
  std::string auto_scaling_group;
  std::string client;
  std::string zone;
  std::string service;
  std::optional<Statistic> statistic;

  friend bool operator==(const KeptSpec&, const KeptSpec&) = default;
};

/// What is said of metrics.
struct MetricsSpec {
  std::vector<KeptSpec> keep;
  std::map<std::string, Duration> delay;

  friend bool operator==(const MetricsSpec&, const MetricsSpec&) = default;
};

}  // namespace squall::metrics

template <>
struct squall::Fields<squall::metrics::KeptSpec> {
  using Spec = squall::metrics::KeptSpec;
  static constexpr std::string_view name = "kept metric";
  static constexpr std::string_view shorthand = "metric";
  static constexpr std::array table{
      field<&Spec::metric>("metric", "which: 'squall metrics FILE' lists all there are; '*' is all")
          .like("TargetResponseTime")
          .required(),
      field<&Spec::load_balancer>("load_balancer", "whose, as a whole")
          .naming("load_balancers")
          .otherwise("of all that have it"),
      field<&Spec::target_group>("target_group", "whose, behind its balancer")
          .naming("target_groups")
          .otherwise("of all that have it"),
      field<&Spec::instance>("instance", "whose")
          .naming("instances")
          .like("web-1")
          .otherwise("of all that have it"),
      field<&Spec::auto_scaling_group>("auto_scaling_group", "whose, of all its instances together")
          .naming("auto_scaling_groups")
          .otherwise("of all that have it"),
      field<&Spec::client>("client", "whose, as its users see it")
          .naming("clients")
          .otherwise("of all that have it"),
      field<&Spec::zone>("zone", "what of it is told of one zone of the balancer")
          .like("a")
          .otherwise("of all zones together"),
      field<&Spec::service>("service", "whose own, of all its processes together")
          .naming("services")
          .otherwise("of all that have it"),
      field<&Spec::statistic>("statistic", "what of the values of a period")
          .otherwise("the one that AWS shows for the metric"),
  };
};

template <>
struct squall::Fields<squall::metrics::MetricsSpec> {
  using Spec = squall::metrics::MetricsSpec;
  static constexpr std::string_view name = "metrics";
  static constexpr std::array table{
      field<&Spec::keep>("keep", "the metrics whose points '--json' holds")
          .like("[RequestCount, {metric: TargetResponseTime, target_group: web, statistic: p99}]"),
      field<&Spec::delay>("delay",
                          "how long after the end of a period its point is published, by namespace")
          .like("{AWS/ApplicationELB: 2m}")
          .otherwise("60s of balancers, which are seen to be a minute to three late; else 0"),
  };
};
