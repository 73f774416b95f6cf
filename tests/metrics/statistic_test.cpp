#include "squall/metrics/statistic.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

Statistic statistic(const std::string& text) {
  Statistic value;
  REQUIRE_FALSE(ScalarText<Statistic>::read(text, value));
  return value;
}

/// The values of a period, as a store has them.
struct Values {
  explicit Values(const std::vector<double>& values) {
    for (const double value : values) {
      set.add(value);
      if (value >= 0) histogram.record(as_length(value));
    }
  }

  std::optional<double> operator[](const std::string& text) const {
    return statistic(text).of(set, &histogram);
  }

  StatisticSet set;
  Histogram histogram;
};

// 1, 2 .. 100
Values hundred() {
  std::vector<double> values;
  for (int value = 1; value <= 100; ++value) values.push_back(value);
  return Values(values);
}

}  // namespace

TEST_CASE("an average is the sum by the samples, not a mean of the means", "[metrics][statistic]") {
  StatisticSet all = Values({10, 10, 10}).set;
  all += Values({50}).set;
  CHECK(all.average() == 20);
  CHECK(all.minimum == 10);
  CHECK(all.maximum == 50);
  CHECK(all.samples == 4);
}

TEST_CASE("of a period without values there is no statistic, not even a sum of zero",
          "[metrics][statistic]") {
  const Values nothing({});
  for (const char* text : {"Sum", "Average", "SampleCount", "Minimum", "p99", "IQM", "PR(0:1)"})
    CHECK_FALSE(nothing[text]);
}

TEST_CASE("a percentile is the value that so many do not exceed", "[metrics][statistic]") {
  const Values values = hundred();
  CHECK(*values["p50"] == Approx(50).epsilon(0.01));
  CHECK(*values["p99"] == Approx(99).epsilon(0.01));
  CHECK(values["p100"] == 100.0);
  CHECK(values["p0"] == 1.0);
  CHECK(*values["p99.9"] == Approx(100).epsilon(0.01));
}

TEST_CASE("trimmed values are counted, summed and averaged alike", "[metrics][statistic]") {
  const Values values = hundred();
  CHECK(*values["tm90"] == Approx(45.5).epsilon(0.015));
  CHECK(*values["tc90"] == Approx(90));
  CHECK(*values["ts90"] == Approx(*values["tm90"] * *values["tc90"]));
  CHECK(*values["TM(10%:90%)"] == Approx(50.5).epsilon(0.015));
  CHECK(*values["IQM"] == Approx(50.5).epsilon(0.015));
  CHECK(values["IQM"] == values["TM(25%:75%)"]);
  CHECK(*values["TM(:50%)"] == Approx(25.5).epsilon(0.015));
  CHECK(*values["TM(50%:)"] == Approx(75.5).epsilon(0.015));
}

TEST_CASE("of absolute bounds the lower one is out and the upper one in", "[metrics][statistic]") {
  const Values values({1, 2, 4, 8});
  CHECK(values["TC(2:8)"] == 2.0);
  CHECK(values["TC(:1)"] == 1.0);
  CHECK(values["TC(8:)"] == 0.0);
  CHECK(values["PR(1:4)"] == 50.0);
  CHECK(values["TC(0.5:100)"] == 4.0);
  CHECK(*values["TM(2:8)"] == Approx(6).epsilon(0.01));
  CHECK_FALSE(values["TM(100:200)"]);
}

TEST_CASE("a winsorized mean moves what lies outside to the bounds", "[metrics][statistic]") {
  const Values values = hundred();
  CHECK(*values["WM(10%:90%)"] == Approx(50.5).epsilon(0.015));
  CHECK(*values["WM(:50)"] == Approx((50 * 51 / 2 + 50 * 50) / 100.0).epsilon(0.015));
  CHECK(*values["wm80"] == Approx((80 * 81 / 2 + 20 * 80) / 100.0).epsilon(0.015));
}

TEST_CASE("what needs the values has them from a set alone only where all are the same",
          "[metrics][statistic]") {
  const StatisticSet different{3, 11, 2, 5};
  const StatisticSet same = StatisticSet::of(4, 3);
  const StatisticSet single = StatisticSet::of(7);
  for (const char* text : {"p90", "tm90", "IQM", "wm90", "TM(1:9)"}) {
    INFO(text);
    CHECK_FALSE(statistic(text).of(different, nullptr));
    CHECK(statistic(text).of(same, nullptr) == 4.0);
    CHECK(statistic(text).of(single, nullptr) == 7.0);
  }
  CHECK(statistic("TC(4:9)").of(same, nullptr) == 0.0);
  CHECK(statistic("TC(3:4)").of(same, nullptr) == 3.0);
  CHECK(statistic("ts50").of(same, nullptr) == 6.0);
  CHECK(statistic("PR(3:4)").of(same, nullptr) == 100.0);
  CHECK(statistic("WM(5:9)").of(same, nullptr) == 5.0);
}

TEST_CASE("a negative value takes percentiles away and leaves the plain statistics",
          "[metrics][statistic]") {
  const Values values({-1, 2, 3});
  CHECK(values["Average"] == 4.0 / 3);
  CHECK(values["Minimum"] == -1.0);
  CHECK_FALSE(values["p50"]);
}

TEST_CASE("a statistic that is printed reads back", "[metrics][statistic]") {
  for (const char* text : {"SampleCount", "Sum", "Average", "Minimum", "Maximum", "p99", "p99.95",
                           "tm90", "tc90", "ts99.5", "wm80", "IQM", "TM(10%:90%)", "TM(50%:)",
                           "TC(0.005:0.03)", "TS(80%:)", "WM(5:9)", "PR(100:2000)", "PR(:300)"})
    CHECK(ScalarText<Statistic>::print(statistic(text)) == text);
  for (const char* text : {"average", "p", "p101", "p-1", "tm0", "TM(10%:90)", "TM(90%:10%)",
                           "TM(:)", "PR(10%:90%)", "median", "P99", "TM(1:2", "iqm", ""}) {
    INFO(text);
    Statistic value;
    CHECK(ScalarText<Statistic>::read(text, value));
  }
}
