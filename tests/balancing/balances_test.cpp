// Whatever happens in whatever order, every request ends once and every balance holds.

#include "squall/core/random.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cstdint>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;
using test::StubTarget;

namespace {

class Chaos {
 public:
  explicit Chaos(std::uint64_t seed)
      : random_(seed, "chaos"),
        street_({.nodes = 1 + below(3),
                 .targets = below(5),
                 .established = below(2) == 0,
                 .group = group(),
                 .idle_timeout = 5s * (1 + below(4)),
                 .seed = seed}) {}

  void act() {
    switch (below(9)) {
      case 0:
      case 1:
        street_.send(below(20));
        break;
      case 2:
        street_.run(Duration(1s) * below(20));
        break;
      case 3:
        change_mood();
        break;
      case 4:
        with_target([&](TargetId id) { street_.targets[id].crash(); });
        break;
      case 5:
        with_target([&](TargetId id) { street_.group.deregister(id); });
        break;
      case 6:
        street_.add(below(2) == 0, below(4) == 0 ? "z" : below(2) == 0 ? "b" : "a");
        break;
      case 7:
        with_target([&](TargetId id) { street_.group.withdraw(id); });
        break;
      case 8:
        leave();
        break;
    }
    check();
  }

  void settle() {
    street_.run(30min);
    check();
    CHECK(street_.client.open.empty());
    CHECK(street_.balancer.counts().open == 0);
    CHECK(street_.client.sent ==
          street_.client.answers.size() + street_.balancer.counts().client_gone);
  }

 private:
  int below(std::uint64_t limit) { return static_cast<int>(random_.below(limit)); }

  TargetGroupSpec group() {
    TargetGroupSpec spec;
    spec.health_check.protocol = below(2) == 0 ? HealthProtocol::tcp : HealthProtocol::http;
    spec.health_check.interval = 5s * (1 + below(3));
    spec.deregistration_delay = 10s * below(3);
    if (below(2) == 0) spec.cross_zone = false;
    if (below(2) == 0) spec.slow_start = 30s;
    spec.unhealthy_state_routing = {1 + below(2), {0.2 * below(4)}};
    spec.dns_failover = {2 * below(2), {0.2 * below(4)}};
    return spec;
  }

  template <class Deed>
  void with_target(Deed deed) {
    if (!street_.targets.empty()) deed(static_cast<TargetId>(below(street_.targets.size())));
  }

  void change_mood() {
    with_target([&](TargetId id) {
      StubTarget& target = street_.targets[id];
      target.mood = static_cast<StubTarget::Mood>(below(4));
      target.takes = Duration(700ms) * below(12);
      target.status = static_cast<std::uint16_t>(200 + 100 * below(4));
    });
  }

  void leave() {
    const std::size_t open = street_.client.open.size();
    if (open > 0) street_.client.leave(static_cast<std::size_t>(below(open)));
  }

  void check() const {
    street_.balancer.check();
    const auto counts = street_.balancer.counts();
    if (counts.received != street_.client.sent || counts.open != street_.client.open.size()) {
      FAIL("client and balancer disagree");
    }
  }

  Random random_;
  Balanced street_;
};

}  // namespace

TEST_CASE("every balance holds through any history", "[balancing][balances]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Chaos chaos(seed);
    for (int i = 0; i < 150; ++i) chaos.act();
    chaos.settle();
  }
}
