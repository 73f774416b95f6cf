// Requests that are refused, or that leave the backlog.

#include "theory/station.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

TEST_CASE("without a backlog requests are lost as Erlang says, whatever their work is like",
          "[theory][loss]") {
  const auto [servers, load, lost] =
      GENERATE(table<int, double, double>({{2, 1, 0.2}, {10, 8, 0.12166106}}));
  const auto work =
      GENERATE(exponential(1s), constant(1s), DistributionSpec{distributions::Lognormal{1s, 2}});
  CAPTURE(servers, work.form.index());
  const Station station(first_come(servers, work, 0), servers, {poisson(load), 1'000'000, {}});
  CHECK_ESTIMATE(Observations(station.source.refusals).mean(), lost, 0.015);
}

TEST_CASE("a bounded backlog refuses as M/M/c/K does", "[theory][loss]") {
  struct Case {
    int servers, limit;
    double rate, share, mean;
  };
  const auto [servers, limit, rate, share, mean] =
      GENERATE(Case{1, 5, 0.8, 0.088819, 2.56307}, Case{1, 10, 1.2, 0.192586, 6.92614},
               Case{4, 20, 4.8, 0.171910, 3.92466});
  CAPTURE(servers, limit, rate);
  const Station station(first_come(servers, exponential(1s), limit - servers), servers,
                        {poisson(rate), 1'500'000, {}});
  CHECK_ESTIMATE(Observations(station.source.refusals).mean(), share, 0.02);
  CHECK_ESTIMATE(station.times().mean(), mean, 0.01);
}

TEST_CASE("impatient requests leave the backlog as Erlang A says", "[theory][loss]") {
  struct Case {
    int servers;
    double rate, leave_rate, left, inside;
  };
  const auto [servers, rate, leave_rate, left, inside] =
      GENERATE(Case{1, 1, 0.5, 0.313035, 1.313035}, Case{4, 5, 0.5, 0.259026, 6.295128},
               Case{10, 12, 1, 0.213632, 12.0});
  CAPTURE(servers, rate);
  const Station station(first_come(servers, exponential(1s)), servers,
                        {poisson(rate), 1'000'000, poisson(leave_rate)});
  CHECK_ESTIMATE(Observations(station.source.leavings).mean(), left, 0.015);
  CHECK_ESTIMATE(station.times().mean(), inside / rate, 0.01);
  CHECK(station.shop.counts().wasted == 0);
}
