// All at once, on shared vCPUs.

#include "theory/station.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

TEST_CASE("under sharing only the mean of the work counts", "[theory][sharing]") {
  struct Case {
    const char* name;
    DistributionSpec work;
    std::uint64_t requests;
    double precision;
  };
  const auto [name, work, requests, precision] =
      GENERATE(Case{"constant", constant(1s), 1'500'000, 0.02},
               Case{"exponential", exponential(1s), 1'500'000, 0.02},
               Case{"hyperexponential", {distributions::Hyperexponential{1s, 4}}, 3'000'000, 0.04},
               Case{"lognormal", {distributions::Lognormal{1s, 3}}, 2'000'000, 0.04},
               Case{"pareto", {distributions::Pareto{1.5, 400ms, 100s}}, 1'500'000, 0.03});
  CAPTURE(name);
  const double mean = squall::mean(to_distribution(work));
  const Station station(sharing(work), 1, {poisson(0.8 / mean), requests, {}});
  CHECK_ESTIMATE(station.times().mean(), mean / (1 - 0.8), precision);
  CHECK(station.utilisation() == Approx(0.8).epsilon(0.02));
}

TEST_CASE("two shared vCPUs hold as many exponential jobs as M/M/2", "[theory][sharing]") {
  const Station station(sharing(exponential(1s)), 2, {poisson(1.6), 2'000'000, {}});
  CHECK_ESTIMATE(station.times().mean(), 2.777778, 0.015);
}

TEST_CASE("a job of some size takes 1 / (1 - load) times its size", "[theory][sharing]") {
  Shop shop;
  ServiceSpec spec = sharing({});
  spec.handlers = {{"short", {cpu(200ms)}}, {"long", {cpu(1800ms)}}};
  Endpoint& web = shop.fleet.endpoint(shop.add("web", spec, 1));
  const auto send = [&](std::string_view name, std::uint64_t seed) {
    return Source::Plan{.gaps = poisson(0.4),
                        .requests = 1'000'000,
                        .patience = {},
                        .request_class = shop.request_class(name),
                        .seed = seed};
  };
  Source small(shop.engine, shop.exchange, {&web}, send("short", 1));
  Source large(shop.engine, shop.exchange, {&web}, send("long", 2));
  shop.engine.run();
  CHECK_ESTIMATE(Observations(small.times).mean(), 1, 0.02);
  CHECK_ESTIMATE(Observations(large.times).mean(), 9, 0.02);
}
