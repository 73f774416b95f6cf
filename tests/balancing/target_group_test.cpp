#include "squall/balancing/target_group.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

TargetGroupSpec draining_for(Duration delay) {
  TargetGroupSpec spec;
  spec.deregistration_delay = delay;
  return spec;
}

constexpr Health draining{HealthState::draining, HealthReason::deregistration_in_progress};
constexpr Health not_registered{HealthState::unused, HealthReason::not_registered};

}  // namespace

TEST_CASE("a draining target finishes what it has and is offered nothing new",
          "[balancing][target_group]") {
  Balanced street({.targets = 2, .group = draining_for(60s)});
  for (auto& target : street.targets) target.takes = 20s;
  street.send(2);
  street.group.deregister(0);
  CHECK(street.group.health(0) == draining);
  street.send(5);
  CHECK(street.requests() == std::vector<std::uint64_t>{1, 6});
  street.run(21s);
  CHECK(street.client.count(200) == 7);
  CHECK(street.group.traffic[0].answered() == 1);
  CHECK(street.group.health(0) == draining);
}

TEST_CASE("what is unfinished when the delay ends gets 502, and its target works for nobody",
          "[balancing][target_group]") {
  Balanced street({.targets = 2, .group = draining_for(30s)});
  street.targets[0].mood = Balanced::Mood::hangs;
  street.send(6);
  street.group.deregister(0);
  street.run(30s);
  CHECK(street.client.count(502) == 0);
  street.run(1s);
  CHECK(street.client.count(502) == 3);
  CHECK(street.targets[0].abandoned == 3);
  CHECK(street.targets[0].held() == 0);
  CHECK(street.balancer.counts().made_502 == 3);
  CHECK(street.group.health(0) == not_registered);
  CHECK(street.journal_texts().back() == "web-1 has left web; 3 requests were cut off");
  street.balancer.check();
}

TEST_CASE("the end of the delay also cuts what still waits for a connection",
          "[balancing][target_group]") {
  Balanced street({.targets = 2, .group = draining_for(3s)});
  street.targets[0].mood = Balanced::Mood::gone;
  street.send();
  street.group.deregister(0);
  street.run(4s);
  CHECK(street.client.count(502) == 1);
  street.balancer.check();
}

TEST_CASE("the end of one target's drain cuts nobody else's requests",
          "[balancing][target_group]") {
  Balanced street({.nodes = 3, .targets = 4, .group = draining_for(10s)});
  street.all_targets(Balanced::Mood::hangs);
  street.send(120);
  const auto at_target = street.group.traffic[2].open;
  CHECK(at_target > 20);
  street.group.deregister(2);
  street.run(11s);
  CHECK(street.client.count(502) == at_target);
  CHECK(street.balancer.counts().open == 120 - at_target);
  street.balancer.check();
}

TEST_CASE("deregistering twice is deregistering once", "[balancing][target_group]") {
  Balanced street({.targets = 2, .group = draining_for(10s)});
  street.group.deregister(0);
  street.run(6s);
  street.group.deregister(0);
  street.run(5s);
  CHECK(street.group.health(0) == not_registered);
  street.group.deregister(0);
  CHECK(street.group.health(0) == not_registered);
}

TEST_CASE("a draining target whose instance stops is unused for that reason and stays so",
          "[balancing][target_group]") {
  Balanced street({.targets = 2, .group = draining_for(10s)});
  street.group.deregister(0);
  street.run(5s);
  street.group.withdraw(0);
  street.run(10s);
  CHECK(street.group.health(0) == Health{HealthState::unused, HealthReason::invalid_state});
}

TEST_CASE("what a stopped instance had meets silence, not a quick error",
          "[balancing][target_group]") {
  Balanced street({.targets = 2});
  street.targets[0].mood = Balanced::Mood::hangs;
  street.send(2);
  street.targets[0].mood = Balanced::Mood::gone;
  street.group.withdraw(0);
  street.run(59s);
  CHECK(street.client.answers.size() == 1);
  street.run(2s);
  CHECK(street.client.count(504) == 1);
}

TEST_CASE("with none healthy a node sends to all that are registered, drained ones excepted",
          "[balancing][target_group]") {
  Balanced street({.targets = 4});
  street.all_targets(Balanced::Mood::refuses);
  street.run(60s);
  street.group.deregister(3);
  street.add();
  street.send(8);
  CHECK(street.requests() == std::vector<std::uint64_t>{2, 2, 2, 0, 2});
  CHECK(street.group.unhealthy_routing_requests() == 8);
}

TEST_CASE("changes of health are announced once each", "[balancing][target_group]") {
  Balanced street({.targets = 1});
  std::vector<HealthState> heard;
  street.group.health_changed.connect(
      [&](TargetId target) { heard.push_back(street.group.health(target).state); });
  street.targets[0].mood = Balanced::Mood::refuses;
  street.run(5min);
  street.targets[0].mood = Balanced::Mood::answers;
  street.run(5min);
  street.group.deregister(0);
  street.run(10min);
  CHECK(heard == std::vector{HealthState::unhealthy, HealthState::healthy, HealthState::draining,
                             HealthState::unused});
}
