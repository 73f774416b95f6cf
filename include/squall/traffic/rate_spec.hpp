#pragma once

#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"
#include "squall/core/units.hpp"
#include "squall/traffic/series.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::traffic {

/// What a day has of the usual rate. A day begins at midnight where the client is.
struct WeeklySpec {
  Ratio mon{1};
  Ratio tue{1};
  Ratio wed{1};
  Ratio thu{1};
  Ratio fri{1};
  Ratio sat{1};
  Ratio sun{1};

  friend bool operator==(const WeeklySpec&, const WeeklySpec&) = default;
};

/// More requests for a while: all in all add x (rise / 2 + decay).
///
///   at --rise, a straight line--> add --> falls to 37% of itself in each `decay`
struct SpikeSpec {
  Moment at;
  Rate add;
  Duration rise{};
  Duration decay{};

  friend bool operator==(const SpikeSpec&, const SpikeSpec&) = default;
};

/// So many requests more, evenly over a time.
struct BurstSpec {
  Moment at;
  int count = 0;
  Duration over{};

  friend bool operator==(const BurstSpec&, const BurstSpec&) = default;
};

/// Requests counted in a table. A row holds until the next; the last one as long as the one before.
struct CsvSpec {
  std::string file;
  std::string time;
  std::string value;
  Duration per = 1min;
  Series series;

  friend bool operator==(const CsvSpec&, const CsvSpec&) = default;
};

/// Requests counted by CloudWatch. A count holds for a period; without one nothing came.
struct CloudWatchSpec {
  std::string file;
  std::string id;
  Series series;

  friend bool operator==(const CloudWatchSpec&, const CloudWatchSpec&) = default;
};

/// How many requests come, over time; the parts add up. Before its first step a rate of steps is
/// zero; before its first point a ramp is as high as there, after its last one as high as there.
/// A daily rate is the same every day, in straight lines also over midnight. The days of the week
/// multiply all but spikes and bursts, which add what they say.
struct RateSpec {
  Rate constant;
  std::map<Duration, Rate> steps;
  std::map<Duration, Rate> ramp;
  std::map<TimeOfDay, Rate> daily{};
  std::optional<WeeklySpec> weekly{};
  std::vector<SpikeSpec> spike{};
  std::vector<BurstSpec> burst{};
  std::optional<CsvSpec> csv{};
  std::optional<CloudWatchSpec> cloudwatch{};

  friend bool operator==(const RateSpec&, const RateSpec&) = default;
};

}  // namespace squall::traffic

template <>
struct squall::Fields<squall::traffic::WeeklySpec> {
  using Spec = squall::traffic::WeeklySpec;
  static constexpr std::string_view name = "week";
  static constexpr std::array table{
      field<&Spec::mon>("mon", "what a Monday has of the rate").within("0%", "100000%"),
      field<&Spec::tue>("tue", "what a Tuesday has of the rate").within("0%", "100000%"),
      field<&Spec::wed>("wed", "what a Wednesday has of the rate").within("0%", "100000%"),
      field<&Spec::thu>("thu", "what a Thursday has of the rate").within("0%", "100000%"),
      field<&Spec::fri>("fri", "what a Friday has of the rate").within("0%", "100000%"),
      field<&Spec::sat>("sat", "what a Saturday has of the rate").within("0%", "100000%"),
      field<&Spec::sun>("sun", "what a Sunday has of the rate").within("0%", "100000%"),
  };
};

template <>
struct squall::Fields<squall::traffic::SpikeSpec> {
  using Spec = squall::traffic::SpikeSpec;
  static constexpr std::string_view name = "spike";
  static constexpr std::array table{
      field<&Spec::at>("at", "when it begins").required(),
      field<&Spec::add>("add", "how many more come at its peak").like("1500/s").required(),
      field<&Spec::rise>("rise", "how long it rises to its peak, in a straight line"),
      field<&Spec::decay>("decay", "how long it then takes to fall to 37%, and again, and so on")
          .at_least("1ms")
          .like("8m")
          .required(),
  };
};

template <>
struct squall::Fields<squall::traffic::BurstSpec> {
  using Spec = squall::traffic::BurstSpec;
  static constexpr std::string_view name = "burst";
  static constexpr std::array table{
      field<&Spec::at>("at", "when it begins").required(),
      field<&Spec::count>("count", "how many more come in it")
          .within("1", "1000000000")
          .like("8000")
          .required(),
      field<&Spec::over>("over", "how long it takes").at_least("1ms").like("5s").required(),
  };
};

template <>
struct squall::Fields<squall::traffic::CsvSpec> {
  using Spec = squall::traffic::CsvSpec;
  static constexpr std::string_view name = "table of requests";
  static constexpr std::string_view shorthand = "file";
  static constexpr std::array table{
      field<&Spec::file>("file",
                         "a CSV file beside the scenario, rows in the order of their times; a "
                         "row holds until the next")
          .like("rc.csv"),
      field<&Spec::time>("time",
                         "the column with timestamps, in UTC where they name no offset, or with "
                         "times since the start")
          .like("Timestamp")
          .otherwise("the first column"),
      field<&Spec::value>("value", "the column with the numbers of requests")
          .like("Sum")
          .otherwise("the second column"),
      field<&Spec::per>("per", "the time for which such a number counts requests").at_least("1ms"),
      field<&Spec::series>("series", "what the file holds, in one line")
          .otherwise("read from the file"),
  };
};

template <>
struct squall::Fields<squall::traffic::CloudWatchSpec> {
  using Spec = squall::traffic::CloudWatchSpec;
  static constexpr std::string_view name = "answer of CloudWatch";
  static constexpr std::string_view shorthand = "file";
  static constexpr std::array table{
      field<&Spec::file>("file",
                         "a file beside the scenario: what 'aws cloudwatch get-metric-data' "
                         "printed, a sum of requests for each period")
          .like("rc.json"),
      field<&Spec::id>("id", "which of its results").like("m1").otherwise("the only one"),
      field<&Spec::series>("series", "what the file holds, in one line")
          .otherwise("read from the file"),
  };
};

template <>
struct squall::Fields<squall::traffic::RateSpec> {
  using Spec = squall::traffic::RateSpec;
  static constexpr std::string_view name = "rate of requests";
  static constexpr std::string_view shorthand = "constant";
  static constexpr std::array table{
      field<&Spec::constant>("constant", "this many all the time"),
      field<&Spec::steps>("steps",
                          "from each of these times on, this many: {0: 200/s, 40m: 900/s}"),
      field<&Spec::ramp>("ramp", "in a straight line from each of these to the next"),
      field<&Spec::daily>("daily",
                          "every day, in a straight line from each of these times of day to the "
                          "next, also over midnight: {04:00: 90/s, 12:00: 500/s}"),
      field<&Spec::weekly>("weekly",
                           "multiplies all but spikes and bursts, by the day of the week: "
                           "{sat: 130%}"),
      field<&Spec::spike>("spike", "so many more at once, which then fade"),
      field<&Spec::burst>("burst", "so many more within a time"),
      field<&Spec::csv>("csv", "as a table says that was recorded"),
      field<&Spec::cloudwatch>("cloudwatch", "as CloudWatch recorded it"),
  };
};
