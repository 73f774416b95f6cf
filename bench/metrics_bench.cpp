// What does recording a metric cost, on the path of a request too, and what does it cost that its
// periods end?

#include "squall/core/random.hpp"
#include "squall/metrics/alarms.hpp"
#include "squall/metrics/store.hpp"
#include "squall/service/fleet.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

using namespace squall;
using namespace squall::metrics;

namespace {

std::vector<Slot> metrics(Store& store, int count) {
  std::vector<Slot> slots;
  for (int i = 0; i < count; ++i) {
    slots.push_back(store.add({"Shop", "Orders", {{"Shop", std::to_string(i)}}}, {"Count"}));
    store.read(slots.back(), 5min);
  }
  return slots;
}

/// Of so many metrics in turn.
void record(benchmark::State& state) {
  Store store;
  const std::vector<Slot> slots = metrics(store, static_cast<int>(state.range(0)));
  std::size_t next = 0;
  double value = 1;
  for (auto _ : state) {
    store.record(slots[next], value);
    value += 0.5;
    if (++next == slots.size()) next = 0;
  }
  store.close(60s, Time(60s));
  benchmark::DoNotOptimize(store.total(slots.front()).sum);
}

/// Where somebody wants percentiles.
void record_values(benchmark::State& state) {
  Store store;
  const Slot slot = metrics(store, 1).front();
  store.read(slot, 5min, Statistic::percentile(99));
  Random stream(1, "bench");
  std::vector<double> values(4096);
  for (double& value : values) value = stream.uniform();
  std::size_t i = 0;
  for (auto _ : state) store.record(slot, values[i++ & 4095]);
}

/// Calls nobody, and reads metrics or does not.
class Clerk final : public service::Directory, public service::Caller {
 public:
  Clerk(service::Exchange& exchange, bool reads) : exchange_(exchange), reads_(reads) {}

  service::Endpoint& endpoint(std::string_view) override { return silence_; }
  service::Connections& connections(std::string_view) override { return connections_; }
  service::ClassId request_class(std::string_view) override { return 0; }
  bool is_read(std::string_view) const override { return reads_; }
  void returned(service::AttemptId attempt, service::Outcome) override {
    exchange_.attempts.release(attempt);
  }

 private:
  struct Silence final : service::Endpoint {
    void offer(service::AttemptId) override {}
    void abandon(service::AttemptId) override {}
  };
  service::Exchange& exchange_;
  const bool reads_;
  Silence silence_;
  service::Connections connections_;
};

/// A request that does nothing but put so many values, with an alarm that reads them or without.
void put(benchmark::State& state) {
  Engine engine;
  service::Exchange exchange;
  Clerk clerk(exchange, state.range(1) != 0);
  const service::CallerId caller = exchange.join(clerk);
  service::Fleet fleet(engine, exchange);
  service::ServiceSpec spec;
  spec.metrics = {{"Orders", {}}};
  for (std::int64_t i = 0; i < state.range(0); ++i)
    spec.handler.push_back({service::Step::Put{{{"Orders", 1}}}});
  const service::ServerId server = fleet.add_server(fleet.add({spec, clerk}), 2);
  Store store;
  const Slot slot = metrics(store, 1).front();
  const Alarm alarm({{slot, {}, 60s}, {}, {3, 3}}, store);
  service::OwnValues values(store);
  values.join(server, std::array{slot});
  fleet.record_in(values);
  for (auto _ : state) {
    const service::AttemptId attempt = exchange.attempts.allocate(
        service::Attempt{.key = {}, .sent = engine.now(), .caller = caller, .via = caller});
    fleet.endpoint(server).offer(attempt);
  }
  store.close(60s, Time(60s));
  state.counters["put"] = benchmark::Counter(static_cast<double>(store.total(slot).samples),
                                             benchmark::Counter::kAvgIterations);
}

/// The end of a minute, of a metric.
void end_of_a_minute(benchmark::State& state) {
  Store store;
  const std::vector<Slot> slots = metrics(store, 1000);
  Time now{};
  for (auto _ : state) {
    now += 60s;
    for (const Slot slot : slots) store.record(slot, 1);
    store.close(60s, now);
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}

/// A look of an alarm: five points.
void look(benchmark::State& state) {
  Store store;
  const Slot slot = metrics(store, 1).front();
  Alarm alarm({{slot, {}, 60s}, {}, {3, 3}}, store);
  for (int minute = 1; minute <= 10; ++minute)
    store.put(slot, Time(minute * 60s), StatisticSet::of(minute));
  for (auto _ : state) benchmark::DoNotOptimize(alarm.look(Time(10min)));
}

}  // namespace

BENCHMARK(record)->Arg(1)->Arg(1000);
BENCHMARK(record_values);
BENCHMARK(put)->ArgNames({"values", "read"})->Args({0, 1})->Args({10, 0})->Args({10, 1});
BENCHMARK(end_of_a_minute);
BENCHMARK(look);
