// Users who go round: they think, ask and wait for the answer.

#include "squall/traffic/closed_client.hpp"

#include "theory/station.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

struct Loop {
  int users;
  double throughput;  ///< a second
  double response;    ///< seconds
};

void check_loop(const Loop& loop, Shop& shop, Endpoint& first, Duration think) {
  traffic::ClientSpec spec;
  spec.users = loop.users;
  spec.think = exponential(think);
  spec.timeout = 1h;
  traffic::ClosedClient client(shop.engine, {shop.exchange, first}, spec, {"loop", 1, {0}, {}});
  client.start();
  shop.engine.run_until(Time(100s));

  constexpr auto batch = 500s;
  std::vector<double> throughputs;
  std::vector<double> responses;
  Histogram before = client.stats().total.latency;
  for (int i = 0; i < 30; ++i) {
    shop.engine.run_until(shop.engine.now() + batch);
    const Histogram now = client.stats().total.latency;
    const auto count = static_cast<double>(now.count() - before.count());
    throughputs.push_back(count / seconds(batch));
    responses.push_back(static_cast<double>(now.sum() - before.sum()) / 1e9 / count);
    before = now;
  }
  const BatchMeans throughput(throughputs);
  const BatchMeans response(responses);
  CHECK(throughput.distance(loop.throughput) < 4);
  CHECK(response.distance(loop.response) < 4);
  CHECK(throughput.standard_error < 0.01 * loop.throughput);
  CHECK(response.standard_error < 0.01 * loop.response);
  // Who neither waits nor thinks does not exist: R = N / X - Z, up to the think times' own chance.
  const double think_time = seconds(think);
  CHECK(std::abs(loop.users / throughput.mean - think_time - response.mean) <
        4 * (think_time + response.mean) * throughput.standard_error / throughput.mean);
  client.check();
  shop.fleet.check();
}

}  // namespace

TEST_CASE("a closed loop around a server goes as mean value analysis says",
          "[theory][closed_loop]") {
  const Loop loop = GENERATE(values<Loop>({{1, 0.95238, 0.05},
                                           {10, 9.24074, 0.08216},
                                           {20, 16.82216, 0.18891},
                                           {30, 19.83085, 0.51279},
                                           {50, 20.0, 1.5}}));
  const bool shared = GENERATE(false, true);
  CAPTURE(loop.users, shared);
  Shop shop(shared ? sharing(exponential(50ms)) : first_come(1, exponential(50ms)));
  check_loop(loop, shop, shop.fleet.endpoint(0), 1s);
}

TEST_CASE("a closed loop around three servers goes as mean value analysis says",
          "[theory][closed_loop]") {
  const Loop loop =
      GENERATE(values<Loop>({{10, 4.71882, 0.11917}, {40, 17.17992, 0.32830}, {80, 20.0, 2.0}}));
  CAPTURE(loop.users);
  Shop shop;
  const auto tier = [](Duration work, const char* next) {
    return service_of(100'000, 0, {cpu(exponential(work)), call(next)});
  };
  shop.add("third", sharing(exponential(30ms)), 1);
  shop.add("second", tier(50ms, "third"), 1);
  const ServerId first = shop.add("first", tier(20ms, "second"), 1);
  check_loop(loop, shop, shop.fleet.endpoint(first), 2s);
}
