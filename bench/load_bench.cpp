// How long does a scenario take to load, and how does the time grow with its size?

#include "squall/scenario/loader.hpp"

#include "scenes.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace squall;

void load(benchmark::State& state) {
  const std::string text = scenes::many_entries(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    const scenario::Loaded loaded = scenario::load_text("bench.yaml", text);
    benchmark::DoNotOptimize(loaded.scenario.instances.size());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["KB"] = static_cast<double>(text.size()) / 1000;
}

// 10 KB, 100 KB, 1 MB, 10 MB.
BENCHMARK(load)->Arg(100)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
