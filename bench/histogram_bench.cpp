// What does recording a latency cost?

#include "squall/core/histogram.hpp"
#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"

#include <vector>

#include <benchmark/benchmark.h>

using namespace squall;

namespace {

std::vector<Duration> latencies() {
  const Sampler sampler(Distribution::lognormal(20ms, 1));
  Random stream(1, "bench");
  std::vector<Duration> values(4096);
  for (Duration& value : values) value = sampler.duration(stream);
  return values;
}

/// Into so many histograms in turn: one for a balancer, many for its instances.
void record(benchmark::State& state) {
  const std::vector<Duration> values = latencies();
  const auto count = static_cast<std::size_t>(state.range(0));
  std::vector<Histogram> histograms(count);
  std::size_t i = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    histograms[next].record(values[i++ & 4095]);
    if (++next == count) next = 0;
  }
  benchmark::DoNotOptimize(histograms.front().count());
}

Histogram filled() {
  Histogram histogram;
  for (const Duration value : latencies()) histogram.record(value);
  return histogram;
}

void quantile(benchmark::State& state) {
  const Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(histogram.quantile(0.99));
}

void merge(benchmark::State& state) {
  const Histogram histogram = filled();
  Histogram total;
  for (auto _ : state) benchmark::DoNotOptimize(total += histogram);
}

}  // namespace

BENCHMARK(record)->Arg(1)->Arg(1000);
BENCHMARK(quantile);
BENCHMARK(merge);
