#include "squall/service/server.hpp"

#include "squall/core/random.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <type_traits>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using Answers = std::vector<Answer>;

const Outcome good;

}  // namespace

TEST_CASE("one worker takes requests in turn, to the nanosecond", "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(1'000'001ns)}));
  shop.send_many(3);
  shop.run(1s);
  CHECK(shop.answers ==
        Answers{{0, 1'000'001ns, good}, {1, 2'000'002ns, good}, {2, 3'000'003ns, good}});
}

TEST_CASE("workers beyond the vCPUs share them", "[service][server]") {
  Shop shop(service_of(4, 10, {cpu(10ms)}), 2);
  shop.send_many(5);
  shop.run(1s);
  CHECK(
      shop.answers ==
      Answers{{0, 20ms, good}, {1, 20ms, good}, {2, 20ms, good}, {3, 20ms, good}, {4, 30ms, good}});
}

TEST_CASE("a request that finds workers and backlog full is refused", "[service][server]") {
  Shop shop(service_of(1, 2, {cpu(10ms)}));
  shop.send_many(4);
  CHECK(shop.answers == Answers{{3, 0ms, refused}});
  CHECK(shop.server().queued() == 2);
  CHECK_FALSE(shop.server().has_room());
  shop.run(10ms + 1ns);
  CHECK(shop.server().has_room());
}

TEST_CASE("who waits holds a worker and no vCPU", "[service][server]") {
  Shop shop(service_of(2, 10, {wait(10ms), cpu(4ms)}));
  shop.send_many(3);
  shop.run(1ms);
  CHECK(shop.server().in_service() == 2);
  CHECK(shop.server().cpu().running() == 0);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 18ms, good}, {1, 18ms, good}, {2, 32ms, good}});
}

TEST_CASE("a crash resets what it had, in service and queued, and refuses what comes",
          "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms)}));
  shop.send_many(3);
  shop.run(15ms);
  shop.fleet.crash(0);
  shop.send();
  CHECK(shop.answers ==
        Answers{{0, 10ms, good}, {1, 15ms, reset}, {2, 15ms, reset}, {3, 15ms, refused}});
  shop.run(1s);
  CHECK(shop.answers.size() == 4);
  CHECK(shop.counts().cut == 2);
  CHECK_FALSE(shop.server().has_room());
}

TEST_CASE("a crash cuts nothing at other servers", "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms)}));
  const ServerId other = shop.add("other", service_of(1, 10, {cpu(20ms)}), 1);
  for (const ServerId server : {0u, other, 0u, other}) shop.send(0, server);
  shop.run(5ms);
  shop.fleet.crash(0);
  shop.run(1s);
  CHECK(shop.answers ==
        Answers{{0, 5ms, reset}, {2, 5ms, reset}, {1, 20ms, good}, {3, 40ms, good}});
}

TEST_CASE("a restarted server knows nothing of what it had", "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms)}));
  shop.send();
  shop.run(5ms);
  shop.fleet.crash(0);
  shop.fleet.restart(0);
  shop.send();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 5ms, reset}, {1, 15ms, good}});
}

TEST_CASE("a hung server takes requests and finishes none", "[service][server]") {
  Shop shop(service_of(2, 2, {wait(1ms), cpu(10ms)}));
  shop.send();
  shop.run(500us);
  shop.fleet.hang(0);
  shop.send_many(4);
  shop.run(1h);
  CHECK(shop.answers == Answers{{4, 500us, refused}});
  CHECK(shop.server().in_service() == 2);
  CHECK(shop.server().queued() == 2);
  shop.fleet.crash(0);
  CHECK(shop.answers.size() == 5);
  shop.fleet.check();
}

TEST_CASE("a host that is gone says nothing, of what it had or of what comes",
          "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms)}));
  shop.send_many(2);
  shop.run(5ms);
  shop.fleet.vanish(0);
  shop.send();
  shop.run(1h);
  CHECK(shop.answers.empty());
  CHECK(shop.counts().cut == 2);
  CHECK(shop.counts().unheard == 1);
  for (const int request : {0, 1, 2}) shop.abandon(request);
  shop.fleet.crash(0);
  CHECK(shop.server().state() == Server::State::gone);
  shop.fleet.check();
}

TEST_CASE("whoever leaves the backlog costs nothing", "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms)}));
  shop.send_many(3);
  shop.run(5ms);
  shop.abandon(1);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, good}, {2, 20ms, good}});
  CHECK(shop.counts().withdrawn == 1);
  CHECK(shop.counts().wasted == 0);
}

TEST_CASE("work in service goes on for whoever has left, and is wasted", "[service][server]") {
  Shop shop(service_of(1, 10, {cpu(10ms), wait(5ms)}));
  shop.send_many(2);
  shop.run(5ms);
  shop.abandon(0);
  shop.run(1s);
  CHECK(shop.answers == Answers{{1, 30ms, good}});
  CHECK(shop.counts().finished == 2);
  CHECK(shop.counts().wasted == 1);
}

TEST_CASE("a new occupant of an attempt's place does not hear the old one's answer",
          "[service][server]") {
  Shop shop(service_of(2, 10, {cpu(10ms)}), 2);
  shop.send();
  shop.run(5ms);
  shop.abandon(0);
  shop.send();
  CHECK(shop.attempts[0] == shop.attempts[1]);
  shop.run(1s);
  CHECK(shop.answers == Answers{{1, 15ms, good}});
}

TEST_CASE("a health check is a job in the same queue with a demand of its own",
          "[service][server]") {
  Shop shop;
  Service service(service_of(1, 10, {cpu(10ms)}), shop);
  service.program.set_probe_demand(1ms);
  shop.fleet.add_server(shop.fleet.add(std::move(service)), 1);
  shop.send();
  shop.send(probe_class);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, good}, {1, 11ms, good}});
}

TEST_CASE("a database works on as many queries as it has connections and queues the rest",
          "[service][server]") {
  Shop shop;
  DatabaseSpec spec = database_of({{"write", constant(8ms)}});
  spec.max_connections = 2;
  shop.add("orders", spec, 2);
  const ClassId write = shop.request_class("write");
  for (int i = 0; i < 2000; ++i) shop.send(write);
  CHECK(shop.answers.empty());
  CHECK(shop.server().in_service() == 2);
  shop.run(1h);
  CHECK(shop.answers.back() == Answer{1999, 8s, good});
}

TEST_CASE("a long backlog of requests that need nothing is no deep recursion",
          "[service][server]") {
  Shop shop(service_of(1, 1'000'000, {call("backend")}));
  shop.send_many(200'001);
  shop.fleet.crash(shop.add("backend", service_of(1, 0, {}), 1));
  CHECK(shop.server().queued() == 200'000);
  shop.neighbour.answer_all();
  CHECK(shop.server().queued() == 199'999);
}

TEST_CASE("an idle server costs at most 256 bytes, a job 56", "[service][server]") {
  CHECK(sizeof(Server) + 3 * sizeof(void*) <= 256);  // beside it: its place in the engine
  CHECK(sizeof(Job) <= 56);
}

namespace {

using Open = std::vector<std::pair<int, ServerId>>;

void forget_answered(Shop& shop, Open& open) {
  for (const Answer& answer : std::exchange(shop.answers, {})) {
    std::erase_if(open, [&](const auto& one) { return one.first == answer.request; });
  }
}

/// Does anything to a few servers that call each other, at random.
void make_trouble(Shop& shop, Random& random, Open& open) {
  const auto server = static_cast<ServerId>(random.below(3));
  const std::uint64_t what = random.below(100);
  if (what < 70) {
    open.emplace_back(static_cast<int>(shop.attempts.size()), server);
    shop.send(static_cast<ClassId>(random.below(3)), server);
  } else if (what < 90 && !open.empty()) {
    const auto which = static_cast<std::ptrdiff_t>(random.below(open.size()));
    const auto [request, at] = open[static_cast<std::size_t>(which)];
    open.erase(open.begin() + which);
    shop.abandon(request, at);
  } else if (what == 90) {
    shop.fleet.crash(server);
  } else if (what == 91) {
    shop.fleet.hang(server);
  } else if (what == 92) {
    shop.fleet.vanish(server);
  } else if (shop.fleet.server(server).state() >= Server::State::dead) {
    shop.fleet.restart(server);
  } else if (what == 93) {
    shop.neighbour.answer_all(random.below(2) == 0 ? Outcome{} : reset);
  }
}

}  // namespace

TEST_CASE("the counts balance after whatever happens, and nothing is left behind",
          "[service][server]") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    Shop shop;
    const Steps deep{cpu(exponential(2ms)), chance(0.3, {fail(503)}),
                     parallel({call("one", 3ms), wait(exponential(3ms)),
                               chance(0.5, {call("nobody", 5ms), call("one")})})};
    shop.add("one", service_of(2, 3, {cpu(exponential(3ms)), call("else", 4ms)}), 1);
    shop.add("two", service_of(4, 5, deep), 2);
    shop.add("three", service_of(3, 0, {call("two"), parallel({call("two"), call("one")})}), 1);
    Random random(seed, "trouble");
    Open open;
    for (int i = 0; i < 3000; ++i) {
      shop.run(shop.engine.now() - Time{} + 1us * static_cast<std::int64_t>(random.below(1500)));
      forget_answered(shop, open);
      make_trouble(shop, random, open);
      forget_answered(shop, open);
      shop.fleet.check();
    }
    for (const auto& [request, server] : open) shop.abandon(request, server);
    for (ServerId server = 0; server < 3; ++server) shop.fleet.vanish(server);
    CHECK(shop.exchange.attempts.size() == 0);
    CHECK(shop.fleet.jobs_open() == 0);
    shop.fleet.check();
  }
}
