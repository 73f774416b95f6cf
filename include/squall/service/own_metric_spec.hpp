#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::service {

/// What a process knows of itself at any moment.
enum class Gauge : std::uint8_t { busy_workers, waiting, in_flight };

/// By whom values are told apart: those of one are a metric.
enum class MetricOwner : std::uint8_t { service, instance, auto_scaling_group };

/// What CloudWatch counts in.
enum class MetricUnit : std::uint8_t {
  none,
  count,
  percent,
  seconds,
  milliseconds,
  microseconds,
  bytes,
  kilobytes,
  megabytes,
  gigabytes,
  terabytes,
  bits,
  kilobits,
  megabits,
  gigabits,
  terabits,
  count_per_second,
  bytes_per_second,
  kilobytes_per_second,
  megabytes_per_second,
  gigabytes_per_second,
  terabytes_per_second,
  bits_per_second,
  kilobits_per_second,
  megabits_per_second,
  gigabits_per_second,
  terabits_per_second,
};

/// A metric that a service publishes itself.
struct OwnMetricSpec {
  MetricUnit unit = MetricUnit::none;
  std::optional<Gauge> gauge;
  Duration period = 60s;
  MetricOwner by = MetricOwner::service;
  std::string space;

  friend bool operator==(const OwnMetricSpec&, const OwnMetricSpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Words<squall::service::Gauge> {
  static constexpr std::string_view name = "gauge";
  static constexpr std::array words{
      Word{"busy_workers", "workers that are taken"},
      Word{"waiting", "requests that wait for a worker"},
      Word{"in_flight", "both: all requests that it has"},
  };
};

template <>
struct squall::Words<squall::service::MetricOwner> {
  static constexpr std::string_view name = "owner of a metric";
  static constexpr std::array words{
      Word{"service", "all its processes together"},
      Word{"instance", "each for itself"},
      Word{"auto_scaling_group", "those of each group together; others publish nothing"},
  };
};

template <>
struct squall::Words<squall::service::MetricUnit> {
  static constexpr std::string_view name = "unit of a metric";
  static constexpr std::array words{
      Word{"None", "a bare number"},
      Word{"Count", "how many"},
      Word{"Percent", "parts of a hundred"},
      Word{"Seconds", "time"},
      Word{"Milliseconds", "time"},
      Word{"Microseconds", "time"},
      Word{"Bytes", "an amount of data"},
      Word{"Kilobytes", "an amount of data"},
      Word{"Megabytes", "an amount of data"},
      Word{"Gigabytes", "an amount of data"},
      Word{"Terabytes", "an amount of data"},
      Word{"Bits", "an amount of data"},
      Word{"Kilobits", "an amount of data"},
      Word{"Megabits", "an amount of data"},
      Word{"Gigabits", "an amount of data"},
      Word{"Terabits", "an amount of data"},
      Word{"Count/Second", "how many in a second"},
      Word{"Bytes/Second", "data in a second"},
      Word{"Kilobytes/Second", "data in a second"},
      Word{"Megabytes/Second", "data in a second"},
      Word{"Gigabytes/Second", "data in a second"},
      Word{"Terabytes/Second", "data in a second"},
      Word{"Bits/Second", "data in a second"},
      Word{"Kilobits/Second", "data in a second"},
      Word{"Megabits/Second", "data in a second"},
      Word{"Gigabits/Second", "data in a second"},
      Word{"Terabits/Second", "data in a second"},
  };
};

template <>
struct squall::Fields<squall::service::OwnMetricSpec> {
  using Spec = squall::service::OwnMetricSpec;
  static constexpr std::string_view name = "metric of a service's own";
  static constexpr std::array table{
      field<&Spec::unit>("unit", "what its values are"),
      field<&Spec::gauge>("gauge",
                          "what of the process it shows, at the end of each period; else its "
                          "values are those that handlers 'put'")
          .like("in_flight")
          .otherwise("none: handlers put its values"),
      field<&Spec::period>("period", "of each point: 1s, 5s, 10s, 20s, 30s or 1m")
          .within("1s", "1m"),
      field<&Spec::by>("by", "whose values are one metric"),
      field<&Spec::space>("namespace", "where CloudWatch keeps it")
          .like("Shop")
          .otherwise("the service's name"),
  };
};
