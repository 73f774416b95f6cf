#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/evaluation.hpp"
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
  Comparison comparison = Comparison::greater;
  double threshold = 0;
  bool percent = false;  ///< it is written with the sign

  bool breached_by(double value) const;

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// What a percentile of few samples says.
enum class LowSamples : std::uint8_t { evaluate, ignore };

/// Which of all metrics of one name: that with these dimensions and no others.
struct DimensionsSpec {
  std::string load_balancer;
  std::string target_group;
  std::string instance;
  std::string service;

  friend bool operator==(const DimensionsSpec&, const DimensionsSpec&) = default;
};

/// An alarm on a metric, or on other alarms.
struct AlarmSpec {
  std::string metric;
  DimensionsSpec dimensions;
  Statistic statistic;
  std::optional<Condition> when;
  OutOf for_;
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
  static constexpr std::string_view pattern = R"(^ *(>=|>|<=|<) *-?[0-9]+(\.[0-9]+)?%? *$)";
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
