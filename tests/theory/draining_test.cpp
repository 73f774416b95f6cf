// A target that drains has rate x service time in flight; the delay cuts what lives longer.

#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"

#include "balancing/balanced.hpp"
#include "service/shop.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>

using namespace squall;
using namespace squall::balancing;
using namespace squall::service::testing;
using test::Balanced;

TEST_CASE("ten a second at 100 s each, drained for 60 s: 1,000 in flight, 400 are cut",
          "[theory][draining]") {
  TargetGroupSpec spec;
  spec.deregistration_delay = 60s;
  Balanced street({.targets = 2, .group = spec, .idle_timeout = 200s});
  for (auto& target : street.targets) target.takes = 100s;
  street.send_every(50ms, 300s);
  CHECK(street.group.traffic[0].open == 1000);
  street.group.deregister(0);
  street.run(300s);
  CHECK(street.client.count(502) == 400);
  street.balancer.check();
}

// At ten a second and 30 s each it is 300 in flight, of which 60 s cut 40.6 and 300 s cut 0.0136:
// so few that only a rate of thousands shows them. Both numbers are Poisson's.
TEST_CASE("exponential work in flight at the end of a drain is cut as often as it lives so long",
          "[theory][draining]") {
  const auto [rate, delay] = GENERATE(table<double, Duration>({{4'000, 60s}, {20'000, 300s}}));
  CAPTURE(rate, seconds(delay));
  constexpr double mean = 30;
  constexpr Duration fill = 60s;
  const double inside = rate * mean * (1 - std::exp(-seconds(fill) / mean));
  const double cut = inside * std::exp(-seconds(delay) / mean);

  Shop shop(service_of(1'000'000, 0, {wait(exponential(30s))}));
  Names names;
  Journal journal(names);
  const Setting setting{shop.engine, shop.exchange, journal};
  const Node node{names.id("front"), names.id("a")};
  TargetGroupSpec group_spec;
  group_spec.deregistration_delay = delay;
  TargetGroup group(setting, group_spec, {names.id("web"), key_of(1, "web")}, {&node, 1});
  LoadBalancerSpec spec;
  spec.idle_timeout = 1h;
  ApplicationBalancer balancer(setting, spec, {names.id("front"), key_of(1, "front")}, {&node, 1});
  const Forward forward{&group, Weight{1}};
  service::Endpoint& door = balancer.listen(80, {&forward, 1});
  const TargetId target =
      group.register_target({&shop.fleet.endpoint(0), names.id("web-1"), names.id("a")}, healthy);

  Random random(1, "draining");
  const Sampler gap(Distribution::exponential(from_seconds(1 / rate)));
  std::uint64_t sent = 0;
  for (Time next{}; (next += gap.duration(random)) < Time(fill);) {
    shop.engine.run_until(next);
    shop.send_to(door, child(key_of(1, "requests"), ++sent));
  }
  shop.engine.run_until(Time(fill));
  CHECK(std::abs(static_cast<double>(group.traffic[target].open) - inside) < 4 * std::sqrt(inside));

  group.deregister(target);
  shop.engine.run_until(Time(fill) + delay + 1s);
  CHECK(std::abs(static_cast<double>(balancer.counts().made_502) - cut) < 4 * std::sqrt(cut));
  CHECK(balancer.counts().open == 0);
  balancer.check();
}
