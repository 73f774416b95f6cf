#pragma once

#include "squall/core/field.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/statistic_set.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::metrics {

/// What is asked of the values of a period, as CloudWatch writes it.
///
/// | written                    | is                                                      |
/// |----------------------------|---------------------------------------------------------|
/// | SampleCount Sum Average    | what the words say                                      |
/// |   Minimum Maximum          |                                                         |
/// | p99.9                      | the value that 99.9% of all do not exceed               |
/// | tm90  TM(10%:90%)          | the mean of the kept values                             |
/// | tc90  TC(..)   ts90 TS(..) | how many are kept, and their sum                        |
/// | wm90  WM(10%:90%)          | the mean, those outside moved to the bounds             |
/// | IQM                        | TM(25%:75%)                                             |
/// | PR(0.1:0.3)                | how many percent lie above the one and not above the    |
/// |                            |   other                                                 |
///
/// Bounds without a percent sign are values. All but the first five need the values themselves,
/// and these not negative; they are to within 1% of the values.
struct Statistic {
  enum class Kind : std::uint8_t {
    sample_count,
    sum,
    average,
    minimum,
    maximum,
    percentile,
    trimmed_mean,
    trimmed_count,
    trimmed_sum,
    winsorized_mean,
    percentile_rank,
  };

  Kind kind = Kind::average;
  bool in_percent = true;      ///< what the bounds are
  std::optional<double> low;   ///< none: from the least
  std::optional<double> high;  ///< none: to the most; of a percentile: which one

  static Statistic percentile(double percent) { return {Kind::percentile, true, {}, percent}; }

  bool needs_values() const { return kind >= Kind::percentile; }

  /// Of one period: nothing where nothing was recorded, or where the values are needed and not
  /// there, unless the set alone says what they all were.
  std::optional<double> of(const StatisticSet& set, const Histogram* values) const;

  friend bool operator==(const Statistic&, const Statistic&) = default;
};

/// A value as a Histogram holds it: in billionths, up to 9.2e9.  Requires: value >= 0.
inline Duration as_length(double value) { return from_seconds(std::min(value, 9.2e9)); }

}  // namespace squall::metrics

template <>
struct squall::ScalarText<squall::metrics::Statistic> {
  using Statistic = squall::metrics::Statistic;
  static constexpr std::string_view name = "statistic";
  static constexpr std::string_view example = "Average";
  static constexpr std::string_view pattern =
      R"(^(SampleCount|Sum|Average|Minimum|Maximum|IQM|(p|tm|tc|ts|wm)[0-9]+(\.[0-9]{1,10})?|)"
      R"((TM|TC|TS|WM|PR)\([0-9.]*%?:[0-9.]*%?\))$)";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, Statistic& value);
  static std::string print(const Statistic& value);
};
