// Whether intervals of 95% hold what they say: of many experiments with M/M/1, whose answers are
// known, about as many intervals must hold the truth. In full: squall_tests "[.coverage]".

#include "squall/experiment/headlines.hpp"
#include "squall/experiment/replications.hpp"

#include "experiment/station.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <map>
#include <string>

using namespace squall;
using namespace squall::experiment;

namespace {

struct Experiments {
  double load;
  double warm_up;  // in mean service times, like all lengths here
  double length;
  std::size_t runs;
  int count;
};

// The part of the intervals that hold the truth, by what they are of.
std::map<std::string, double> covered(const Experiments& experiments) {
  const double rate = 1 - experiments.load;  // of the exponential response times
  std::map<std::string, double> covered;
  Plan plan;
  plan.runs = experiments.runs;
  const auto count = [&](const std::string& what, const Estimate& estimate, double truth) {
    covered[what] += (estimate.low <= truth && truth <= estimate.high) / double(experiments.count);
  };
  for (int i = 0; i < experiments.count; ++i) {
    const Findings found =
        findings_of(replicate(test::queue(experiments.load, experiments.warm_up,
                                          experiments.warm_up + experiments.length, 1000 + i),
                              plan));
    count("mean", found.totals.mean, 0.01 / rate);
    count("throughput", found.totals.throughput, 100 * experiments.load);
    for (std::size_t q = 0; q < headline_quantiles.size(); ++q)
      count(std::string(headline_quantiles[q].name), found.totals.quantiles[q],
            -0.01 * std::log(1 - headline_quantiles[q].part) / rate);
  }
  return covered;
}

void check(const Experiments& experiments, double least, double most) {
  for (const auto& [what, part] : covered(experiments)) {
    INFO(what << " at " << experiments.load << ": " << part);
    CHECK(part >= least);
    CHECK(part <= most);
  }
}

}  // namespace

TEST_CASE("intervals hold the truth about as often as they say", "[experiment]") {
  check({0.8, 500, 4000, 10, 200}, 0.89, 0.99);
}

TEST_CASE("intervals hold the truth as often as they say, a thousand times each", "[.coverage]") {
  check({0.5, 200, 4000, 20, 1000}, 0.93, 0.97);
  check({0.8, 1000, 20'000, 20, 1000}, 0.93, 0.97);
  check({0.9, 4000, 40'000, 20, 1000}, 0.93, 0.97);
}
