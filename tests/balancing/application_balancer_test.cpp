#include "squall/balancing/application_balancer.hpp"

#include "squall/balancing/place.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <cstdlib>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

struct Expected {
  int status;
  Duration after;
};

void check_answer(const Balanced& street, const Expected& expected) {
  REQUIRE(street.client.answers.size() == 1);
  const auto& answer = street.client.answers[0];
  CHECK(answer.outcome.kind == service::Outcome::Kind::answered);
  CHECK(answer.outcome.status == expected.status);
  CHECK(answer.at - Time{} == expected.after);
  CHECK(street.balancer.counts().open == 0);
  CHECK(street.client.open.empty());
  street.balancer.check();
}

}  // namespace

TEST_CASE("a client hears what the target said", "[balancing][load_balancer]") {
  for (const std::uint16_t status : std::vector<std::uint16_t>{200, 302, 404, 500, 503}) {
    Balanced street({.targets = 1});
    street.targets[0].status = status;
    street.targets[0].takes = 20ms;
    street.send();
    street.run(1s);
    check_answer(street, {status, 20ms});
    CHECK(street.balancer.counts().by_target[status / 100u - 2] == 1);
    CHECK(street.group.traffic[0].answered() == 1);
    CHECK(street.group.traffic[0].errors() == (status >= 500 ? 1 : 0));
    CHECK(street.group.traffic.latency().max() == Duration(20ms));
  }
}

TEST_CASE("a target that refuses makes a 502 at once", "[balancing][load_balancer]") {
  Balanced street({.targets = 1});
  street.targets[0].mood = Balanced::Mood::refuses;
  street.send();
  check_answer(street, {502, 0s});
  CHECK(street.balancer.counts().made_502 == 1);
  CHECK(street.group.traffic[0].connection_errors == 1);
  CHECK(street.group.traffic.latency().count() == 0);
}

TEST_CASE("a target that dies makes a 502 of what it had", "[balancing][load_balancer]") {
  Balanced street({.targets = 1});
  street.targets[0].takes = 4s;
  street.send();
  street.run(1s);
  street.targets[0].crash();
  street.run(10s);
  check_answer(street, {502, 1s});
}

TEST_CASE("a host that is gone makes a 504 after ten seconds, a silent one at the idle time-out",
          "[balancing][load_balancer]") {
  for (const bool gone : {true, false}) {
    Balanced street({.targets = 1});
    street.targets[0].mood = gone ? Balanced::Mood::gone : Balanced::Mood::hangs;
    street.send();
    street.run(61s);
    check_answer(street, {504, gone ? 10s : 60s});
    CHECK(street.balancer.counts().made_504 == 1);
    CHECK(street.targets[0].abandoned >= 1);
    CHECK(street.group.traffic[0].given_up == 1);
  }
}

TEST_CASE("a host that goes while it has a request keeps its client until the idle time-out",
          "[balancing][load_balancer]") {
  Balanced street({.targets = 1});
  street.targets[0].mood = Balanced::Mood::hangs;
  street.send();
  street.run(1s);
  street.targets[0].mood = Balanced::Mood::gone;
  street.run(60s);
  check_answer(street, {504, 60s});
}

TEST_CASE("a client that goes takes its request back from the target",
          "[balancing][load_balancer]") {
  Balanced street({.nodes = 2, .targets = 3});
  street.all_targets(Balanced::Mood::hangs);
  street.send(9);
  street.run(1s);
  street.client.leave(4);
  street.client.leave(0);
  CHECK(street.balancer.counts().client_gone == 2);
  CHECK(street.balancer.counts().open == 7);
  street.balancer.check();
  street.run(61s);
  CHECK(street.client.count(504) == 7);
  street.balancer.check();
}

TEST_CASE("a request waits its own time, whenever the one before it came",
          "[balancing][load_balancer]") {
  Balanced street({.targets = 1});
  street.send();
  street.client.answers.clear();
  street.run(20s);
  street.targets[0].mood = Balanced::Mood::hangs;
  street.send();
  street.run(100s);
  check_answer(street, {504, 80s});
}

TEST_CASE("an answer after the time-out reaches nobody", "[balancing][load_balancer]") {
  Balanced street({.targets = 1, .idle_timeout = 2s});
  street.targets[0].takes = 3s;
  street.send();
  street.run(4s);
  check_answer(street, {504, 2s});
}

TEST_CASE("a balancer without targets answers 503 by itself", "[balancing][load_balancer]") {
  Balanced street({.targets = 0});
  street.send();
  check_answer(street, {503, 0s});
  CHECK(street.balancer.counts().made_503 == 1);
  CHECK(street.balancer.counts().request_count() == 0);
}

TEST_CASE("requests are spread evenly over the nodes", "[balancing][load_balancer]") {
  Balanced street({.nodes = 3, .targets = 1});
  street.targets[0].mood = Balanced::Mood::hangs;
  std::vector<int> nodes(3);
  for (int i = 0; i < 30'000; ++i) {
    street.send();
    const auto& attempt = street.exchange.attempts[street.client.open.back()];
    ++nodes[Place::of(attempt.place).node];
  }
  // Four standard deviations of a binomial with p = 1/3.
  for (const int count : nodes) CHECK(std::abs(count - 10'000) < 4 * 82);
}

TEST_CASE("two target groups share a listener by weight, and a weight of 0 gets nothing",
          "[balancing][load_balancer]") {
  struct Row {
    double blue;
    double green;
    double green_ratio;
  };
  for (const Row& row : {Row{10, 10, 1. / 2}, Row{10, 20, 2. / 3}, Row{0, 5, 1}, Row{5, 0, 0}}) {
    Balanced street({.nodes = 2, .targets = 2});
    const Setting setting{street.engine, street.exchange, street.journal};
    const NameId zone = street.names.id("a");
    const std::vector<Node> nodes(2, {street.names.id("front/a"), zone});
    TargetGroup green(setting, {}, {street.names.id("green"), key_of(1, "green")}, nodes);
    test::StubTarget stub(street.engine, street.exchange);
    green.register_target({&stub, street.names.id("green-1"), zone}, healthy);
    const std::vector<Forward> forwards{{&street.group, Weight{row.blue}},
                                        {&green, Weight{row.green}}};
    street.client.to = &street.balancer.listen(8080, forwards);
    street.send(10'000);
    CHECK(std::abs(static_cast<double>(stub.requests) - 10'000 * row.green_ratio) <= 4 * 50);
    if (row.green_ratio == 1) CHECK(stub.requests == 10'000);
    if (row.green_ratio == 0) CHECK(stub.requests == 0);
    street.balancer.check();
  }
}

TEST_CASE("another try of a request may find another node", "[balancing][load_balancer]") {
  Balanced street({.nodes = 2, .targets = 1});
  street.targets[0].mood = Balanced::Mood::hangs;
  int moved = 0;
  for (std::uint64_t request = 0; request < 1000; ++request) {
    std::uint32_t node[2];
    for (const std::uint8_t number : std::vector<std::uint8_t>{1, 2}) {
      service::Attempt attempt{};
      attempt.key = child(key_of(3, "retries"), request);
      attempt.number = number;
      const auto id = street.exchange.attempts.allocate(attempt);
      street.client.to->offer(id);
      node[number - 1] = Place::of(street.exchange.attempts[id].place).node;
      street.client.to->abandon(id);
      street.exchange.attempts.release(id);
    }
    moved += node[0] != node[1];
  }
  CHECK(moved > 400);
  CHECK(moved < 600);
}
