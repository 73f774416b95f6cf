#include "squall/traffic/open_client.hpp"

#include "support/catch.hpp"
#include "traffic/fixtures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::traffic;

namespace {

using Reply = ScriptedEndpoint::Reply;

ClientSpec shoppers() {
  ClientSpec spec = at_rate(200);
  spec.requests = {{"buy", {{1}}}, {"look", {{6}}}, {"search", {{3}}}};
  spec.timeout = 200ms;
  return spec;
}

ClientContext shoppers_context() {
  ClientContext context = named("shoppers");
  context.classes = {5, 2, 9};
  return context;
}

// When each request came, with which key and of which class.
using Wishes = std::vector<std::tuple<Time, std::uint64_t, ClassId>>;

Wishes wishes_of(const ScriptedEndpoint& endpoint, CallerId caller) {
  Wishes wishes;
  for (const Attempt& attempt : endpoint.offered) {
    if (attempt.number == 1 && attempt.caller == caller) {
      wishes.emplace_back(attempt.sent, attempt.key.word, attempt.request_class);
    }
  }
  return wishes;
}

Wishes wishes(const ClientSpec& spec, ScriptedEndpoint::Rule rule) {
  Street street(std::move(rule));
  OpenClient client(street.engine, street.destination(), spec, shoppers_context());
  client.start();
  street.engine.run_until(Time(20s));
  return wishes_of(street.endpoint, 0);
}

}  // namespace

TEST_CASE("neither endpoint nor retries nor time-out change what an open client wants",
          "[traffic][open_client]") {
  const Wishes calm = wishes(shoppers(), answers_after(1ms));
  CHECK(calm.size() > 3500);
  ClientSpec stubborn = shoppers();
  stubborn.retry.attempts = 4;
  stubborn.timeout = 50ms;
  CHECK(wishes(stubborn, any_reply(3)) == calm);
}

TEST_CASE("other clients change nothing for a client", "[traffic][open_client]") {
  const Wishes alone = wishes(shoppers(), answers_after(1ms));
  Street street(any_reply(1));
  OpenClient other(street.engine, street.destination(), at_rate(300), named("others"));
  OpenClient client(street.engine, street.destination(), shoppers(), shoppers_context());
  ClosedClient more(street.engine, street.destination(), users(9, constant(10ms)), named("more"));
  other.start();
  client.start();
  more.start();
  street.engine.run_until(Time(20s));
  CHECK(wishes_of(street.endpoint, 1) == alone);
}

TEST_CASE("another seed or another name is another client", "[traffic][open_client]") {
  const auto first_key = [](const ClientContext& context) {
    Street street(answers_after(1ms));
    OpenClient client(street.engine, street.destination(), at_rate(10), context);
    client.start();
    while (street.endpoint.offered.empty()) street.engine.step();
    return std::pair(street.engine.now(), street.endpoint.offered.front().key.word);
  };
  CHECK(first_key(named("a", 1)) == first_key(named("a", 1)));
  CHECK(first_key(named("a", 1)).first != first_key(named("a", 2)).first);
  CHECK(first_key(named("a", 1)).first != first_key(named("b", 1)).first);
  CHECK(first_key(named("a", 1)).second != first_key(named("b", 1)).second);
}

TEST_CASE("the keys of an open client are its children in order", "[traffic][open_client]") {
  const Wishes all = wishes(shoppers(), answers_after(1ms));
  const Key parent = key_of(1, "clients.shoppers");
  for (std::size_t i = 0; i < all.size(); ++i) {
    REQUIRE(std::get<1>(all[i]) == child(parent, i).word);
  }
}

TEST_CASE("the arrivals of an open client are those of the stream with its name",
          "[traffic][open_client]") {
  Arrivals arrivals(Random(1, "clients.shoppers/arrivals"), RateCurve(shoppers().rate, Ratio{1}));
  Time now{};
  for (const auto& wish : wishes(shoppers(), answers_after(1ms))) {
    now = arrivals.next(now);
    REQUIRE(std::get<0>(wish) == now);
  }
}

TEST_CASE("classes come by their weights and are counted apart", "[traffic][open_client]") {
  Street street(answers_after(1ms));
  OpenClient client(street.engine, street.destination(), shoppers(), shoppers_context());
  client.start();
  street.engine.run_until(Time(100s));
  std::map<ClassId, double> offered;
  for (const Attempt& attempt : street.endpoint.offered) ++offered[attempt.request_class];
  const ClientStats stats = client.stats();
  REQUIRE(stats.classes.size() == 3);
  const auto total = static_cast<double>(stats.total.requests);
  const std::pair<ClassId, double> expected[] = {{5, 0.1}, {2, 0.6}, {9, 0.3}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [number, share] = expected[i];
    CHECK(static_cast<double>(stats.classes[i].requests) == offered[number]);
    CHECK(std::abs(offered[number] - share * total) < 4 * std::sqrt(total * share * (1 - share)));
  }
  client.check();
}

TEST_CASE("a window holds its first moment and not its last", "[traffic][open_client]") {
  const Window window{Time(10s), Time(20s)};
  CHECK_FALSE(window.contains(Time(10s) - 1ns));
  CHECK(window.contains(Time(10s)));
  CHECK(window.contains(Time(20s) - 1ns));
  CHECK_FALSE(window.contains(Time(20s)));
}

TEST_CASE("requests born within the window count, and the load goes on after it",
          "[traffic][open_client]") {
  Street street(answers_after(300ms));
  ClientContext context = named("x");
  context.counted = {Time(10s), Time(20s)};
  OpenClient client(street.engine, street.destination(), at_rate(100), context);
  client.start();
  street.engine.run_until(Time(30s));
  std::uint64_t within = 0;
  std::uint64_t after = 0;
  for (const Attempt& attempt : street.endpoint.offered) {
    within += attempt.sent >= Time(10s) && attempt.sent < Time(20s);
    after += attempt.sent >= Time(20s);
  }
  CHECK(client.stats().total.requests == within);
  CHECK(client.stats().total.succeeded == within);
  CHECK(client.open() == 0);
  CHECK(after > 900);
  client.check();
}

TEST_CASE("a request that counts is open until it is settled", "[traffic][open_client]") {
  Street street(answers_after(3s));
  ClientContext context = named("x");
  context.counted = {Time{}, Time(1s)};
  OpenClient client(street.engine, street.destination(), at_rate(100), context);
  client.start();
  street.engine.run_until(Time(2s));
  const Tally waiting = client.stats().total;
  CHECK(waiting.open == waiting.requests);
  CHECK(waiting.censored() == waiting.requests);
  CHECK(waiting.latency.count() == 0);
  street.engine.run_until(Time(4s));
  CHECK(client.open() == 0);
  CHECK(client.stats().total.latency.count() == waiting.requests);
  client.check();
}

TEST_CASE("latency is first send to last byte, retries included", "[traffic][open_client]") {
  Street street([](const Attempt& attempt) {
    return attempt.number == 1 ? Reply{Outcome{Outcome::Kind::answered, 503}, 20ms}
                               : Reply{Outcome{}, 30ms};
  });
  ClientSpec spec = at_rate(10);
  spec.retry = {.attempts = 2, .base = 500ms, .factor = 2, .max = 20s, .jitter = Jitter::none};
  OpenClient client(street.engine, street.destination(), spec, named("x"));
  client.start();
  street.engine.run_until(Time(10s));
  const Tally all = client.stats().total;
  CHECK(all.latency.count() > 50);
  CHECK(all.latency.min() == 550ms);
  CHECK(all.latency.max() == 550ms);
}

TEST_CASE("each end of a request has a count of its own", "[traffic][open_client]") {
  const auto end = GENERATE(0, 1, 2, 3, 4);
  Street street([end](const Attempt&) {
    const Reply replies[] = {Reply{Outcome{}}, Reply{Outcome{Outcome::Kind::answered, 502}},
                             Reply{}, Reply{Outcome{Outcome::Kind::refused}},
                             Reply{Outcome{Outcome::Kind::reset}}};
    return replies[end];
  });
  ClientContext context = named("x");
  context.counted = {Time{}, Time(5s)};
  OpenClient client(street.engine, street.destination(), at_rate(20), context);
  client.start();
  street.engine.run_until(Time(30s));
  const Tally all = client.stats().total;
  REQUIRE(all.requests > 50);
  CHECK(all.succeeded == (end == 0 ? all.requests : 0));
  CHECK(all.failed == (end == 1 ? all.requests : 0));
  CHECK(all.timed_out == (end == 2 ? all.requests : 0));
  CHECK(all.refused == (end >= 3 ? all.requests : 0));
}

TEST_CASE("a rate can be changed while the client runs", "[traffic][open_client]") {
  Street street(answers_after(1ms));
  ClientSpec spec = at_rate(0);
  spec.scale = Ratio{2};
  OpenClient client(street.engine, street.destination(), spec, named("x"));
  client.start();
  street.engine.run_until(Time(100s));
  CHECK(street.endpoint.offered.empty());
  client.change_rate({{50}, {}, {}});
  street.engine.run_until(Time(200s));
  const auto sent = static_cast<double>(street.endpoint.offered.size());
  CHECK(std::abs(sent - 10'000) < 400);
  client.change_rate({});
  street.engine.run_until(Time(300s));
  CHECK(static_cast<double>(street.endpoint.offered.size()) == sent);
}

TEST_CASE("clients keep their balances whatever endpoints do", "[traffic][open_client]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(1, 21)));
  CAPTURE(seed);
  Street street(any_reply(seed));
  ClientSpec spec = shoppers();
  spec.timeout = 100ms;
  spec.retry.attempts = static_cast<int>(1 + seed % 4);
  spec.retry.base = 20ms;
  ClientContext context = shoppers_context();
  context.counted = {Time(1s), Time(3s)};
  OpenClient open(street.engine, street.destination(), spec, context);
  ClosedClient closed(street.engine, street.destination(), users(20, exponential(30ms)),
                      named("users"));
  open.start();
  closed.start();
  while (street.engine.now() < Time(4s)) {
    street.engine.step();
    open.check();
    closed.check();
    REQUIRE(open.counts().open + closed.counts().open == street.exchange.attempts.size());
    REQUIRE(street.endpoint.holds() == street.exchange.attempts.size());
  }
  CHECK(open.open() == 0);
  const Tally all = open.stats().total;
  CHECK(all.requests > 300);
  CHECK((all.succeeded > 0 && all.failed > 0 && all.refused > 0 && all.timed_out > 0));
}

TEST_CASE("a session's requests follow one another, each a think time after the last answer",
          "[traffic][open_client]") {
  Street street(answers_after(200ms));
  ClientSpec spec = at_rate(0.2);
  spec.session = SessionSpec{6, {distributions::Constant{5s}}};
  OpenClient client(street.engine, street.destination(), spec, named("x"));
  client.start();
  street.engine.run_until(Time(1000s));
  std::map<std::uint32_t, std::vector<Time>> sessions;  // by slot: sessions reuse them
  for (const Attempt& attempt : street.endpoint.offered)
    sessions[attempt.who].push_back(attempt.sent);
  REQUIRE(sessions.size() > 2);
  for (const auto& [slot, times] : sessions)
    for (std::size_t i = 1; i < times.size(); ++i)
      if (i % 6 != 0) REQUIRE(times[i] - times[i - 1] == 5200ms);
  client.check();
}

TEST_CASE("a rate with sessions brings so many requests for each arrival without",
          "[traffic][open_client]") {
  const auto keys = [](std::optional<SessionSpec> session) {
    Street street([](const Attempt&) {
      return Reply{Outcome{Outcome::Kind::answered, 503}, 1ms};  // however they end
    });
    ClientSpec spec = at_rate(100);
    spec.rate.constant = {};
    spec.rate.steps = {{0s, {100}}, {10s, {0}}};
    spec.session = session;
    OpenClient client(street.engine, street.destination(), spec, named("x"));
    client.start();
    street.engine.run_until(Time(1h));
    CHECK(client.open() == 0);
    client.check();
    std::vector<std::uint64_t> found;
    for (const Attempt& attempt : street.endpoint.offered) found.push_back(attempt.key.word);
    return found;
  };
  const auto without = keys({});
  auto with = keys(SessionSpec{3, {distributions::Exponential{5s}}});
  CHECK(with.size() == 3 * without.size());
  std::sort(with.begin(), with.end());
  CHECK(std::adjacent_find(with.begin(), with.end()) == with.end());
  CHECK(keys(SessionSpec{1, {}}) == without);
}

TEST_CASE("a live change of rate keeps to the client's clock", "[traffic][open_client]") {
  Street street(answers_after(1ms));
  ClientContext context = named("x");
  Timestamp start;
  REQUIRE(!ScalarText<Timestamp>::read("2026-11-27T09:00+09:00", start));
  context.clock = local_clock(start, 1h, {});
  ClientSpec spec = at_rate(1);
  spec.arrivals = {PatternedArrivals{Pattern::even}};
  OpenClient client(street.engine, street.destination(), spec, context);
  client.start();
  street.engine.run_until(Time(10s));
  RateSpec sale;
  sale.burst.emplace_back();
  REQUIRE(!ScalarText<Moment>::read("09:30", sale.burst[0].at));
  sale.burst[0].count = 60;
  sale.burst[0].over = 1min;
  client.change_rate(sale);
  street.engine.run_until(Time(1h));
  CHECK(street.endpoint.offered.size() == 70);
  CHECK(street.endpoint.offered.back().sent > Time(30min));
  CHECK(street.endpoint.offered.back().sent <= Time(31min));
}
