#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/evaluation.hpp"
#include "squall/metrics/operand_spec.hpp"
#include "squall/metrics/statistic.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::metrics {

/// How a point stands to a threshold where it breaches it.
enum class Comparison : std::uint8_t { greater, greater_or_equal, less, less_or_equal };

/// When a point breaches.
struct Condition {
  /// How the threshold is written: '100', '60%' or '100ms'.
  enum class Unit : std::uint8_t { none, percent, duration };

  Comparison comparison = Comparison::greater;
  double threshold = 0;  ///< of a duration, its seconds
  Unit unit = Unit::none;

  bool breached_by(double value) const;

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// What a percentile of few samples says.
enum class LowSamples : std::uint8_t { evaluate, ignore };

/// An alarm on a metric, on an expression of several, or on other alarms.
struct AlarmSpec {
  std::string metric;
  std::string load_balancer;
  std::string target_group;
  std::string instance;
  std::string auto_scaling_group;
  std::string client;
  std::string zone;
  std::string service;
  std::string expression;
  Operands metrics;
  std::optional<Statistic> statistic;
  std::optional<Condition> when;
  std::optional<OutOf> periods;
  Duration period = 60s;
  Missing missing = Missing::missing;
  LowSamples low_samples = LowSamples::evaluate;
  std::optional<int> evaluation_range;
  std::string rule;
  std::string suppressor;
  Duration suppressor_wait = 60s;
  Duration suppressor_extension = 60s;

  friend bool operator==(const AlarmSpec&, const AlarmSpec&) = default;
};

}  // namespace squall::metrics

template <>
struct squall::ScalarText<squall::metrics::Condition> {
  using Condition = squall::metrics::Condition;
  static constexpr std::string_view name = "condition";
  static constexpr std::string_view example = "> 20";
  static constexpr std::string_view pattern =
      R"(^ *(>=|>|<=|<) *(-?[0-9]+(\.[0-9]+)?%?|)"
      R"(([0-9]+(\.[0-9]+)?(w|d|h|m|min|s|ms|us|µs|ns))+) *$)";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, Condition& value);
  static std::string print(const Condition& value);
};

template <>
struct squall::ScalarText<squall::metrics::OutOf> {
  using OutOf = squall::metrics::OutOf;
  static constexpr std::string_view name = "number of periods";
  static constexpr std::string_view example = "2 of 3";
  static constexpr std::string_view pattern = R"(^[0-9]+( of [0-9]+)?$)";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, OutOf& value);
  static std::string print(const OutOf& value);
};

template <>
struct squall::Words<squall::metrics::LowSamples> {
  static constexpr std::string_view name = "use of few samples";
  static constexpr std::array words{
      Word{"evaluate", "a percentile counts whatever it is made of"},
      Word{"ignore", "the alarm stays as it is while the samples are too few to tell"},
  };
};

template <>
struct squall::Fields<squall::metrics::AlarmSpec> {
  using Spec = squall::metrics::AlarmSpec;
  static constexpr std::string_view name = "alarm";
  static constexpr std::array table{
      field<&Spec::metric>("metric", "what it watches: 'squall metrics FILE' lists all there are")
          .like("HTTPCode_Target_5XX_Count")
          .otherwise("none: the alarm has an 'expression' or a 'rule'"),
      field<&Spec::load_balancer>("load_balancer", "whose metric, as a whole")
          .naming("load_balancers")
          .otherwise("none"),
      field<&Spec::target_group>("target_group", "whose metric, behind its balancer")
          .naming("target_groups")
          .otherwise("none"),
      field<&Spec::instance>("instance", "whose metric")
          .naming("instances")
          .like("web-1")
          .otherwise("none"),
      field<&Spec::auto_scaling_group>("auto_scaling_group",
                                       "whose metric, of all its instances together")
          .naming("auto_scaling_groups")
          .otherwise("none"),
      field<&Spec::client>("client", "whose metric, as its users see it")
          .naming("clients")
          .otherwise("none"),
      field<&Spec::zone>("zone",
                         "one zone of the balancer: of its node there, or of the targets there")
          .like("a")
          .otherwise("all zones together"),
      field<&Spec::service>("service", "whose own metric, of all its processes together")
          .naming("services")
          .otherwise("none"),
      field<&Spec::expression>("expression",
                               "metric math: what it watches, made of the metrics under 'metrics'")
          .like("100 * errors / requests")
          .otherwise("none: it watches one metric"),
      field<&Spec::metrics>("metrics", "the metrics of the expression, by their names in it")
          .like("{errors: {metric: HTTPCode_ELB_5XX_Count, load_balancer: front}}"),
      field<&Spec::statistic>("statistic", "what of the values of a period")
          .otherwise("the one that AWS shows for the metric"),
      field<&Spec::when>("when", "when a period breaches").otherwise("none: it has a 'rule'"),
      field<&Spec::periods>("for", "so many breaching periods of so many").otherwise("1"),
      field<&Spec::period>("period",
                           "how long each is: 10s, 20s, 30s or minutes; longer ones slide on by a "
                           "minute")
          .within("10s", "7d"),
      field<&Spec::missing>("missing",
                            "what periods without a value are, where others are too few"),
      field<&Spec::low_samples>("evaluate_low_sample_count_percentile",
                                "what a percentile of few samples says"),
      field<&Spec::evaluation_range>("evaluation_range",
                                     "how many periods it looks at, to find as many with values as "
                                     "'for' asks for; AWS does not say")
          .within("1", "10080")
          .otherwise("two more than 'for' says"),
      field<&Spec::rule>("rule", "what it makes of other alarms, instead of a metric")
          .like("ALARM(errors) AND NOT ALARM(deploying)")
          .otherwise("none: it watches a metric"),
      field<&Spec::suppressor>("actions_suppressor",
                               "the alarm that holds back the actions of a rule while it is in "
                               "ALARM")
          .naming("alarms")
          .otherwise("none"),
      field<&Spec::suppressor_wait>("actions_suppressor_wait_period",
                                    "how long actions wait for the suppressor"),
      field<&Spec::suppressor_extension>("actions_suppressor_extension_period",
                                         "how long after it they still wait"),
  };
};
