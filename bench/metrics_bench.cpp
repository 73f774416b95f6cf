// What does recording a metric cost, and what does it cost that its periods end?

#include "squall/core/random.hpp"
#include "squall/metrics/alarms.hpp"
#include "squall/metrics/store.hpp"

#include <string>
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
BENCHMARK(end_of_a_minute);
BENCHMARK(look);
