#include "squall/service/program.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using Answers = std::vector<Answer>;

const Outcome good;

ServiceSpec handler_of(Steps handler) { return service_of(200, 100, std::move(handler)); }

/// When the only request is answered, and how.
Answer only_answer(Steps handler) {
  Shop shop(handler_of(std::move(handler)), 8);
  shop.send();
  shop.run(1h);
  REQUIRE(shop.answers.size() == 1);
  return shop.answers[0];
}

int count_of(const Shop& shop, Outcome outcome) {
  return static_cast<int>(
      std::count_if(shop.answers.begin(), shop.answers.end(),
                    [&](const Answer& answer) { return answer.outcome == outcome; }));
}

bool within_4_sigma(int count, int n, double p) {
  return std::abs(count - n * p) <= 4 * std::sqrt(n * p * (1 - p));
}

}  // namespace

TEST_CASE("a handler does its steps one after the other", "[service][program]") {
  CHECK(only_answer({cpu(1ms), wait(2ms), cpu(3ms)}) == Answer{0, 6ms, good});
  CHECK(only_answer({}) == Answer{0, 0ms, good});
}

TEST_CASE("what happens at once lasts as long as its longest part", "[service][program]") {
  CHECK(only_answer({parallel({wait(2ms), wait(5ms), cpu(3ms)}), cpu(1ms)}) ==
        Answer{0, 6ms, good});
  CHECK(only_answer({parallel({}), cpu(1ms)}) == Answer{0, 1ms, good});
}

TEST_CASE("things at once may hold things at once", "[service][program]") {
  CHECK(only_answer({parallel({wait(2ms), chance(1, {parallel({wait(3ms), wait(4ms)}), wait(1ms)}),
                               parallel({wait(1ms)})}),
                     wait(1ms)}) == Answer{0, 6ms, good});
}

TEST_CASE("strands share the vCPUs like jobs", "[service][program]") {
  Shop shop(handler_of({parallel({cpu(4ms), cpu(4ms)})}), 1);
  shop.send();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 8ms, good}});
}

TEST_CASE("a request that fails ends there, with that status", "[service][program]") {
  CHECK(only_answer({cpu(1ms), fail(503), cpu(1h)}) == Answer{0, 1ms, status(503)});
}

TEST_CASE("when a part fails the others are waited for", "[service][program]") {
  CHECK(only_answer({parallel({wait(5ms), chance(1, {wait(1ms), fail(503)})}), cpu(1h)}) ==
        Answer{0, 5ms, status(503)});
}

TEST_CASE("a chance comes as often as it says", "[service][program]") {
  Shop shop(handler_of({chance(0.3, {fail(503)})}));
  shop.send_many(10'000);
  CHECK(within_4_sigma(count_of(shop, status(503)), 10'000, 0.3));
  CHECK(only_answer({chance(0, {fail(503)})}).outcome == good);
  CHECK(only_answer({chance(1, {fail(503)})}).outcome == status(503));
}

TEST_CASE("errors are answers of 500 after all the work", "[service][program]") {
  ServiceSpec spec = handler_of({wait(10ms)});
  spec.workers = 10'000;
  spec.errors = Ratio{0.2};
  Shop shop(spec);
  shop.send_many(10'000);
  shop.run(10ms);
  CHECK(shop.answers.empty());
  shop.run(11ms);
  CHECK(within_4_sigma(count_of(shop, status(500)), 10'000, 0.2));
}

TEST_CASE("each class has its handler, and the others the default", "[service][program]") {
  Shop shop;
  ServiceSpec spec;
  spec.handler = {wait(1ms)};
  spec.handlers = {{"browse", {wait(2ms)}}, {"buy", {wait(3ms)}}};
  shop.add("web", spec, 1);
  for (const std::string_view name : {"buy", "browse", "other", "yet another"}) {
    shop.send(shop.request_class(name));
  }
  shop.run(1s);
  CHECK(shop.answers == Answers{{2, 1ms, good}, {3, 1ms, good}, {1, 2ms, good}, {0, 3ms, good}});
}

TEST_CASE("a class that no handler is for gets 501", "[service][program]") {
  Shop shop;
  ServiceSpec spec;
  spec.handlers = {{"browse", {wait(2ms)}}};
  shop.add("web", spec, 1);
  shop.send(shop.request_class("buy"));
  CHECK(shop.answers == Answers{{0, 0ms, status(501)}});
}

TEST_CASE("a database's only query serves all classes, those that others ask for too",
          "[service][program]") {
  Shop shop;
  const ClassId before = shop.request_class("before");
  shop.add("orders", database_of({{"read", constant(3ms)}}), 1);
  shop.send(before);
  shop.run(10ms);
  shop.send(shop.request_class("after"));
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 3ms, good}, {1, 13ms, good}});
}

TEST_CASE("attempts of one request do the same work and wait anew", "[service][program]") {
  const auto times = [](Steps handler) {
    Shop shop(handler_of(std::move(handler)), 8);
    const Key key = key_of(7, "request");
    shop.send_as(key, 0, 1);
    shop.run(1h);
    shop.send_as(key, 0, 2);
    shop.run(2h);
    return std::pair(shop.answers[0].at, shop.answers[1].at - 1h);
  };
  const auto work = times({cpu(exponential(10ms))});
  CHECK(work.first == work.second);
  const auto wait_time = times({wait(exponential(10ms))});
  CHECK(wait_time.first != wait_time.second);
}

TEST_CASE("another attempt has another chance", "[service][program]") {
  Shop shop(handler_of({chance(0.5, {fail(503)})}));
  int different = 0;
  for (std::uint64_t request = 0; request < 1000; ++request) {
    const Key key = child(key_of(7, "requests"), request);
    shop.send_as(key, 0, 1);
    shop.send_as(key, 0, 2);
    different += shop.answers.end()[-2].outcome != shop.answers.back().outcome;
  }
  CHECK(within_4_sigma(different, 1000, 0.5));
}

TEST_CASE("a step more of one kind, or a handler more, changes no draw of another",
          "[service][program]") {
  const Duration before = only_answer({cpu(exponential(10ms))}).at;
  CHECK(only_answer({chance(0, {wait(1s)}), cpu(exponential(10ms))}).at == before);

  Shop shop;
  ServiceSpec spec = handler_of({cpu(exponential(10ms))});
  spec.handlers = {{"buy", {cpu(exponential(5ms)), cpu(exponential(5ms))}}};
  shop.add("web", spec, 8);
  shop.send();
  shop.run(1h);
  CHECK(shop.answers[0].at == before);
}

TEST_CASE("two handlers draw apart", "[service][program]") {
  Shop shop;
  ServiceSpec spec = handler_of({cpu(exponential(10ms))});
  spec.handlers = {{"buy", {cpu(exponential(10ms))}}};
  shop.add("web", spec, 8);
  shop.send_as(key_of(1, "one"), 0, 1);
  shop.send_as(key_of(1, "one"), shop.request_class("buy"), 1);
  shop.run(1h);
  CHECK(shop.answers[0].at != shop.answers[1].at);
}

TEST_CASE("two steps of one handler draw apart", "[service][program]") {
  Shop shop(handler_of({cpu(exponential(10ms))}), 8);
  shop.add("twice", handler_of({cpu(exponential(10ms)), cpu(exponential(10ms))}), 8);
  shop.send_as(key_of(1, "one"), 0, 1, 0);
  shop.send_as(key_of(1, "one"), 0, 1, 1);
  shop.run(1h);
  CHECK(shop.answers[1].at != 2 * shop.answers[0].at);
}
