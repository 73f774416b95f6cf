// One station, first come, first served.

#include "theory/station.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using D = DistributionSpec;

D hyperexponential(double cv_squared) {
  return {distributions::Hyperexponential{1s, std::sqrt(cv_squared)}};
}
D lognormal(double cv_squared) { return {distributions::Lognormal{1s, std::sqrt(cv_squared)}}; }

}  // namespace

TEST_CASE("one exponential server answers as M/M/1 does", "[theory][single_station]") {
  struct Case {
    double rate;
    std::uint64_t requests;
    double precision, mean, p50, p95, p99;
  };
  const auto [rate, requests, precision, mean, p50, p95, p99] =
      GENERATE(Case{0.5, 1'000'000, 0.015, 2.0, 1.3863, 5.9915, 9.2103},
               Case{0.8, 3'500'000, 0.015, 5.0, 3.4657, 14.9787, 23.0259},
               Case{0.9, 4'000'000, 0.03, 10.0, 6.9315, 29.9573, 46.0517});
  CAPTURE(rate);
  const Station station(first_come(1, exponential(1s)), 1, {poisson(rate), requests, {}});
  CHECK_ESTIMATE(station.times().mean(), mean, precision);
  CHECK_ESTIMATE(station.times().quantile(0.5), p50, precision);
  CHECK_ESTIMATE(station.times().quantile(0.95), p95, 1.5 * precision);
  CHECK_ESTIMATE(station.times().quantile(0.99), p99, 2 * precision);
  CHECK(station.utilisation() == Approx(rate).epsilon(0.01));
}

TEST_CASE("requests exceed a limit as often as M/M/1 says", "[theory][single_station]") {
  const Station station(first_come(1, exponential(1s)), 1, {poisson(0.5), 1'000'000, {}});
  CHECK_ESTIMATE(station.times().exceeding(5), 0.082085, 0.03);
}

TEST_CASE("several workers with a vCPU each answer as M/M/c does", "[theory][single_station]") {
  const auto [workers, mean, p50, p95, p99] = GENERATE(table<int, double, double, double, double>(
      {{2, 2.777778, 2.0400, 7.9107, 11.9374}, {8, 1.286028, 0.9863, 3.5084, 5.1522}}));
  CAPTURE(workers);
  const Station station(first_come(workers, exponential(1s)), workers,
                        {poisson(0.8 * workers), 2'000'000, {}});
  CHECK_ESTIMATE(station.times().mean(), mean, 0.015);
  CHECK_ESTIMATE(station.times().quantile(0.5), p50, 0.015);
  CHECK_ESTIMATE(station.times().quantile(0.95), p95, 0.02);
  CHECK_ESTIMATE(station.times().quantile(0.99), p99, 0.03);
}

TEST_CASE("the wait grows with the variation of the work as Pollaczek and Khinchine say",
          "[theory][single_station]") {
  const auto [name, work, rate, wait, precision] =
      GENERATE(table<const char*, D, double, double, double>(
          {{"constant", constant(1s), 0.8, 2.0, 0.01},
           {"Erlang 4", D{distributions::Erlang{1s, 4}}, 0.8, 2.5, 0.015},
           {"hyperexponential 4", hyperexponential(4), 0.8, 10.0, 0.04},
           {"lognormal 10", lognormal(10), 0.5, 5.5, 0.1}}));
  CAPTURE(name);
  const Station station(first_come(1, work), 1, {poisson(rate), 3'000'000, {}});
  CHECK_ESTIMATE(station.times().mean(), wait + 1, precision);
}

TEST_CASE("constant work on several workers waits as M/D/c does", "[theory][single_station]") {
  const auto [workers, wait] =
      GENERATE(table<int, double>({{2, 0.903284}, {4, 0.386095}, {8, 0.151954}}));
  CAPTURE(workers);
  const Station station(first_come(workers, constant(1s)), workers,
                        {poisson(0.8 * workers), 1'500'000, {}});
  CHECK_ESTIMATE(station.times().mean(), wait + 1, 0.01);
}
