#include "squall/balancing/dns_record.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::StubClient;
using test::StubTarget;

namespace {

using Mood = StubTarget::Mood;

using Ways = std::vector<Duration>;

const Ways from_seoul{5ms, 179ms, 234ms};
const Ways from_dublin{234ms, 75ms, 5ms};

// A record that leads to instances in three regions, and a client in Seoul.
class Named {
 public:
  struct Setup {
    DnsRouting routing = DnsRouting::failover;
    std::vector<double> weights{1, 1, 1};
    Duration ttl = 60s;
    int failure_threshold = 3;
  };

  explicit Named(const Setup& setup) : client(engine, exchange) {
    DnsRecordSpec spec;
    spec.routing = setup.routing;
    spec.ttl = setup.ttl;
    spec.health_check = {30s, setup.failure_threshold};
    std::vector<RecordTarget> all;
    for (std::size_t i = 0; i < setup.weights.size(); ++i) {
      StubTarget& stub = targets.emplace_back(engine, exchange);
      const NameId name = names.id("web-" + std::to_string(i + 1));
      all.push_back({name, {setup.weights[i]}, &stub, {}});
    }
    record.emplace(setting_, spec, Identity{names.id("shop"), key_of(1, "shop")}, std::move(all));
    client.to = &record->door(from_seoul);
  }

  void run(Duration time) { engine.run_until(engine.now() + time); }

  // Percent of many requests that each target gets now.
  std::vector<double> shares() {
    std::vector<std::uint64_t> before;
    for (const StubTarget& target : targets) before.push_back(target.requests);
    constexpr int sent = 20'000;
    for (int i = 0; i < sent; ++i) client.send();
    std::vector<double> got;
    for (std::size_t i = 0; i < targets.size(); ++i)
      got.push_back(100.0 * static_cast<double>(targets[i].requests - before[i]) / sent);
    return got;
  }

  // When it was found unhealthy or healthy, since now.
  Duration until_healthy_is(std::uint32_t target, bool healthy) {
    const Time start = engine.now();
    while (record->healthy(target) != healthy) run(100ms);
    return engine.now() - start;
  }

  Names names;
  Engine engine;
  service::Exchange exchange;
  Journal journal{names};

 private:
  const Setting setting_{engine, exchange, journal};

 public:
  std::deque<StubTarget> targets;
  std::optional<DnsRecord> record;
  StubClient client;
};

void check_near(const std::vector<double>& seen, const std::vector<double>& expected) {
  REQUIRE(seen.size() == expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    INFO("target " << i);
    CHECK(seen[i] == Approx(expected[i]).margin(1.5));  // four standard errors
    if (expected[i] == 0) CHECK(seen[i] == 0);
  }
}

}  // namespace

TEST_CASE("simple routing spreads alike over all, in whatever state", "[balancing][dns_record]") {
  Named street({.routing = DnsRouting::simple});
  street.targets[1].mood = Mood::refuses;
  street.run(10min);
  CHECK(street.targets[1].probes == 0);
  check_near(street.shares(), {33.3, 33.3, 33.3});
}

TEST_CASE("latency routing leads to the healthy one nearest to who asks",
          "[balancing][dns_record]") {
  Named street({.routing = DnsRouting::latency});
  check_near(street.shares(), {100, 0, 0});
  street.client.to = &street.record->door(from_dublin);
  check_near(street.shares(), {0, 0, 100});
  street.targets[2].mood = Mood::refuses;
  street.run(3min);
  check_near(street.shares(), {0, 100, 0});
  street.client.to = &street.record->door(from_seoul);
  check_near(street.shares(), {100, 0, 0});
}

TEST_CASE("weights share among the healthy, and 0 comes only where no other is healthy",
          "[balancing][dns_record]") {
  Named street({.routing = DnsRouting::weighted, .weights = {90, 10, 0}});
  check_near(street.shares(), {90, 10, 0});
  street.targets[0].mood = Mood::refuses;
  street.run(3min);
  check_near(street.shares(), {0, 100, 0});
  street.targets[1].mood = Mood::refuses;
  street.run(3min);
  check_near(street.shares(), {0, 0, 100});
  street.targets[2].mood = Mood::refuses;
  street.run(3min);
  check_near(street.shares(), {90, 10, 0});
  Named all_zero({.routing = DnsRouting::weighted, .weights = {0, 0, 0}});
  check_near(all_zero.shares(), {33.3, 33.3, 33.3});
}

TEST_CASE("failover leads to the first that is healthy, and to the first where nobody is",
          "[balancing][dns_record]") {
  Named street({});
  for (std::size_t ill = 0; ill < 3; ++ill) {
    std::vector<double> expected(3);
    expected[ill] = 100;
    check_near(street.shares(), expected);
    street.targets[ill].mood = Mood::refuses;
    street.run(3min);
  }
  check_near(street.shares(), {100, 0, 0});
  street.targets[2].mood = Mood::answers;
  street.run(3min);
  check_near(street.shares(), {0, 0, 100});
}

TEST_CASE("so many bad answers in a row make a target unhealthy, and as many good ones healthy",
          "[balancing][dns_record]") {
  for (const int threshold : {1, 3, 10}) {
    Named street({.failure_threshold = threshold});
    street.run(100s);
    street.targets[0].status = 404;
    const Duration ill = street.until_healthy_is(0, false);
    CHECK(ill > 30s * (threshold - 1));
    CHECK(ill <= 30s * threshold + 100ms);
    street.targets[0].status = 302;
    const Duration well = street.until_healthy_is(0, true);
    CHECK(seconds(well) == Approx(seconds(30s * threshold)).margin(0.2));
    CHECK(street.journal.records().size() == 2);
  }
}

TEST_CASE("a silent target is unhealthy 4 s after the check that finds it out",
          "[balancing][dns_record]") {
  Named street({.failure_threshold = 1});
  street.run(100s);
  street.targets[0].mood = Mood::answers;
  street.targets[0].takes = 3900ms;
  street.run(10min);
  CHECK(street.record->healthy(0));
  street.targets[0].takes = 4100ms;
  const Duration ill = street.until_healthy_is(0, false);
  CHECK(ill <= 34s + 100ms);
}

TEST_CASE("clients keep to what they were told for the time to live", "[balancing][dns_record]") {
  Named street({.ttl = 100s, .failure_threshold = 1});
  street.targets[0].mood = Mood::refuses;
  street.until_healthy_is(0, false);
  street.run(25s);
  check_near(street.shares(), {75, 25, 0});
  street.run(75s);
  check_near(street.shares(), {0, 100, 0});

  Named sudden({.ttl = 0s, .failure_threshold = 1});
  sudden.targets[0].mood = Mood::refuses;
  sudden.until_healthy_is(0, false);
  check_near(sudden.shares(), {0, 100, 0});
}

TEST_CASE("who gives up is forgotten by the one that had the attempt, whatever DNS says by then",
          "[balancing][dns_record]") {
  Named street({.ttl = 0s, .failure_threshold = 1});
  street.targets[0].mood = Mood::hangs;
  street.client.send();
  street.until_healthy_is(0, false);
  const std::uint64_t before = street.targets[0].abandoned;
  street.client.leave(0);
  CHECK(street.targets[0].abandoned == before + 1);
  CHECK(street.targets[1].abandoned == 0);
}

TEST_CASE("a user stays where the connection leads, and the next connection asks DNS",
          "[balancing][dns_record]") {
  Named street({.ttl = 0s, .failure_threshold = 1});
  street.client.be_one_user();
  const auto got = [&](std::size_t target) { return street.targets[target].requests; };
  street.client.send();
  CHECK(got(0) == 1);
  street.targets[0].status = 503;
  for (Duration kept{}; kept < 70s; kept += 20s) {
    street.run(20s);
    street.client.send();
  }
  CHECK(!street.record->healthy(0));
  CHECK(got(0) == 5);
  street.client.open_another();
  street.client.send();
  CHECK(got(1) == 1);
  // So does who has said nothing for long.
  street.targets[0].status = 200;
  street.until_healthy_is(0, true);
  street.client.send();
  CHECK(got(1) == 2);
  street.run(DnsDoor::connection_idle);
  street.client.send();
  CHECK(got(0) == 6);
}

TEST_CASE("a balancer is healthy only while it has a healthy target", "[balancing][dns_record]") {
  test::Balanced street({.nodes = 2, .targets = 1});
  const Setting setting{street.engine, street.exchange, street.journal};
  StubTarget spare(street.engine, street.exchange);
  DnsRecordSpec spec;
  spec.routing = DnsRouting::failover;
  spec.ttl = 0s;
  spec.health_check.failure_threshold = 10;
  const Identity identity{street.names.id("shop"), key_of(1, "shop")};
  DnsRecord record(setting, spec, identity,
                   {{street.names.id("front"), {}, street.client.to, {&street.group}},
                    {street.names.id("spare"), {}, &spare, {}}});
  street.client.to = &record.door(from_seoul);
  street.send(10);
  CHECK(spare.requests == 0);

  street.group.deregister(0);
  CHECK(!record.healthy(0));
  CHECK(street.journal_texts().back() ==
        "shop finds front unhealthy: a target group of it has no healthy target");
  street.send(10);
  CHECK(spare.requests == 10);
  street.add(true);
  CHECK(record.healthy(0));
  street.send(10);
  CHECK(spare.requests == 10);

  // One that stands in the balancer is found again there.
  street.targets[1].mood = StubTarget::Mood::hangs;
  street.send();
  street.group.deregister(1);
  street.client.leave(0);
  CHECK(street.balancer.counts().client_gone == 1);
  street.balancer.check();
}
