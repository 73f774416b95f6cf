// What a balancer tells the algorithms of its nodes, and what comes of it.

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace squall;
using balancing::Algorithm;
using test::Balanced;

namespace {

Balanced::Setup with(Algorithm algorithm, int targets, int nodes = 1) {
  Balanced::Setup setup{.nodes = nodes, .targets = targets};
  setup.group.algorithm = algorithm;
  return setup;
}

}  // namespace

TEST_CASE("a node spreads requests evenly before and after a target dies", "[balancing][routing]") {
  test::Balanced street({.targets = 4});
  street.send(400);
  CHECK(street.requests() == std::vector<std::uint64_t>{100, 100, 100, 100});
  street.targets[1].crash();
  street.run(60s);
  street.send(300);
  CHECK(street.requests() == std::vector<std::uint64_t>{200, 100, 200, 200});
}

TEST_CASE("each node takes turns of its own", "[balancing][routing]") {
  test::Balanced street({.nodes = 3, .targets = 5});
  for (balancing::NodeIndex node = 0; node < 3; ++node) {
    CHECK(street.group.choose(node, {}) == balancing::TargetId{0});
    CHECK(street.group.choose(node, {}) == balancing::TargetId{1});
  }
}

TEST_CASE(
    "targets that hang, crash, drain and stop, and the end of failing open, stop no algorithm",
    "[balancing][routing]") {
  for (std::size_t algorithm = 0; algorithm < Words<Algorithm>::words.size(); ++algorithm) {
    INFO(Words<Algorithm>::words[algorithm].word);
    Balanced::Setup setup = with(static_cast<Algorithm>(algorithm), 6, 2);
    setup.group.deregistration_delay = 20s;
    setup.group.dns_failover.count = 0;  // both nodes go on
    setup.idle_timeout = 15s;
    Balanced street(setup);
    for (auto& target : street.targets) target.takes = 30ms;
    street.send_every(50ms, 10s);
    street.group.deregister(0);
    street.group.withdraw(1);
    street.targets[2].crash();
    street.targets[3].mood = Balanced::Mood::hangs;
    street.send_every(50ms, 100s);
    street.all_targets(Balanced::Mood::hangs);
    street.send_every(50ms, 100s);
    CHECK(street.group.unhealthy_routing_requests() > 0);
    street.add();
    street.all_targets(Balanced::Mood::answers);
    street.send_every(50ms, 200s);
    const auto before = street.requests();
    street.send_every(10ms, 10s);
    for (balancing::TargetId target = 0; target < 7; ++target) {
      const bool used = target >= 2;
      CHECK((street.group.health(target) == balancing::healthy) == used);
      CHECK((street.targets[target].requests > before[target]) == used);
    }
    street.balancer.check();
  }
}

TEST_CASE("a target is not busy with requests that were left, cut off or not answered in time",
          "[balancing][routing]") {
  Balanced::Setup setup = with(Algorithm::least_outstanding_requests, 2);
  setup.idle_timeout = 10s;
  Balanced street(setup);
  street.all_targets(Balanced::Mood::hangs);
  street.send(3);
  street.client.leave(0);
  street.client.leave(0);
  street.run(11s);  // the third is waited for no longer
  REQUIRE(street.client.open.empty());
  const auto before = street.requests();
  street.send(20);
  CHECK(street.requests()[0] - before[0] == 10);
  CHECK(street.requests()[1] - before[1] == 10);
}

TEST_CASE("anomaly mitigation takes requests from a target that fails, and gives them back",
          "[balancing][routing]") {
  Balanced::Setup setup = with(Algorithm::weighted_random, 4);
  const bool mitigates = GENERATE(true, false);
  CAPTURE(mitigates);
  setup.group.anomaly_mitigation = mitigates;
  setup.group.health_check.unhealthy_threshold = 10;  // 30 s apart: not before this is over
  Balanced street(setup);
  const auto share_of_first = [&street](Duration during) {
    const auto before = street.requests()[0];
    street.send_every(10ms, during);
    return static_cast<double>(street.requests()[0] - before) / (seconds(during) * 100);
  };
  street.targets[0].status = 503;
  street.send_every(10ms, 10s);
  CHECK(share_of_first(15s) == Approx(mitigates ? 0.1 / 3.1 : 0.25).margin(0.04));
  street.targets[0].status = 200;
  street.send_every(10ms, 30s);
  CHECK(share_of_first(5s) == Approx(mitigates ? 0.7 / 3.7 : 0.25).margin(0.07));
  street.send_every(10ms, 30s);
  CHECK(share_of_first(20s) == Approx(0.25).margin(0.04));
}
