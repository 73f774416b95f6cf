#include "squall/core/sampler.hpp"
#include "squall/traffic/closed_client.hpp"

#include "support/batch_means.hpp"
#include "support/catch.hpp"
#include "traffic/fixtures.hpp"

#include <cmath>
#include <deque>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::traffic;

namespace {

// One server, first come first served, exponential demands.
class Station final : public Endpoint {
 public:
  Station(Engine& engine, Exchange& exchange, Duration mean)
      : engine_(engine),
        exchange_(exchange),
        demand_(Distribution::exponential(mean)),
        finish_(engine.bind<&Station::finish>(Phase::finish, *this)) {}

  void offer(AttemptId attempt) override {
    queue_.push_back(attempt);
    if (queue_.size() == 1) begin();
  }
  void abandon(AttemptId) override { FAIL("nobody waits that long"); }

 private:
  void begin() {
    const Key key = exchange_.attempts[queue_.front()].key;
    engine_.after(demand_.duration(Draw(key, hash_of("demand"))), finish_);
  }
  void finish() {  // event
    const AttemptId done = queue_.front();
    queue_.pop_front();
    if (!queue_.empty()) begin();
    exchange_.answer(done, {});
  }

  Engine& engine_;
  Exchange& exchange_;
  Sampler demand_;
  Call<void> finish_;
  std::deque<AttemptId> queue_;
};

struct Loop {
  int users;
  double throughput;
  double response;
};

}  // namespace

TEST_CASE("a closed loop has the throughput and the response time of mean value analysis",
          "[theory][closed_loop]") {
  const Loop loop = GENERATE(values<Loop>({{1, 0.95238, 0.05},
                                           {10, 9.24074, 0.08216},
                                           {20, 16.82216, 0.18891},
                                           {30, 19.83085, 0.51279},
                                           {50, 20.0, 1.5}}));
  CAPTURE(loop.users);
  Engine engine;
  Exchange exchange;
  Station station(engine, exchange, 50ms);
  ClientSpec spec = users(loop.users, exponential(1s));
  spec.timeout = 1h;
  ClosedClient client(engine, {exchange, station}, spec, named("loop"));
  client.start();
  engine.run_until(Time(100s));

  constexpr auto batch = 500s;
  std::vector<double> throughputs;
  std::vector<double> responses;
  Histogram before = client.stats().total.latency;
  for (int i = 0; i < 30; ++i) {
    engine.run_until(engine.now() + batch);
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
  CHECK(std::abs(loop.users / throughput.mean - 1 - response.mean) <
        4 * (1 + response.mean) * throughput.standard_error / throughput.mean);
  client.check();
}
