#include "squall/service/connection_pool.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace squall;
using namespace squall::service;

namespace {

/// Two processes with a pool of two each, and an endpoint that only listens.
class Desk final : public Endpoint, public Caller {
 public:
  explicit Desk(std::uint32_t most = 1000) : connections{most} {
    pool.add_process();
    pool.add_process();
  }

  void offer(AttemptId attempt) override { at_endpoint.push_back(attempt); }
  void abandon(AttemptId attempt) override { std::erase(at_endpoint, attempt); }
  void returned(AttemptId, Outcome) override {}

  AttemptId make() { return exchange.attempts.allocate(Attempt{}); }

  AttemptId ask(std::uint32_t process = 0) {
    const AttemptId attempt = make();
    CHECK(pool.offer(attempt, process));
    pool.check();
    return attempt;
  }

  void answer(std::uint32_t process = 0) {
    REQUIRE(!at_endpoint.empty());
    const AttemptId attempt = at_endpoint.front();
    at_endpoint.erase(at_endpoint.begin());
    pool.returned(process);
    exchange.attempts.release(attempt);
    pool.check();
  }

  Exchange exchange;
  Connections connections;
  ConnectionPool pool{exchange, *this, connections, 2};
  std::vector<AttemptId> at_endpoint;
};

}  // namespace

TEST_CASE("who finds no free connection waits, first come first served",
          "[service][connection_pool]") {
  Desk desk;
  std::vector<AttemptId> all;
  for (int i = 0; i < 5; ++i) all.push_back(desk.ask());
  CHECK(desk.at_endpoint == std::vector{all[0], all[1]});
  desk.answer();
  CHECK(desk.at_endpoint == std::vector{all[1], all[2]});
  desk.answer();
  desk.answer();
  CHECK(desk.at_endpoint == std::vector{all[3], all[4]});
  CHECK(desk.pool.counts().at_once == 2);
  CHECK(desk.pool.counts().waited == 3);
}

TEST_CASE("each process has a pool of its own", "[service][connection_pool]") {
  Desk desk;
  for (int i = 0; i < 3; ++i) desk.ask(0);
  desk.ask(1);
  CHECK(desk.at_endpoint.size() == 3);
  CHECK(desk.connections.open == 3);
}

TEST_CASE("connections are opened when needed and stay open", "[service][connection_pool]") {
  Desk desk;
  for (int i = 0; i < 4; ++i) {
    desk.ask();
    desk.answer();
  }
  CHECK(desk.connections.open == 1);
  desk.ask();
  desk.ask();
  CHECK(desk.connections.open == 2);
}

TEST_CASE("where the endpoint has no connection left an attempt is refused",
          "[service][connection_pool]") {
  Desk desk(3);
  desk.ask(0);
  desk.ask(0);
  desk.ask(1);
  CHECK_FALSE(desk.pool.offer(desk.make(), 1));
  CHECK(desk.pool.counts().refused == 1);
  // Who has all that the pool may have waits all the same.
  desk.ask(0);
  CHECK(desk.pool.counts().waiting == 1);
  desk.pool.check();
}

TEST_CASE("who gives up while waiting takes no connection; who gives up later frees one",
          "[service][connection_pool]") {
  Desk desk;
  std::vector<AttemptId> all;
  for (int i = 0; i < 4; ++i) all.push_back(desk.ask());
  desk.pool.abandon(all[2], 0);
  CHECK(desk.pool.counts().given_up == 1);
  desk.pool.abandon(all[0], 0);
  CHECK(desk.at_endpoint == std::vector{all[1], all[3]});
  desk.pool.check();
}

TEST_CASE("the connections of a process die with it", "[service][connection_pool]") {
  Desk desk(4);
  std::vector<AttemptId> all;
  for (int i = 0; i < 3; ++i) all.push_back(desk.ask(0));
  desk.pool.die(0);
  CHECK(desk.connections.open == 0);
  for (const AttemptId attempt : all) desk.pool.abandon(attempt, 0);
  CHECK(desk.at_endpoint.empty());
  desk.pool.restart(0);
  desk.ask(0);
  CHECK(desk.at_endpoint.size() == 1);
  CHECK(desk.connections.open == 1);
  desk.pool.check();
}
