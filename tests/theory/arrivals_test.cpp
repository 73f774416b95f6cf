// How requests come decides how long they wait: the same rate and work, evenly, by chance, in
// groups, and more than can be served.

#include "squall/traffic/open_client.hpp"

#include "theory/station.hpp"

#include <cmath>
#include <utility>
#include <vector>

using namespace squall;
using namespace squall::service::testing;
using namespace squall::traffic;

namespace {

ClientSpec client_of(RateSpec rate, ArrivalsSpec arrivals) {
  ClientSpec spec;
  spec.rate = std::move(rate);
  spec.arrivals = arrivals;
  spec.timeout = 100h;
  return spec;
}

const ArrivalsSpec even{PatternedArrivals{Pattern::even}};
const ArrivalsSpec poisson_arrivals{PatternedArrivals{Pattern::poisson}};

/// One server and a client whose stream begins when it is made.
struct Counter {
  Counter(const DistributionSpec& work, const ClientSpec& spec)
      : shop(first_come(1, work)),
        client(shop.engine, {shop.exchange, shop.fleet.endpoint(0)}, spec, {"x", 1, {0}, {}}) {
    client.start();
  }

  // By 32 batches in a row, after as long as one of them.
  Estimate response(Duration batch) {
    shop.engine.run_until(Time(batch));
    std::vector<double> responses;
    Histogram before = client.stats().total.latency;
    for (int i = 0; i < 32; ++i) {
      shop.engine.run_until(shop.engine.now() + batch);
      const Histogram now = client.stats().total.latency;
      const auto count = static_cast<double>(now.count() - before.count());
      responses.push_back(static_cast<double>(now.sum() - before.sum()) / 1e9 / count);
      before = now;
    }
    client.check();
    const BatchMeans means(responses);
    return {means.mean, means.standard_error};
  }

  double waiting_at(Duration time) {
    shop.engine.run_until(Time(time));
    return static_cast<double>(client.counts().open);
  }

  Shop shop;
  OpenClient client;
};

}  // namespace

TEST_CASE("even requests wait at an exponential server as D/M/1 says", "[theory][arrivals]") {
  const auto [rate, response, precision] = GENERATE(table<double, double, double>(
      {{0.5, 1.25500, 0.01}, {0.7, 1.87616, 0.01}, {0.8, 2.69273, 0.015}, {0.9, 5.17866, 0.03}}));
  CAPTURE(rate);
  Counter counter(exponential(1s), client_of({{rate}, {}, {}}, even));
  CHECK_ESTIMATE(counter.response(40'000s), response, precision);
}

TEST_CASE("groups of z on average take z times as long as single requests", "[theory][arrivals]") {
  const auto [rate, peakedness] = GENERATE(table<double, double>({{0.5, 4}, {0.8, 2}}));
  CAPTURE(rate, peakedness);
  Counter counter(exponential(1s), client_of({{rate}, {}, {}}, {BurstyArrivals{peakedness}}));
  CHECK_ESTIMATE(counter.response(60'000s), peakedness / (1 - rate), 0.04);
}

TEST_CASE(
    "150 a second at a server of 100 leave 15,000 after 300 s, which 50 a second let drain in "
    "as long",
    "[theory][arrivals]") {
  const RateSpec rush{{}, {{0s, {150}}, {300s, {50}}}, {}};
  Counter counter(constant(10ms), client_of(rush, even));
  CHECK(std::abs(counter.waiting_at(300s) - 15'000) <= 1);
  CHECK(std::abs(counter.waiting_at(400s) - 10'000) <= 1);
  // First come, first served: who came last in the rush has waited 150 s.
  CHECK(std::abs(counter.waiting_at(450s) - 7'500) <= 1);
  const Duration longest(counter.client.stats().total.latency.max());
  CHECK(std::abs(seconds(longest) - 150) < 0.03);
  CHECK(counter.waiting_at(599s) >= 49);
  CHECK(counter.waiting_at(601s) <= 1);
  counter.client.check();
}

TEST_CASE("a rush by chance leaves as many, with the chance of both sides", "[theory][arrivals]") {
  const RateSpec rush{{}, {{0s, {150}}, {300s, {50}}}, {}};
  Counter counter(exponential(10ms), client_of(rush, poisson_arrivals));
  CHECK(std::abs(counter.waiting_at(300s) - 15'000) < 4 * 274);
}
