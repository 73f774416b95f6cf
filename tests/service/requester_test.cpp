#include "squall/service/requester.hpp"

#include "support/catch.hpp"
#include "support/scripted_endpoint.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::service;

namespace {

using Reply = ScriptedEndpoint::Reply;

const Outcome good{};
const Outcome error{Outcome::Kind::answered, 500};
const Outcome refused{Outcome::Kind::refused};
const Outcome reset{Outcome::Kind::reset};

RetrySpec steady(int attempts) {
  return {.attempts = attempts, .base = 100ms, .factor = 2, .max = 20s, .jitter = Jitter::none};
}

RequesterSpec hedged(int at_most) { return {1s, steady(1), HedgeSpec{50ms, at_most}}; }

// Somebody who wants things from an endpoint that does as it is told.
class Office final : private RequestOwner {
 public:
  Office(const RequesterSpec& spec, ScriptedEndpoint::Rule rule)
      : endpoint(engine, exchange, std::move(rule)),
        requester(engine, {exchange, endpoint}, spec, *this) {}

  void ask(std::uint64_t ordinal = 0, ClassId request_class = 0) {
    requester.send(child(key_of(1, "office"), ordinal), request_class,
                   static_cast<std::uint32_t>(ordinal));
  }

  Ending ask_and_wait() {
    ask();
    engine.run();
    REQUIRE(endings.size() == 1);
    return endings.front();
  }

  // Seconds from the first to each attempt.
  std::vector<double> times() const {
    std::vector<double> result;
    for (const Attempt& attempt : endpoint.offered) {
      result.push_back(seconds(attempt.sent - endpoint.offered.front().sent));
    }
    return result;
  }

  Engine engine;
  Exchange exchange;
  ScriptedEndpoint endpoint;
  Requester requester;
  std::vector<Ending> endings;
  std::vector<Request> ended;
  Time settled_at{};  // the last one
  std::uint64_t retried_count = 0;
  std::uint64_t denied_count = 0;

 private:
  void met(const Request&, Incident incident) override {
    retried_count += incident == Incident::retried;
    denied_count += incident == Incident::denied;
  }
  void settled(const Request& request, Ending ending) override {
    endings.push_back(ending);
    settled_at = engine.now();
    ended.push_back(request);
  }
};

ScriptedEndpoint::Rule always(Reply reply) {
  return [reply](const Attempt&) { return reply; };
}

const Reply silence{};

}  // namespace

TEST_CASE("an attempt that is answered well is the only one", "[service][requester]") {
  Office office({1s, steady(3)}, always({good, 30ms}));
  CHECK(office.ask_and_wait() == Ending::succeeded);
  CHECK(office.endpoint.offered.size() == 1);
  CHECK(office.engine.now() >= Time(30ms));
  CHECK(office.exchange.attempts.size() == 0);
  office.requester.check();
}

TEST_CASE("an attempt that nobody answers is abandoned once, at its time-out",
          "[service][requester]") {
  Office office({2s, steady(1)}, always(silence));
  office.ask();
  office.engine.run_until(Time(2s));
  CHECK(office.endpoint.abandoned.empty());
  CHECK(office.requester.counts().open == 1);
  office.engine.run();
  CHECK(office.endpoint.abandoned.size() == 1);
  CHECK(office.endings == std::vector{Ending::timed_out});
  CHECK(office.exchange.attempts.size() == 0);
}

TEST_CASE("an answer that comes too late finds nobody", "[service][requester]") {
  Office office({1s, steady(2)}, [](const Attempt& attempt) {
    return attempt.number == 1 ? Reply{good, 1500ms} : silence;
  });
  office.ask();
  office.engine.run();
  CHECK(office.endpoint.late == 1);
  CHECK(office.endings == std::vector{Ending::timed_out});
  CHECK(office.requester.counts().answered == 0);
}

TEST_CASE("an answer at the instant of the time-out still counts", "[service][requester]") {
  Office office({1s, steady(1)}, always({good, 1s}));
  CHECK(office.ask_and_wait() == Ending::succeeded);
}

TEST_CASE("without a time-out an attempt is waited for as long as it takes",
          "[service][requester]") {
  Office office({std::nullopt, steady(1)}, always({good, 100h}));
  CHECK(office.ask_and_wait() == Ending::succeeded);
}

TEST_CASE("pauses grow by the factor up to the longest one", "[service][requester]") {
  RetrySpec retry = steady(5);
  retry.max = 300ms;
  Office office({1s, retry}, always({refused, 0s}));
  CHECK(office.ask_and_wait() == Ending::refused);
  const std::vector<double> expected{0, 0.1, 0.3, 0.6, 0.9};
  CHECK(office.times() == expected);
}

TEST_CASE("a pause begins when the attempt has failed, not when it was sent",
          "[service][requester]") {
  Office office({1s, steady(2)}, always(silence));
  office.ask();
  office.engine.run();
  CHECK(office.times() == std::vector<double>{0, 1.1});
  CHECK(office.ended.front().born == Time{});
  CHECK(office.engine.now() == Time(2100ms));
}

TEST_CASE("full jitter spreads pauses evenly between nothing and the whole",
          "[service][requester]") {
  RetrySpec retry = steady(2);
  retry.jitter = Jitter::full;
  Office office({1s, retry}, always({refused, 0s}));
  constexpr int requests = 4000;
  for (int i = 0; i < requests; ++i) office.ask(static_cast<std::uint64_t>(i));
  office.engine.run();
  double sum = 0;
  double squares = 0;
  for (const Attempt& attempt : office.endpoint.offered) {
    if (attempt.number == 1) continue;
    const double pause = seconds(attempt.sent - Time{}) / 0.1;
    CHECK((pause >= 0 && pause <= 1));
    sum += pause / requests;
    squares += pause * pause / requests;
  }
  CHECK(std::abs(sum - 1.0 / 2) < 4 * std::sqrt(1.0 / 12 / requests));
  CHECK(std::abs(squares - 1.0 / 3) < 4 * std::sqrt(4.0 / 45 / requests));
}

TEST_CASE("a pause depends on the request and the attempt, not on who else pauses",
          "[service][requester]") {
  RetrySpec retry = steady(4);
  retry.jitter = Jitter::full;
  Office alone({1s, retry}, always({refused, 0s}));
  alone.ask(7);
  alone.engine.run();
  Office crowd({1s, retry}, always({refused, 0s}));
  for (const int ordinal : {3, 7, 1}) crowd.ask(static_cast<std::uint64_t>(ordinal));
  crowd.engine.run();
  std::vector<Time> times;
  for (const Attempt& attempt : crowd.endpoint.offered) {
    if (attempt.key == child(key_of(1, "office"), 7)) times.push_back(attempt.sent);
  }
  REQUIRE(times.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(times[i] == alone.endpoint.offered[i].sent);
  const auto first_part = seconds(times[1] - times[0]) / 0.1;
  const auto second_part = seconds(times[2] - times[1]) / 0.2;
  CHECK(std::abs(first_part - second_part) > 1e-6);
}

TEST_CASE("who tries again at one instant comes in an order that no history changes",
          "[service][requester]") {
  const auto order_of_retries = [](const std::vector<std::uint64_t>& failures) {
    Office office({std::nullopt, steady(2)}, always({refused}));
    for (const std::uint64_t ordinal : failures) office.ask(ordinal);
    office.engine.run();
    std::vector<std::uint64_t> keys;
    for (const Attempt& attempt : office.endpoint.offered) {
      if (attempt.number == 2) keys.push_back(attempt.key.word);
    }
    return keys;
  };
  const auto order = order_of_retries({0, 1, 2, 3, 4});
  CHECK(order.size() == 5);
  CHECK(order_of_retries({4, 2, 0, 3, 1}) == order);
}

TEST_CASE("a request ends as its last attempt did", "[service][requester]") {
  const auto [last, ending] = GENERATE(table<std::optional<Outcome>, Ending>({
      {good, Ending::succeeded},
      {Outcome{Outcome::Kind::answered, 404}, Ending::succeeded},
      {error, Ending::failed},
      {refused, Ending::refused},
      {reset, Ending::refused},
      {std::nullopt, Ending::timed_out},
  }));
  Office office({1s, steady(3)}, [last = last](const Attempt& attempt) {
    if (attempt.number == 1) return Reply{error, 10ms};
    if (attempt.number == 2) return silence;
    return Reply{last, 10ms};
  });
  CHECK(office.ask_and_wait() == ending);
  CHECK(office.retried_count == 2);
  CHECK(office.ended.front().attempts == 3);
}

TEST_CASE("all attempts of a request have its key, its class and their number",
          "[service][requester]") {
  Office office({1s, steady(3)}, always({reset, 5ms}));
  office.ask(11, 4);
  office.engine.run();
  REQUIRE(office.endpoint.offered.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(office.endpoint.offered[i].key == child(key_of(1, "office"), 11));
    CHECK(office.endpoint.offered[i].request_class == 4);
    CHECK(office.endpoint.offered[i].number == i + 1);
  }
  CHECK(office.ended.front().who == 11);
  CHECK(office.ended.front().request_class == 4);
}

TEST_CASE("between two attempts of a request no attempt exists", "[service][requester]") {
  Office office({1s, steady(2)}, always({refused, 0s}));
  office.ask();
  CHECK(office.exchange.attempts.size() == 0);
  CHECK(office.requester.counts().pausing == 1);
  office.requester.check();
}

TEST_CASE("with a budget of 10% a storm of failures is tried again for one request in ten",
          "[service][requester]") {
  RetrySpec retry = steady(4);
  retry.budget = Ratio{0.1};
  Office office({1s, retry}, always({refused, 0s}));
  constexpr int requests = 10'000;
  for (int i = 0; i < requests; ++i) {
    office.ask(static_cast<std::uint64_t>(i));
    office.engine.run();
    office.requester.check();
  }
  const Requester::Counts& counts = office.requester.counts();
  CHECK(counts.retries <= requests / 10 + 10);
  CHECK(counts.retries >= requests / 10);
  CHECK(counts.retries_denied == office.denied_count);
  // Each request ends by its fourth failure or because the budget is empty.
  CHECK(counts.retries_denied > requests * 9 / 10);
  CHECK(counts.settled == requests);
}

TEST_CASE("who asks seldom may try again in spite of the budget", "[service][requester]") {
  RetrySpec retry = steady(4);
  retry.budget = Ratio{0};
  Office office({1s, retry}, always({refused, 0s}));
  for (std::uint64_t i = 0; i < 3; ++i) office.ask(i);
  office.engine.run();
  CHECK(office.requester.counts().retries == 9);
  CHECK(office.denied_count == 0);
  office.ask(3);
  office.engine.run();
  CHECK(office.requester.counts().retries == 10);
  CHECK(office.denied_count == 1);
}

TEST_CASE("the standard mode stops trying again when its 500 tokens are gone",
          "[service][requester]") {
  const auto [reply, retries] =
      GENERATE(table<Reply, std::uint64_t>({{Reply{refused, 0s}, 500 / 5}, {silence, 500 / 10}}));
  RetrySpec retry;
  retry.attempts = Tries::as_the_sdk();
  Office office({1s, retry}, always(reply));
  for (std::uint64_t i = 0; i < 200; ++i) office.ask(i);
  office.engine.run();
  CHECK(office.requester.counts().retries == retries);
  CHECK(office.endpoint.offered.size() == 200 + retries);
  for (const Request& request : office.ended) CHECK(request.attempts <= 3);
  office.requester.check();
}

TEST_CASE("retries with independent failures: attempts and final failures as by theory",
          "[service][requester][theory]") {
  struct Case {
    double failure;
    int retries;
    double attempts;
    double final_failure;
  };
  const Case c = GENERATE(values<Case>({{0.1, 1, 1.1, 0.01},
                                        {0.1, 3, 1.111, 1e-4},
                                        {0.3, 3, 1.417, 0.0081},
                                        {0.5, 1, 1.5, 0.25},
                                        {0.5, 2, 1.75, 0.125},
                                        {0.5, 3, 1.875, 0.0625},
                                        {0.9, 3, 3.439, 0.6561},
                                        {1.0, 3, 4, 1}}));
  CAPTURE(c.failure, c.retries);
  Office office({1s, steady(c.retries + 1)}, [&](const Attempt& attempt) {
    const double u = Draw(child(attempt.key, attempt.number), hash_of("fails")).uniform();
    return Reply{u < c.failure ? error : good, 1ms};
  });
  constexpr double requests = 20000;
  for (int i = 0; i < requests; ++i) office.ask(static_cast<std::uint64_t>(i));
  office.engine.run();

  const auto& counts = office.requester.counts();
  double failed = 0;
  for (const Ending ending : office.endings) failed += ending == Ending::failed;
  // The variance of the number of attempts from its second moment, sum of (2k + 1) p^k.
  double second = 0;
  for (int k = 0; k <= c.retries; ++k) second += (2 * k + 1) * std::pow(c.failure, k);
  const double attempts_error = std::sqrt((second - c.attempts * c.attempts) / requests);
  const double failed_error = std::sqrt(c.final_failure * (1 - c.final_failure) / requests);
  CHECK(std::abs(static_cast<double>(counts.attempts) / requests - c.attempts) <=
        4 * attempts_error + 1e-9);
  CHECK(std::abs(failed / requests - c.final_failure) <= 4 * failed_error);
  office.requester.check();
}

TEST_CASE("a hedge is sent while the first attempt is open, and not before",
          "[service][requester]") {
  const auto [answer, attempts] =
      GENERATE(table<Duration, std::size_t>({{49ms, 1}, {50ms, 1}, {51ms, 2}}));
  Office office(hedged(1), always({good, answer}));
  CHECK(office.ask_and_wait() == Ending::succeeded);
  CHECK(office.endpoint.offered.size() == attempts);
  CHECK(office.settled_at <= Time(51ms));
  office.requester.check();
}

TEST_CASE("the first good answer of a request counts and what else is open is abandoned",
          "[service][requester]") {
  Office office(hedged(1), [](const Attempt& attempt) {
    return Reply{good, attempt.number == 1 ? 1s : 10ms};
  });
  office.ask();
  office.engine.run_until(Time(61ms));
  CHECK(office.endings == std::vector{Ending::succeeded});
  CHECK(office.endpoint.abandoned.size() == 1);
  CHECK(office.exchange.attempts.size() == 0);
  const Requester::Counts& counts = office.requester.counts();
  CHECK(counts.attempts == 2);
  CHECK(counts.hedges == 1);
  CHECK(counts.abandoned == 1);
  office.requester.check();
}

TEST_CASE("a bad answer is no end while another attempt is open", "[service][requester]") {
  Office office(hedged(1), [](const Attempt& attempt) {
    return attempt.number == 1 ? Reply{error, 60ms} : Reply{good, 100ms};
  });
  CHECK(office.ask_and_wait() == Ending::succeeded);
  CHECK(office.settled_at == Time(150ms));
  CHECK(office.retried_count == 0);
}

TEST_CASE("a request has at most as many hedges as it may, each after the same time",
          "[service][requester]") {
  Office office(hedged(3), always(silence));
  CHECK(office.ask_and_wait() == Ending::timed_out);
  CHECK(office.times() == std::vector<double>{0, 0.05, 0.1, 0.15});
  CHECK(office.requester.counts().hedges == 3);
  CHECK(office.requester.counts().timed_out == 4);
}

TEST_CASE("a request whose attempt and hedge have failed pauses and is tried again",
          "[service][requester]") {
  RequesterSpec spec = hedged(1);
  spec.retry = steady(2);
  Office office(spec, [](const Attempt& attempt) {
    return attempt.number < 3 ? Reply{error, 80ms} : Reply{good, 1ms};
  });
  CHECK(office.ask_and_wait() == Ending::succeeded);
  CHECK(office.times() == std::vector<double>{0, 0.05, 0.23});
  CHECK(office.ended.front().attempts == 3);
  CHECK(office.requester.counts().retries == 1);
}

TEST_CASE("an open circuit breaker refuses unsent until a trial has gone well",
          "[service][requester]") {
  RequesterSpec spec{1s, steady(1)};
  spec.circuit_breaker = BreakerSpec{Ratio{0.5}, 4, 10s};
  bool broken = true;
  Office office(spec, [&](const Attempt&) { return Reply{broken ? error : good, 1ms}; });
  const auto ask_many = [&](int count) {
    for (int i = 0; i < count; ++i) {
      office.ask();
      office.engine.run_until(office.engine.now() + 10ms);
      office.requester.check();
    }
  };
  ask_many(10);
  CHECK(office.endpoint.offered.size() == 4);
  CHECK(office.requester.counts().short_circuited == 6);
  CHECK(office.endings.back() == Ending::refused);

  office.engine.run_until(Time(11s));
  ask_many(2);  // a trial fails, and it is open again
  CHECK(office.endpoint.offered.size() == 5);

  broken = false;
  office.engine.run_until(Time(30s));
  ask_many(8);
  CHECK(office.endpoint.offered.size() == 13);
  CHECK(office.requester.counts().short_circuited == 7);
  CHECK(office.endings.back() == Ending::succeeded);
}

TEST_CASE("beside a trial nothing is sent", "[service][requester]") {
  RequesterSpec spec{1s, steady(1)};
  spec.circuit_breaker = BreakerSpec{Ratio{1}, 1, 1s};
  Office office(spec, [](const Attempt& attempt) {
    return attempt.sent == Time{} ? Reply{error, 1ms} : Reply{good, 500ms};
  });
  office.ask();
  office.engine.run_until(Time(2s));
  for (int i = 0; i < 5; ++i) office.ask();
  CHECK(office.endpoint.offered.size() == 2);
  CHECK(office.requester.counts().short_circuited == 4);
  office.engine.run_until(Time(3s));
  office.ask();
  CHECK(office.endpoint.offered.size() == 3);
}

TEST_CASE("what a breaker does is in the journal", "[service][requester]") {
  Names names;
  Journal journal(names);
  Engine engine;
  Exchange exchange;
  bool broken = true;
  ScriptedEndpoint endpoint(engine, exchange, [&](const Attempt&) {
    return Reply{broken ? error : good, 1ms};
  });
  struct Nobody final : RequestOwner {
    void met(const Request&, Incident) override {}
    void settled(const Request&, Ending) override {}
  } nobody;
  RequesterSpec spec{1s, steady(1)};
  spec.circuit_breaker = BreakerSpec{Ratio{0.5}, 2, 1s};
  spec.party = names.id("web-1");
  Requester requester(engine, {exchange, endpoint, nullptr, &journal, names.id("orders")}, spec,
                      nobody);
  for (std::uint64_t i = 0; i < 10; ++i) {
    broken = i < 5;
    requester.send(child(key_of(1, "x"), i), 0, 0);
    engine.run_until(engine.now() + 400ms);
  }
  REQUIRE(journal.records().size() == 2);
  CHECK(journal.text(journal.records()[0]) ==
        "web-1 asks orders no more: 2 of the last 2 attempts failed");
  CHECK(journal.text(journal.records()[1]) == "web-1 asks orders again");
}

TEST_CASE("every balance holds at every moment, whatever the endpoint does",
          "[service][requester]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(1, 41)));
  CAPTURE(seed);
  RetrySpec retry = steady(static_cast<int>(1 + seed % 4));
  retry.base = seed % 3 == 0 ? 0ms : 100ms;
  retry.jitter = seed % 2 == 0 ? Jitter::full : Jitter::none;
  if (seed % 5 == 0) retry.budget = Ratio{0.3};
  RequesterSpec spec{100ms, retry};
  if (seed % 4 >= 2)
    spec.hedge = HedgeSpec{seed % 3 == 0 ? 100ms : 30ms, 1 + static_cast<int>(seed % 3)};
  if (seed % 8 >= 5) spec.circuit_breaker = BreakerSpec{Ratio{0.7}, 10, 300ms};
  Office office(spec, any_reply(seed));
  for (std::uint64_t i = 0; i < 200; ++i) {
    office.ask(i);
    for (int step = 0; step < 3; ++step) {
      office.engine.step();
      office.requester.check();
      REQUIRE(office.requester.counts().open == office.exchange.attempts.size());
      REQUIRE(office.requester.counts().open == office.endpoint.holds());
      REQUIRE(office.requester.counts().settled == office.endings.size());
    }
  }
  office.engine.run();
  office.requester.check();
  CHECK(office.endings.size() == 200);
  CHECK(office.exchange.attempts.size() == 0);
  CHECK(office.endpoint.abandoned.size() ==
        office.requester.counts().timed_out + office.requester.counts().abandoned);
}
