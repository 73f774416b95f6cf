// What does a request cost its client?

#include "squall/traffic/closed_client.hpp"
#include "squall/traffic/open_client.hpp"

#include <benchmark/benchmark.h>

using namespace squall;
using namespace squall::traffic;

namespace {

// Answers at once; each `fails`th attempt with 503.
class Mirror final : public service::Endpoint {
 public:
  Mirror(service::Exchange& exchange, std::uint64_t fails) : exchange_(exchange), fails_(fails) {}

  void offer(service::AttemptId attempt) override {
    const bool bad = fails_ != 0 && ++offered_ % fails_ == 0;
    const std::uint16_t status = bad ? 503 : 200;
    exchange_.answer(attempt, {service::Outcome::Kind::answered, status});
  }
  void abandon(service::AttemptId) override {}

 private:
  service::Exchange& exchange_;
  std::uint64_t fails_;
  std::uint64_t offered_ = 0;
};

ClientContext context(int classes) {
  ClientContext context{"x", 1, {}, {}};
  for (int i = 0; i < classes; ++i) context.classes.push_back(static_cast<service::ClassId>(i));
  return context;
}

template <class Client>
void send(benchmark::State& state, const ClientSpec& spec, std::uint64_t fails = 0) {
  Engine engine;
  service::Exchange exchange;
  Mirror mirror(exchange, fails);
  const int classes = spec.requests.empty() ? 1 : static_cast<int>(spec.requests.size());
  Client client(engine, {exchange, mirror}, spec, context(classes));
  client.start();
  for (auto _ : state) {
    const std::uint64_t wanted = client.counts().settled + 1000;
    while (client.counts().settled < wanted) engine.step();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(client.counts().settled));
}

ClientSpec at_rate() {
  ClientSpec spec;
  spec.rate.constant = {1000};
  return spec;
}

void open_constant(benchmark::State& state) { send<OpenClient>(state, at_rate()); }

void open_ramp(benchmark::State& state) {
  ClientSpec spec = at_rate();
  for (int minute = 0; minute < 10'000; ++minute) {
    spec.rate.ramp[std::chrono::minutes(minute)] = {minute % 2 == 0 ? 100.0 : 900.0};
  }
  send<OpenClient>(state, spec);
}

void open_four_classes(benchmark::State& state) {
  ClientSpec spec = at_rate();
  spec.requests = {{"a", {{4}}}, {"b", {{3}}}, {"c", {{2}}}, {"d", {{1}}}};
  send<OpenClient>(state, spec);
}

void open_one_in_five_fails(benchmark::State& state) {
  ClientSpec spec = at_rate();
  spec.retry.attempts = 3;
  send<OpenClient>(state, spec, 5);
}

void closed_users(benchmark::State& state) {
  ClientSpec spec;
  spec.users = static_cast<int>(state.range(0));
  spec.think.form = distributions::Exponential{1s};
  send<ClosedClient>(state, spec);
}

}  // namespace

BENCHMARK(open_constant);
BENCHMARK(open_ramp);
BENCHMARK(open_four_classes);
BENCHMARK(open_one_in_five_fails);
BENCHMARK(closed_users)->Arg(100)->Arg(10'000);
