// A target that drains has rate x service time in flight; the delay cuts what lives longer.

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::balancing;
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
