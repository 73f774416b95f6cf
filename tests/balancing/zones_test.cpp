// Zones: who uses whose targets, which nodes DNS names, and when a node fails open.

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

constexpr NodeNames::Nodes both = 0b11;

// A node in a and one in b, and so many targets in each.
class TwoZones : public Balanced {
 public:
  TwoZones(const TargetGroupSpec& spec, int in_a, int in_b)
      : Balanced({.nodes = 2, .targets = 0, .group = spec}) {
    for (int i = 0; i < in_a; ++i) add(true, "a");
    for (int i = 0; i < in_b; ++i) add(true, "b");
  }

  void hurt(std::size_t target) { targets[target].mood = Mood::refuses; }
};

TargetGroupSpec zonal() {
  TargetGroupSpec spec;
  spec.cross_zone = false;
  return spec;
}

}  // namespace

TEST_CASE("without cross_zone a node uses only the targets of its zone", "[balancing][zones]") {
  TwoZones street(zonal(), 1, 3);
  for (int i = 0; i < 6; ++i) {
    CHECK(street.group.choose(0, {}) == TargetId{0});
    CHECK(street.group.choose(1, {}) == TargetId(1 + i % 3));
  }
}

TEST_CASE("without cross_zone a zone without targets answers 503", "[balancing][zones]") {
  TwoZones street(zonal(), 0, 2);
  CHECK(street.group.choose(0, {}) == std::nullopt);
  CHECK(street.balancer.named_nodes() == 0b10);
  street.group.deregister(0);
  street.group.deregister(1);
  CHECK(street.balancer.named_nodes() == both);
  street.send(10);
  CHECK(street.client.count(503) == 10);
}

TEST_CASE("a zone that has lost its last healthy target leaves DNS and comes back",
          "[balancing][zones]") {
  TwoZones street(zonal(), 2, 2);
  street.hurt(0);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == both);
  street.hurt(1);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == 0b10);
  CHECK(street.journal_texts().back() ==
        "DNS names front/a no more: it has too few healthy targets");
  street.run(60s);
  const auto before = street.requests();
  street.send(100);
  CHECK(street.requests() ==
        std::vector<std::uint64_t>{before[0], before[1], before[2] + 50, before[3] + 50});
  street.targets[1].mood = Balanced::Mood::answers;
  street.run(150s);
  CHECK(street.balancer.named_nodes() == both);
  CHECK(street.journal_texts().back() == "DNS names front/a again");
}

TEST_CASE("where every zone is ill DNS names them all, and each fails open to its own",
          "[balancing][zones]") {
  TwoZones street(zonal(), 2, 1);
  for (std::size_t i = 0; i < 3; ++i) street.hurt(i);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == both);
  CHECK(street.group.choose(0, {}) == TargetId{0});
  CHECK(street.group.choose(0, {}) == TargetId{1});
  CHECK(street.group.choose(1, {}) == TargetId{2});
}

TEST_CASE("with cross_zone one dead zone leaves no node without targets", "[balancing][zones]") {
  TwoZones street({}, 2, 2);
  street.hurt(0);
  street.hurt(1);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == both);
  CHECK(street.group.choose(0, {}) == TargetId{2});
}

TEST_CASE("a node fails open below the count or below the percentage, not at it",
          "[balancing][zones]") {
  struct Row {
    HealthyTargetsSpec least;
    std::size_t hurt;  // of 10
    bool open;
  };
  for (const Row& row : {Row{{3, {}}, 7, false}, Row{{3, {}}, 8, true}, Row{{1, {0.4}}, 6, false},
                         Row{{1, {0.4}}, 7, true}, Row{{6, {0.1}}, 5, true}}) {
    TargetGroupSpec spec;
    spec.unhealthy_state_routing = row.least;
    spec.dns_failover = {0, {}};
    Balanced street({.targets = 10, .group = spec});
    for (std::size_t i = 0; i < row.hurt; ++i) street.targets[9 - i].mood = Balanced::Mood::refuses;
    street.run(61s);
    street.send(100);
    INFO(row.least.count << " " << row.least.percentage.value << " " << row.hurt);
    CHECK(street.group.unhealthy_routing_requests() == (row.open ? 100 : 0));
    CHECK(street.client.count(502) == (row.open ? 10u * row.hurt : 0u));
  }
}

TEST_CASE("DNS goes by a count or a percentage of its own", "[balancing][zones]") {
  TargetGroupSpec spec = zonal();
  spec.dns_failover = {1, {0.6}};
  TwoZones street(spec, 4, 4);
  street.hurt(0);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == both);
  street.hurt(1);
  street.run(61s);
  CHECK(street.balancer.named_nodes() == 0b10);
  CHECK(street.group.unhealthy_routing_requests() == 0);
  street.group.deregister(0);  // two of three are enough again
  CHECK(street.balancer.named_nodes() == both);
}

TEST_CASE("a node that has fewer of its targets healthy because more were registered fails open",
          "[balancing][zones]") {
  TargetGroupSpec spec;
  spec.dns_failover = spec.unhealthy_state_routing = {1, {0.5}};
  spec.algorithm = Algorithm::least_outstanding_requests;
  Balanced street({.targets = 2, .group = spec});
  street.all_targets(Balanced::Mood::hangs);
  street.add();
  street.add();
  street.send(4);
  CHECK(street.group.unhealthy_routing_requests() == 0);
  street.add();
  street.send(6);
  CHECK(street.group.unhealthy_routing_requests() == 6);
  CHECK(street.targets[2].requests + street.targets[3].requests + street.targets[4].requests == 6);
}
