#include "squall/experiment/comparison.hpp"

#include "experiment/station.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace squall;
using namespace squall::experiment;
using test::queue;

namespace {

// The same queue with another mean service time, in milliseconds.
Design with_service(const std::string& name, double milliseconds, int seed) {
  Design design{name, queue(0.5, 200, 4200, seed)};
  auto& steps = design.scenario.services.at("web").handler;
  auto& demand = std::get<service::Step::Cpu>(steps.front().form).demand;
  demand = {distributions::Exponential{from_seconds(milliseconds / 1000)}};
  return design;
}

const Difference& of(const DesignFindings& design, Measure measure) {
  return design.differences[static_cast<std::size_t>(measure)];
}

}  // namespace

TEST_CASE("designs that are alike do not differ at all", "[experiment][compare]") {
  const Comparison found = compare(
      {{"file", queue(0.8, 0, 500, 1)}, {"twin", queue(0.8, 0, 500, 2)}}, {5, std::nullopt, 0});
  for (std::size_t i = 0; i < measures; ++i) {
    const Difference& difference = found.designs[1].differences[i];
    CHECK(difference.verdict == Difference::Verdict::not_shown);
    CHECK(difference.by->value == 0);
    CHECK(difference.by->half_width() == 0);
  }
  CHECK(found.designs[0].differences.empty());
}

TEST_CASE("a faster server is better, and pairs show it sooner", "[experiment][compare]") {
  const Comparison found = compare({with_service("file", 10, 1), with_service("faster", 9.8, 1),
                                    with_service("slower", 10.2, 1)},
                                   {10, std::nullopt, 0});
  CHECK(of(found.designs[1], Measure::mean).verdict == Difference::Verdict::better);
  CHECK(of(found.designs[1], Measure::p99).verdict == Difference::Verdict::better);
  CHECK(of(found.designs[2], Measure::mean).verdict == Difference::Verdict::worse);
  CHECK(of(found.designs[1], Measure::mean).unpaired.value() > 50);
}

TEST_CASE("of more comparisons each claims less", "[experiment][compare]") {
  const Plan plan{10, std::nullopt, 0};
  const auto alone = compare({with_service("file", 10, 1), with_service("b", 9.8, 1)}, plan);
  const auto among = compare({with_service("file", 10, 1), with_service("b", 9.8, 1),
                              with_service("c", 9, 1), with_service("d", 8, 1)},
                             plan);
  const double one = of(alone.designs[1], Measure::mean).by->half_width();
  const double three = of(among.designs[1], Measure::mean).by->half_width();
  CHECK(three / one == Approx(student_factor(10, 3) / student_factor(10)));
}

TEST_CASE("a time-out against a number is a verdict without a number", "[experiment][compare]") {
  Design cut{"cut", queue(0.5, 0, 500, 1)};
  cut.scenario.timeline.push_back({{}, faults::Action{faults::Action::Stop{{"web-1"}}}});
  const Comparison found = compare({{"file", queue(0.5, 0, 500, 1)}, cut}, {5, std::nullopt, 0});
  CHECK_FALSE(of(found.designs[1], Measure::p50).by);
  CHECK(of(found.designs[1], Measure::p50).verdict == Difference::Verdict::worse);
  CHECK(of(found.designs[1], Measure::errors).by->value == Approx(1));
}

TEST_CASE("intervals of differences hold the truth about as often as they say",
          "[experiment][compare]") {
  constexpr int experiments = 200;
  const double mean = 1 / 50.0 - 1 / (1 / 0.009 - 50);
  int means = 0, quantiles = 0;
  for (int i = 0; i < experiments; ++i) {
    const Comparison found =
        compare({with_service("file", 9, 100 + i), with_service("slower", 10, 100 + i)},
                {10, std::nullopt, 0});
    const auto holds = [&](Measure measure, double truth) {
      const Estimate& by = *of(found.designs[1], measure).by;
      return by.low <= truth && truth <= by.high;
    };
    means += holds(Measure::mean, mean);
    quantiles += holds(Measure::p99, mean * std::log(100));
  }
  INFO("means " << means << ", p99 " << quantiles << " of " << experiments);
  CHECK(means >= 0.89 * experiments);
  CHECK(quantiles >= 0.89 * experiments);
  CHECK(means <= 0.99 * experiments);
  CHECK(quantiles <= 0.995 * experiments);
}
