// What does a balancer add to a request, and does it matter how many targets it has?

#include "balancing/balanced.hpp"

#include <cstdint>
#include <deque>

#include <benchmark/benchmark.h>

using namespace squall;

namespace {

/// Takes whatever comes; the answer is given for it.
class Desk final : public service::Endpoint {
 public:
  void offer(service::AttemptId) override {}
  void abandon(service::AttemptId) override {}
};

/// Lets each attempt go at once.
class Sender final : public service::Caller {
 public:
  explicit Sender(service::Exchange& exchange) : exchange_(exchange), self_(exchange.join(*this)) {}

  service::AttemptId send(service::Endpoint& to, Time now, std::uint64_t ordinal) {
    service::Attempt attempt{};
    attempt.key = child(key_, ordinal);
    attempt.sent = now;
    attempt.caller = attempt.via = self_;
    const service::AttemptId id = exchange_.attempts.allocate(attempt);
    to.offer(id);
    return id;
  }

  void returned(service::AttemptId attempt, service::Outcome outcome) override {
    statuses += outcome.status;
    exchange_.attempts.release(attempt);
  }

  std::uint64_t statuses = 0;

 private:
  service::Exchange& exchange_;
  const Key key_ = key_of(1, "sender");
  const service::CallerId self_;
};

// One request and its answer, without a balancer: what the pool and the caller cost.
void directly(benchmark::State& state) {
  service::Exchange exchange;
  Sender sender(exchange);
  Desk desk;
  std::uint64_t ordinal = 0;
  for (auto _ : state) exchange.answer(sender.send(desk, Time{}, ordinal++), {});
  benchmark::DoNotOptimize(sender.statuses);
}

void through_a_balancer(benchmark::State& state) {
  const auto targets = static_cast<std::size_t>(state.range(0));
  test::Balanced street({.nodes = static_cast<int>(state.range(1)), .targets = 0});
  std::deque<Desk> desks(targets);
  const NameId zone = street.names.id("a");
  for (Desk& desk : desks) {
    street.group.register_target({&desk, street.names.id("web"), zone}, balancing::healthy);
  }
  Sender sender(street.exchange);
  std::uint64_t ordinal = 0;
  for (auto _ : state) {
    street.exchange.answer(sender.send(*street.client.to, Time{}, ordinal++), {});
  }
  benchmark::DoNotOptimize(sender.statuses);
  street.balancer.check();
}

}  // namespace

BENCHMARK(directly);
BENCHMARK(through_a_balancer)
    ->ArgNames({"targets", "nodes"})
    ->Args({10, 1})
    ->Args({1000, 1})
    ->Args({10, 3})
    ->Args({1000, 3});
