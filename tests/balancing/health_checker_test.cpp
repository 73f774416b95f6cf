#include "squall/balancing/health_checker.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

HealthState state(const Balanced& street, TargetId target) {
  return street.group.health(target).state;
}

TargetGroupSpec checked_by(HealthProtocol protocol) {
  TargetGroupSpec spec;
  spec.health_check.protocol = protocol;
  return spec;
}

}  // namespace

TEST_CASE("a target that the run begins with is healthy at once, a new one is not",
          "[balancing][health_checker]") {
  Balanced street({.targets = 1});
  street.add();
  CHECK(street.group.health(0) == healthy);
  CHECK(street.group.health(1) ==
        Health{HealthState::initial, HealthReason::initial_health_checking});
}

TEST_CASE("one good answer makes a new target healthy, a bad one before it does not count",
          "[balancing][health_checker]") {
  Balanced street({.targets = 1, .established = false});
  street.targets[0].status = 500;
  street.run(30s);
  CHECK(state(street, 0) == HealthState::initial);
  street.targets[0].status = 200;
  street.run(30s);
  CHECK(state(street, 0) == HealthState::healthy);
}

TEST_CASE("a single bad answer flips nothing, nor do two with a good one between",
          "[balancing][health_checker]") {
  Balanced street({.targets = 1});
  for (int i = 0; i < 10; ++i) {
    street.targets[0].status = i % 2 == 0 ? 500 : 200;
    street.run(30s);
    CHECK(state(street, 0) == HealthState::healthy);
  }
}

TEST_CASE("the reason says what the probes met", "[balancing][health_checker]") {
  struct Row {
    Balanced::Mood mood;
    std::uint16_t status;
    HealthReason reason;
  };
  for (const Row& row : {Row{Balanced::Mood::answers, 404, HealthReason::response_code_mismatch},
                         Row{Balanced::Mood::hangs, 200, HealthReason::timeout},
                         Row{Balanced::Mood::gone, 200, HealthReason::timeout},
                         Row{Balanced::Mood::refuses, 200, HealthReason::failed_health_checks}}) {
    Balanced street({.targets = 1});
    street.targets[0].mood = row.mood;
    street.targets[0].status = row.status;
    street.run(66s);
    CHECK(street.group.health(0) == Health{HealthState::unhealthy, row.reason});
  }
}

TEST_CASE("the matcher says which statuses are good", "[balancing][health_checker]") {
  TargetGroupSpec spec;
  spec.health_check.matcher = Matcher{{{200, 200}, {301, 302}}};
  for (const int status : {200, 201, 300, 301, 302, 303}) {
    Balanced street({.targets = 1, .group = spec});
    street.targets[0].status = static_cast<std::uint16_t>(status);
    street.run(66s);
    const bool good = status == 200 || status == 301 || status == 302;
    CHECK(state(street, 0) == (good ? HealthState::healthy : HealthState::unhealthy));
  }
}

TEST_CASE(
    "a new target is healthy after its initial healthy checks, an ill one after the threshold",
    "[balancing][health_checker]") {
  TargetGroupSpec spec;
  spec.health_check.initial_healthy_checks = 3;
  Balanced street({.targets = 1, .established = false, .group = spec});
  street.run(60s);
  CHECK(state(street, 0) == HealthState::initial);
  street.run(30s);
  CHECK(state(street, 0) == HealthState::healthy);
  street.targets[0].mood = Balanced::Mood::refuses;
  street.run(60s);
  CHECK(state(street, 0) == HealthState::unhealthy);
  street.targets[0].mood = Balanced::Mood::answers;
  street.run(120s);
  CHECK(state(street, 0) == HealthState::unhealthy);
  street.run(30s);
  CHECK(state(street, 0) == HealthState::healthy);
}

TEST_CASE("a probe that a crash cuts short has failed", "[balancing][health_checker]") {
  Balanced street({.targets = 1});
  street.targets[0].takes = 4s;
  for (int i = 0; i < 2; ++i) {
    const auto before = street.targets[0].probes;
    street.targets[0].mood = Balanced::Mood::answers;
    while (street.targets[0].probes == before) street.run(1s);
    street.targets[0].crash();
  }
  street.run(1s);
  CHECK(street.group.health(0) ==
        Health{HealthState::unhealthy, HealthReason::failed_health_checks});
}

TEST_CASE("a TCP probe is good where the target takes it, whatever it answers",
          "[balancing][health_checker]") {
  struct Row {
    Balanced::Mood mood;
    std::uint16_t status;
    HealthState state;
  };
  for (const Row& row : {Row{Balanced::Mood::answers, 200, HealthState::healthy},
                         Row{Balanced::Mood::answers, 500, HealthState::healthy},
                         Row{Balanced::Mood::hangs, 200, HealthState::healthy},
                         Row{Balanced::Mood::gone, 200, HealthState::unhealthy},
                         Row{Balanced::Mood::refuses, 200, HealthState::unhealthy}}) {
    Balanced street({.targets = 1, .group = checked_by(HealthProtocol::tcp)});
    street.targets[0].mood = row.mood;
    street.targets[0].takes = row.status == 200 ? 1s : 0s;
    street.targets[0].status = row.status;
    street.run(66s);
    CHECK(state(street, 0) == row.state);
    CHECK(street.exchange.attempts.size() == street.targets[0].held());
  }
}

TEST_CASE("nodes judge a target each by itself", "[balancing][health_checker]") {
  Balanced street({.nodes = 2, .targets = 2});
  street.targets[0].mood = Balanced::Mood::refuses;
  while (street.group.health(0, 0) == healthy && street.group.health(0, 1) == healthy) {
    street.run(100ms);
  }
  const NodeIndex first = street.group.health(0, 0) == healthy ? 1 : 0;
  CHECK(street.group.health(0, 1 - first) == healthy);
  CHECK(street.group.health(0) == healthy);
  CHECK(street.group.choose(first, {}) == TargetId{1});
  CHECK(street.group.choose(first, {}) == TargetId{1});
  CHECK(street.group.choose(1 - first, {}) == TargetId{0});
}

TEST_CASE("probes of many targets are spread over the interval and need two events",
          "[balancing][health_checker]") {
  Balanced street({.targets = 300});
  street.all_targets(Balanced::Mood::hangs);
  CHECK(street.engine.pending() < 20);
  street.run(30s);
  std::uint64_t probes = 0;
  for (const auto& target : street.targets) {
    CHECK(target.probes == 1);
    probes += target.probes;
  }
  CHECK(street.group.checker(0).counts().probes == probes);
  CHECK(street.engine.pending() < 20);
  const auto under_way = street.exchange.attempts.size();
  CHECK(under_way > 25);
  CHECK(under_way < 85);
}

TEST_CASE("a target that joins or leaves moves nobody else's probes",
          "[balancing][health_checker]") {
  Balanced alone({.targets = 3});
  Balanced crowd({.targets = 3});
  bool same = true;
  for (int second = 0; second < 600; ++second) {
    alone.run(1s);
    crowd.run(1s);
    for (std::size_t target = 0; target < 3; ++target) {
      same = same && alone.targets[target].probes == crowd.targets[target].probes;
    }
    if (second % 7 == 0) crowd.add();
    if (second % 11 == 0) crowd.group.deregister(static_cast<TargetId>(crowd.targets.size() - 1));
  }
  CHECK(same);
  CHECK(alone.targets[1].probes == 20);
}

TEST_CASE("a target that has left is probed no more, and its last answer counts for nothing",
          "[balancing][health_checker]") {
  Balanced street({.targets = 2, .established = false});
  street.targets[0].takes = 2s;
  while (street.targets[0].probes == 0) street.run(100ms);
  street.group.deregister(0);
  street.run(10min);
  CHECK(street.targets[0].probes == 1);
  CHECK(state(street, 0) == HealthState::unused);
  street.send(4);
  CHECK(street.requests() == std::vector<std::uint64_t>{0, 4});
  CHECK(street.exchange.attempts.size() == 0);
}

TEST_CASE("the journal says who found a target ill, and why", "[balancing][health_checker]") {
  Balanced street({.targets = 1});
  street.targets[0].mood = Balanced::Mood::refuses;
  street.run(60s);
  street.targets[0].mood = Balanced::Mood::answers;
  street.run(150s);
  CHECK(street.journal_texts() ==
        std::vector<std::string>{
            "web-1 is registered in web",
            "front/a finds web-1 unhealthy: it was refused 2 times in a row "
            "(Target.FailedHealthChecks)",
            "front/a finds too few targets of web healthy to use these alone",
            "front/a finds web-1 healthy after 5 good answers in a row",
            "front/a finds enough targets of web healthy again",
        });
}
