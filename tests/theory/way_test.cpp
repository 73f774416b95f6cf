// Time on the way of requests.

#include "squall/service/way.hpp"

#include "theory/station.hpp"

#include <algorithm>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

// A queue with one server, and a way before it where there is one.
struct Queue {
  explicit Queue(std::optional<WaySpec> spec, std::uint64_t requests = 100'000)
      : shop(first_come(1, exponential(10ms))) {
    Endpoint* to = &shop.fleet.endpoint(0);
    if (spec) to = &way.emplace(shop.engine, shop.exchange, *spec, 1).door(*to);
    source.emplace(shop.engine, shop.exchange, std::vector<Endpoint*>{to},
                   Source::Plan{poisson(70), requests, {}});
    shop.engine.run();
    shop.fleet.check();
  }

  Shop shop;
  std::optional<Way> way;
  std::optional<Source> source;
};

}  // namespace

TEST_CASE("a constant way adds exactly its length, there and back, to every response time",
          "[theory][way]") {
  const Queue near(std::nullopt);
  const Queue far(WaySpec{35ms});
  REQUIRE(near.source->times.size() == far.source->times.size());
  for (std::size_t i = 0; i < near.source->times.size(); ++i)
    if (near.source->times[i] + 0.070 != Approx(far.source->times[i]).epsilon(1e-9))
      FAIL("request " << i << " took " << near.source->times[i] << " s near by and "
                      << far.source->times[i] << " s far away");
  CHECK(near.shop.counts().finished == far.shop.counts().finished);
  const auto work = [](const Queue& queue) {
    return queue.shop.server().cpu().used(queue.shop.engine.now());
  };
  CHECK(work(near) == work(far));
}

TEST_CASE("a way with jitter is as long as before in the mean, and never shorter than nothing",
          "[theory][way]") {
  Shop shop(service_of(no_limit, 0, {wait(1ms)}));
  Way way(shop.engine, shop.exchange, {20ms, 0.5}, 1);
  Source source(shop.engine, shop.exchange, {&way.door(shop.fleet.endpoint(0))},
                {poisson(100), 200'000, {}});
  shop.engine.run();
  const Observations times(source.times);
  CHECK_ESTIMATE(times.mean(), 0.041, 0.01);
  CHECK(*std::min_element(source.times.begin(), source.times.end()) > 0.001);
  // Both ways vary by themselves: the variance of the sum is twice that of one.
  double squares = 0;
  for (const double time : source.times) squares += (time - 0.041) * (time - 0.041);
  CHECK(squares / static_cast<double>(source.times.size()) == Approx(2 * 1e-4).epsilon(0.05));
}

TEST_CASE("requests on a way that varies come to a queue as they would over a constant one",
          "[theory][way]") {
  // Poisson arrivals, each late by a time of its own, are Poisson arrivals: M/M/1 as before.
  const Queue queue(WaySpec{50ms, 1}, 1'000'000);
  CHECK_ESTIMATE(Observations(queue.source->times).mean(), 0.1 + 0.010 / 0.3, 0.015);
}
