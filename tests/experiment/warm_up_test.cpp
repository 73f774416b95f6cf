#include "squall/experiment/warm_up.hpp"

#include "squall/experiment/replications.hpp"

#include "experiment/station.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

using namespace squall;
using namespace squall::experiment;
using test::queue;

namespace {

// By its definition, place by place: the squared standard error of the mean of the batches that are
// left, of which the least is looked for.
std::size_t by_definition(const std::vector<double>& observations) {
  std::vector<double> batches;
  for (std::size_t i = 0; i + 5 <= observations.size(); i += 5)
    batches.push_back((observations[i] + observations[i + 1] + observations[i + 2] +
                       observations[i + 3] + observations[i + 4]) /
                      5);
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t from = 0; from <= batches.size() / 2; ++from) {
    const auto left = static_cast<double>(batches.size() - from);
    double mean = 0;
    for (std::size_t i = from; i < batches.size(); ++i) mean += batches[i] / left;
    double squares = 0;
    for (std::size_t i = from; i < batches.size(); ++i) squares += std::pow(batches[i] - mean, 2);
    if (squares / (left * left) >= least) continue;
    least = squares / (left * left);
    best = from;
  }
  return 5 * best;
}

std::optional<WarmUp> warm_up(const world::Scenario& scenario, std::size_t runs) {
  Plan plan;
  plan.runs = runs;
  plan.looks = 500;
  return warm_up_of(replicate(scenario, plan));
}

}  // namespace

TEST_CASE("a series that jumps is cut where it jumps", "[experiment][warm_up]") {
  std::vector<double> series(40, 10.0);
  for (int i = 0; i < 160; ++i) series.push_back(i % 2);
  CHECK(mser5(series) == 40U);
  series.insert(series.begin(), 10, 10.0);
  CHECK(mser5(series) == 50U);
}

TEST_CASE("a series that is as it is from the start is not cut", "[experiment][warm_up]") {
  std::vector<double> series(100, 3.0);
  CHECK(mser5(series) == 0U);
  for (std::size_t i = 0; i < series.size(); ++i) series[i] = static_cast<double>(i % 2);
  CHECK(mser5(series) == 0U);
}

TEST_CASE("a series that goes on changing has no place to be cut", "[experiment][warm_up]") {
  std::vector<double> series;
  for (int i = 0; i < 200; ++i) series.push_back(i);
  CHECK_FALSE(mser5(series));
}

TEST_CASE("too few observations say nothing of a warm-up", "[experiment][warm_up]") {
  CHECK_FALSE(mser5(std::vector<double>(49, 1.0)));
  CHECK(mser5(std::vector<double>(50, 1.0)));
}

TEST_CASE("the place to cut is where the standard error of the rest is least, by its definition",
          "[experiment][warm_up]") {
  for (std::size_t seed = 0; seed < 20; ++seed) {
    std::vector<double> series;
    for (std::size_t i = 0; i < 303; ++i) {
      const double noise = static_cast<double>((i * 7919 + seed * 104729) % 1009) / 1009;
      series.push_back(noise + 3 * std::exp(-static_cast<double>(i) / 30));
    }
    CAPTURE(seed);
    CHECK(mser5(series) == by_definition(series));
  }
}

TEST_CASE("M/M/1 that begins empty at 90% load warms up for some of its relaxation times",
          "[experiment][warm_up]") {
  // It forgets its begin in 1 / (1 - sqrt(0.9))^2 = 380 service times, 3.8 s.
  const auto found = warm_up(queue(0.9, 0, 4000, 1), 60);
  REQUIRE(found);
  CHECK(found->matters);
  REQUIRE(found->lasts);
  CHECK(*found->lasts > 1s);
  CHECK(*found->lasts < 20s);
}

TEST_CASE("what is left out already is no warm-up any more", "[experiment][warm_up]") {
  const auto found = warm_up(queue(0.9, 3000, 11'000, 1), 60);
  REQUIRE(found);
  CHECK_FALSE(found->matters);
}

TEST_CASE("a queue that has settled gives no alarm", "[experiment][warm_up]") {
  int alarms = 0;
  for (int seed = 1; seed <= 100; ++seed) {
    const auto found = warm_up(queue(0.5, 200, 1200, seed), 10);
    REQUIRE(found);
    alarms += found->matters;
  }
  CHECK(alarms <= 2);
}

TEST_CASE("a queue with more work than it can do never settles", "[experiment][warm_up]") {
  const auto found = warm_up(queue(1.3, 0, 2000, 1), 10);
  REQUIRE(found);
  CHECK(found->matters);
  CHECK_FALSE(found->lasts);
}

TEST_CASE("looking inside changes nothing of what happens", "[experiment][warm_up]") {
  Plan plan;
  plan.runs = 3;
  auto runs = replicate(queue(0.7, 0, 500, 1), plan);
  plan.looks = 500;
  auto watched = replicate(queue(0.7, 0, 500, 1), plan);
  CHECK(runs[0].inside.empty());
  CHECK(watched[0].inside.size() == 500);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(watched[i].totals.latency == runs[i].totals.latency);
    CHECK(watched[i].totals.requests == runs[i].totals.requests);
  }
}

TEST_CASE("only what nothing changes from outside can settle", "[experiment][warm_up]") {
  CHECK(is_steady(queue(0.5, 0, 500, 1)));
  CHECK_FALSE(is_steady(queue(0.5, 0, 500, 1, "timeline: [{at: 1s, hang: web}]")));
  CHECK_FALSE(is_steady(queue(0.5, 0, 500, 1, "begin: cold")));
  world::Scenario wave = queue(0.5, 0, 500, 1);
  wave.clients.at("users").rate.ramp = {{Duration(0), {1}}, {1s, {50}}};
  CHECK_FALSE(is_steady(wave));
}
