// Several stations, one after the other or at once.

#include "theory/station.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

TEST_CASE("three stations in a row answer as Jackson says", "[theory][network]") {
  Shop shop;
  std::vector<Endpoint*> route;
  for (const double rate : {10.0, 12.0, 16.0}) {
    const ServerId station =
        shop.add("station", first_come(1, exponential(from_seconds(1 / rate))), 1);
    route.push_back(&shop.fleet.endpoint(station));
  }
  Source source(shop.engine, shop.exchange, route, {poisson(8), 1'500'000, {}});
  shop.engine.run();
  const Observations times(source.times);
  CHECK_ESTIMATE(times.mean(), 0.875, 0.02);
  CHECK_ESTIMATE(times.quantile(0.5), 0.74533, 0.02);
  CHECK_ESTIMATE(times.quantile(0.95), 1.98110, 0.02);
  CHECK_ESTIMATE(times.quantile(0.99), 2.79159, 0.03);
}

TEST_CASE("requests that come back load a station as Jackson says", "[theory][network]") {
  Shop shop;
  const ServerId station = shop.add("station", first_come(1, exponential(50ms)), 1);
  Source source(shop.engine, shop.exchange, {&shop.fleet.endpoint(station)},
                {.gaps = poisson(12), .requests = 1'000'000, .patience = {}, .again = 0.2});
  shop.engine.run();
  CHECK_ESTIMATE(Observations(source.times).mean(), 0.25, 0.015);
}

TEST_CASE("a web server that asks a database now and then takes what both take",
          "[theory][network]") {
  Shop shop;
  shop.add(
      "orders",
      [] {
        DatabaseSpec spec = database_of({{"read", exponential(20ms)}});
        spec.max_connections = 100'000;
        return spec;
      }(),
      1);
  const Steps handler{cpu(exponential(from_seconds(1.0 / 60))), chance(0.3, {call("orders.read")})};
  const ServerId web = shop.add("web", service_of(100'000, 0, handler), 2);
  Source source(shop.engine, shop.exchange, {&shop.fleet.endpoint(web)},
                {poisson(100), 2'000'000, {}});
  shop.engine.run();
  CHECK_ESTIMATE(Observations(source.times).mean(), 0.069545, 0.015);
}

TEST_CASE("waiting for all of several leaves takes as long as the slowest", "[theory][network]") {
  struct Case {
    int leaves;
    std::uint64_t requests;
    double mean, p50, p95, p99;
  };
  const auto [leaves, requests, mean, p50, p95, p99] =
      GENERATE(Case{2, 300'000, 1.5, 1.2279, 3.6761, 5.2958},
               Case{10, 200'000, 2.92897, 2.7036, 5.2753, 6.9032},
               Case{100, 40'000, 5.18738, 4.9751, 7.5756, 9.2054});
  CAPTURE(leaves);
  Shop shop;
  shop.add("leaf", service_of(100'000, 0, {wait(exponential(1s))}), 1);
  const Steps leaf_calls(static_cast<std::size_t>(leaves), call("leaf"));
  const ServerId root = shop.add("root", service_of(100'000, 0, {parallel(leaf_calls)}), 1);
  Source source(shop.engine, shop.exchange, {&shop.fleet.endpoint(root)},
                {poisson(1), requests, {}});
  shop.engine.run();
  shop.fleet.check();
  const Observations times(source.times);
  CHECK_ESTIMATE(times.mean(), mean, 0.01);
  CHECK_ESTIMATE(times.quantile(0.5), p50, 0.01);
  CHECK_ESTIMATE(times.quantile(0.95), p95, 0.015);
  CHECK_ESTIMATE(times.quantile(0.99), p99, 0.02);
}

TEST_CASE("who waits for many leaves waits for a slow one, however leaves vary",
          "[theory][network]") {
  const auto [leaves, requests, share] = GENERATE(
      table<std::size_t, std::uint64_t, double>({{10, 200'000, 0.09562}, {100, 40'000, 0.63397}}));
  CAPTURE(leaves);
  const double sigma = std::sqrt(std::log(5.0));  // of a lognormal with variation 2
  const double leaf_p99 = std::exp(-sigma * sigma / 2 + sigma * 2.3263479);
  Shop shop;
  const DistributionSpec time{distributions::Lognormal{1s, 2}};
  shop.add("leaf", service_of(1'000'000, 0, {wait(time)}), 1);
  const ServerId root =
      shop.add("root", service_of(100'000, 0, {parallel(Steps(leaves, call("leaf")))}), 1);
  Source source(shop.engine, shop.exchange, {&shop.fleet.endpoint(root)},
                {poisson(1), requests, {}});
  shop.engine.run();
  CHECK_ESTIMATE(Observations(source.times).exceeding(leaf_p99), share, 0.02);
}
