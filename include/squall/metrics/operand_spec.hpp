#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/metrics/statistic.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace squall::metrics {

/// A metric that an expression has a name for.
struct OperandSpec {
  std::string metric;
  std::string load_balancer;
  std::string target_group;
  std::string instance;
  std::string auto_scaling_group;
  std::string client;
  std::string service;
  std::string zone;
  std::optional<Statistic> statistic;

  friend bool operator==(const OperandSpec&, const OperandSpec&) = default;
};

using Operands = std::map<std::string, OperandSpec>;

}  // namespace squall::metrics

template <>
struct squall::Fields<squall::metrics::OperandSpec> {
  using Spec = squall::metrics::OperandSpec;
  static constexpr std::string_view name = "metric of an expression";
  static constexpr std::string_view shorthand = "metric";
  static constexpr std::array table{
      field<&Spec::metric>("metric", "which: 'squall metrics FILE' lists all there are")
          .like("RequestCount")
          .required(),
      field<&Spec::load_balancer>("load_balancer", "whose, as a whole")
          .naming("load_balancers")
          .otherwise("none; in a policy the group's own"),
      field<&Spec::target_group>("target_group", "whose, behind its balancer")
          .naming("target_groups")
          .otherwise("none; in a policy the group's own"),
      field<&Spec::instance>("instance", "whose")
          .naming("instances")
          .like("web-1")
          .otherwise("none; in a policy the group's own"),
      field<&Spec::auto_scaling_group>("auto_scaling_group", "whose, of all its instances together")
          .naming("auto_scaling_groups")
          .otherwise("none; in a policy the group itself"),
      field<&Spec::client>("client", "whose, as its users see it")
          .naming("clients")
          .otherwise("none; in a policy the group's own"),
      field<&Spec::service>("service", "whose own metric, of all its processes together")
          .naming("services")
          .otherwise("none; in a policy the group's own"),
      field<&Spec::zone>("zone",
                         "one zone of the balancer: of its node there, or of the targets there")
          .like("a")
          .otherwise("all zones together"),
      field<&Spec::statistic>("statistic", "what of the values of a period")
          .otherwise("the one that AWS shows for the metric"),
  };
};
