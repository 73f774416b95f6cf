// What does a request cost in a server, from offer to answer, arrival and statistics included?

#include "squall/core/random.hpp"
#include "squall/core/ziggurat.hpp"
#include "squall/service/fleet.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace squall;
using namespace squall::service;

/// Nobody is called.
class NoCalls final : public Directory {
 public:
  Endpoint& endpoint(std::string_view) override { return silence_; }
  Connections& connections(std::string_view) override { return connections_; }
  ClassId request_class(std::string_view) override { return 0; }

 private:
  struct Silence final : Endpoint {
    void offer(AttemptId) override {}
    void abandon(AttemptId) override {}
  };
  Silence silence_;
  Connections connections_;
};

/// Poisson arrivals, to each server in turn; the sum of the response times and a count.
class Source final : public Caller {
 public:
  Source(Engine& engine, Exchange& exchange, Fleet& fleet, double rate)
      : engine_(engine),
        exchange_(exchange),
        fleet_(fleet),
        rate_(rate),
        as_caller_(exchange.join(*this)),
        come_(engine.bind<&Source::come>(Phase::arrival, *this)) {
    come();
  }

  void returned(AttemptId attempt, Outcome outcome) override {
    good_ += outcome.good();
    total_ += engine_.now() - exchange_.attempts[attempt].sent;
    exchange_.attempts.release(attempt);
  }

  std::uint64_t good() const { return good_; }
  Duration total() const { return total_; }

 private:
  void come() {  // event
    engine_.after(from_seconds(standard_exponential(arrivals_) / rate_), come_);
    const AttemptId attempt = exchange_.attempts.allocate(Attempt{.key = child(key_, ordinal_++),
                                                                  .sent = engine_.now(),
                                                                  .caller = as_caller_,
                                                                  .via = as_caller_});
    fleet_.endpoint(turn_).offer(attempt);
    turn_ = turn_ + 1 == fleet_.size() ? 0 : turn_ + 1;
  }

  Engine& engine_;
  Exchange& exchange_;
  Fleet& fleet_;
  double rate_;
  Random arrivals_{1, "bench/arrivals"};
  Key key_ = key_of(1, "bench/requests");
  std::uint64_t ordinal_ = 0;
  ServerId turn_ = 0;
  CallerId as_caller_;
  Call<void> come_;
  std::uint64_t good_ = 0;
  Duration total_{};
};

ServiceSpec service_of(int workers) {
  ServiceSpec spec;
  spec.workers = workers;
  spec.backlog = 1'000'000;
  spec.handler = {{Step::Cpu{{distributions::Exponential{1s}}}}};
  return spec;
}

// Servers of 2 vCPUs at a load of 0.8; an iteration is a request.
void requests(benchmark::State& state) {
  const auto servers = state.range(0);
  const int workers = static_cast<int>(state.range(1));
  Engine engine;
  Exchange exchange;
  NoCalls nobody;
  Fleet fleet(engine, exchange);
  const ServiceId service = fleet.add(Service(service_of(workers), nobody));
  for (std::int64_t i = 0; i < servers; ++i) fleet.add_server(service, 2);
  Source source(engine, exchange, fleet, 1.6 * static_cast<double>(servers));
  while (source.good() < 10'000) engine.step();
  const std::uint64_t before = engine.executed();
  std::uint64_t wanted = source.good();
  for (auto _ : state) {
    ++wanted;
    while (source.good() < wanted) engine.step();
  }
  fleet.check();
  state.counters["events"] = benchmark::Counter(static_cast<double>(engine.executed() - before),
                                                benchmark::Counter::kAvgIterations);
  state.counters["mean_s"] = seconds(source.total()) / static_cast<double>(source.good());
}

BENCHMARK(requests)
    ->ArgNames({"servers", "workers"})
    ->Args({10, 2})
    ->Args({1000, 2})
    ->Args({10, 32})
    ->Args({1000, 32});

}  // namespace
