// A balancer's algorithms in front of servers of one worker each, against theory. Means are in
// milliseconds, so that no queue is as long as a health check waits.

#include "squall/balancing/application_balancer.hpp"

#include "theory/station.hpp"

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using balancing::Algorithm;
using balancing::Node;

namespace {

struct Plan {
  Algorithm algorithm;
  std::vector<Duration> means;  ///< of the servers' work, exponential
  double rate = 0;              ///< requests a second
  std::uint64_t requests = 0;
  std::size_t nodes = 1;
  std::size_t in_first_zone = 0;  ///< servers; then nodes use those of their zone, else all
};

/// Passes on requests, and notes of each whether it found one of the first two targets idle.
class Gate final : public Endpoint {
 public:
  Gate(Endpoint& next, const balancing::TargetGroup& group) : next_(next), group_(group) {}

  void offer(AttemptId attempt) override {
    bool idle = false;
    for (balancing::TargetId target = 0; target < group_.size() && target < 2; ++target)
      idle = idle || group_.traffic[target].open == 0;
    found_idle.push_back(idle ? 1 : 0);
    next_.offer(attempt);
  }

  void abandon(AttemptId attempt) override { next_.abandon(attempt); }

  std::vector<double> found_idle;

 private:
  Endpoint& next_;
  const balancing::TargetGroup& group_;
};

/// One balancer in front of one group.
class Routed {
 public:
  explicit Routed(const Plan& plan) : nodes_(nodes_of(plan.nodes)) {
    balancing::TargetGroupSpec spec;
    spec.algorithm = plan.algorithm;
    spec.health_check.interval = 300s;
    spec.cross_zone = plan.in_first_zone == 0;
    const balancing::Setting setting{shop.engine, shop.exchange, journal_};
    group = std::make_unique<balancing::TargetGroup>(
        setting, spec, balancing::Identity{names_.id("web"), key_of(1, "web")}, nodes_);
    balancer_ = std::make_unique<balancing::ApplicationBalancer>(
        setting, balancing::LoadBalancerSpec{},
        balancing::Identity{names_.id("front"), key_of(1, "front")}, nodes_);
    for (std::size_t i = 0; i < plan.means.size(); ++i)
      add(plan.means[i], *spec.cross_zone || i < plan.in_first_zone ? nodes_[0] : nodes_[1]);
    const balancing::Forward forward{group.get(), Weight{1}};
    gate = std::make_unique<Gate>(balancer_->listen(80, {&forward, 1}), *group);
    source =
        std::make_unique<Source>(shop.engine, shop.exchange, std::vector<Endpoint*>{gate.get()},
                                 Source::Plan{poisson(plan.rate), plan.requests, {}});
    // Probes never end, so neither does the engine.
    const Duration whole = from_seconds(static_cast<double>(plan.requests) / plan.rate);
    while (source->sent < plan.requests) shop.engine.run_until(shop.engine.now() + whole / 5'000);
    open_at_end = balancer_->counts().open;
    while (balancer_->counts().open > 0) shop.engine.run_until(shop.engine.now() + 1s);
    balancer_->check();
  }

  Observations times() const { return Observations(source->times); }

  double share(balancing::TargetId target) const {
    return static_cast<double>(group->traffic[target].requests) / static_cast<double>(source->sent);
  }

  Shop shop;
  std::unique_ptr<balancing::TargetGroup> group;
  std::unique_ptr<Gate> gate;
  std::unique_ptr<Source> source;
  std::uint64_t open_at_end = 0;  ///< when the last request has just come

 private:
  std::vector<Node> nodes_of(std::size_t count) {
    std::vector<Node> nodes;
    for (std::size_t node = 0; node < count; ++node) {
      const std::string zone(1, static_cast<char>('a' + node));
      nodes.push_back({names_.id("front/" + zone), names_.id(zone)});
    }
    return nodes;
  }

  void add(Duration mean, const Node& node) {
    const ServerId server = shop.add("server", first_come(1, exponential(mean)), 1);
    group->register_target({&shop.fleet.endpoint(server), names_.id("web"), node.zone},
                           balancing::healthy);
  }

  Names names_;
  Journal journal_{names_};
  const std::vector<Node> nodes_;
  std::unique_ptr<balancing::ApplicationBalancer> balancer_;
};

}  // namespace

TEST_CASE(
    "of two servers, chance is worse than turns, these than the shorter queue, and one queue is "
    "best",
    "[theory][routing]") {
  const std::vector<Duration> two(2, 1ms);
  const Routed random({Algorithm::random, two, 1'600, 2'000'000});
  const Routed in_turn({Algorithm::round_robin, two, 1'600, 1'500'000});
  const Routed shorter({Algorithm::least_outstanding_requests, two, 1'600, 1'500'000});
  const Station shared(first_come(2, exponential(1ms)), 2, {poisson(1'600), 1'000'000, {}});
  CHECK_ESTIMATE(random.times().mean(), 0.00500000, 0.03);
  CHECK_ESTIMATE(in_turn.times().mean(), 0.00384398, 0.03);
  CHECK_ESTIMATE(shorter.times().mean(), 0.002955737, 0.02);
  CHECK_ESTIMATE(shared.times().mean(), 0.002777778, 0.02);
}

TEST_CASE("turns at n servers answer as E_n/M/1 does", "[theory][routing]") {
  const auto [servers, mean, p95] = GENERATE(table<std::size_t, double, double>(
      {{4, 0.00326738, 0.0097882}, {16, 0.00283613, 0.0084963}}));
  CAPTURE(servers);
  const Routed routed({Algorithm::round_robin, std::vector<Duration>(servers, 1ms),
                       800.0 * static_cast<double>(servers), 3'000'000});
  CHECK_ESTIMATE(routed.times().mean(), mean, 0.015);
  CHECK_ESTIMATE(routed.times().quantile(0.95), p95, 0.02);
}

TEST_CASE("the fewest requests open are the shortest queue, joined", "[theory][routing]") {
  const auto [load, mean, idle] = GENERATE(table<double, double, double>({
      {0.5, 0.001426321, 0.684033},
      {0.7, 0.002108197, 0.443515},
      {0.8, 0.002955737, 0.305835},
  }));
  CAPTURE(load);
  const Routed routed({Algorithm::least_outstanding_requests, {1ms, 1ms}, load * 2'000, 1'200'000});
  CHECK_ESTIMATE(routed.times().mean(), mean, 0.025);
  CHECK_ESTIMATE(Observations(routed.gate->found_idle).mean(), idle, 0.015);
}

TEST_CASE("of two servers, the less busy of two is the shorter queue", "[theory][routing]") {
  const Routed routed({Algorithm::power_of_two, {1ms, 1ms}, 1'400, 1'200'000});
  CHECK_ESTIMATE(routed.times().mean(), 0.002108197, 0.02);
}

TEST_CASE("two choices among a hundred servers are close to two among infinitely many",
          "[theory][routing]") {
  const auto [load, limit] =
      GENERATE(table<double, double>({{0.7, 0.0016145}, {0.8, 0.0019474}, {0.9, 0.0026141}}));
  CAPTURE(load);
  const Routed routed(
      {Algorithm::power_of_two, std::vector<Duration>(100, 1ms), load * 100'000, 1'500'000});
  const Estimate mean = routed.times().mean();
  CAPTURE(mean, limit);
  CHECK(mean.half_width() < 0.01 * limit);
  CHECK(mean.value > limit - 4 * mean.standard_error);
  CHECK(mean.value < 1.03 * limit + 4 * mean.standard_error);
}

TEST_CASE("across zones every target gets the same, and answers as M/M/1 does",
          "[theory][routing]") {
  const Routed routed({Algorithm::random, std::vector<Duration>(10, 50ms), 60, 600'000, 2});
  for (balancing::TargetId target = 0; target < 10; ++target) {
    const double error = std::sqrt(0.1 * 0.9 / 600'000);
    CHECK(std::abs(routed.share(target) - 0.1) < 4 * error);
  }
  CHECK_ESTIMATE(routed.times().mean(), 0.071429, 0.01);
}

TEST_CASE("in its own zone every target gets its node's requests, and answers as M/M/1 does",
          "[theory][routing]") {
  const Routed routed({Algorithm::random, std::vector<Duration>(10, 50ms), 60, 600'000, 2, 2});
  for (balancing::TargetId target = 0; target < 10; ++target) {
    const double share = target < 2 ? 0.25 : 0.0625;
    const double error = std::sqrt(share * (1 - share) / 600'000);
    CHECK(std::abs(routed.share(target) - share) < 4 * error);
  }
  CHECK_ESTIMATE(routed.times().mean(), 0.130769, 0.03);
}

TEST_CASE("turns ignore that one of two servers is slower", "[theory][routing]") {
  const auto [rate, fast, slow, mean] = GENERATE(table<double, double, double, double>({
      {8, 0.137989, 0.768796, 0.453393},
      {6, 0.121661, 0.396700, 0.259181},
  }));
  CAPTURE(rate);
  const Routed routed({Algorithm::round_robin, {1ms, 2ms}, rate * 100, 1'500'000});
  CHECK_ESTIMATE(Observations(routed.source->times_at[0]).mean(), fast / 100, 0.01);
  CHECK_ESTIMATE(Observations(routed.source->times_at[1]).mean(), slow / 100, 0.03);
  CHECK_ESTIMATE(routed.times().mean(), mean / 100, 0.03);
}

TEST_CASE("where turns drown the slower server, the fewest requests open do not",
          "[theory][routing]") {
  // In 100 s, 60,000 come to the slow one, with half of Poisson's variance, and 50,000 go.
  const Routed in_turn({Algorithm::round_robin, {1ms, 2ms}, 1'200, 120'000});
  CHECK(static_cast<double>(in_turn.open_at_end) ==
        Approx(10'000).margin(4 * std::sqrt(30'000 + 50'000)));
  const Routed fewest({Algorithm::least_outstanding_requests, {1ms, 2ms}, 1'400, 400'000});
  CHECK(fewest.open_at_end < 300);
  CHECK(fewest.times().mean().value < 0.05);
}
