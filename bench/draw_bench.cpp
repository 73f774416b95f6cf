// What does a keyed draw cost beside a stream?

#include "squall/core/draw.hpp"
#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"

#include <benchmark/benchmark.h>

using namespace squall;

namespace {

constexpr std::uint64_t purpose = 1;

void stream_bits(benchmark::State& state) {
  Random stream(1, "bench");
  for (auto _ : state) benchmark::DoNotOptimize(stream.bits());
}

void keyed_bits(benchmark::State& state) {
  const Key parent = key_of(1, "bench");
  std::uint64_t ordinal = 0;
  for (auto _ : state) benchmark::DoNotOptimize(Draw(child(parent, ordinal++), purpose).bits());
}

void sample_stream(benchmark::State& state, const Distribution& distribution) {
  const Sampler sampler(distribution);
  Random stream(1, "bench");
  for (auto _ : state) benchmark::DoNotOptimize(sampler.duration(stream));
}

void sample_keyed(benchmark::State& state, const Distribution& distribution) {
  const Sampler sampler(distribution);
  const Key parent = key_of(1, "bench");
  std::uint64_t ordinal = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sampler.duration(Draw(child(parent, ordinal++), purpose)));
  }
}

using D = Distribution;
const std::pair<const char*, Distribution> distributions[] = {
    {"constant", D::constant(10ms)},
    {"exponential", D::exponential(10ms)},
    {"normal", D::normal(10ms, 0.2)},
    {"lognormal", D::lognormal(10ms, 1)},
    {"erlang_4", D::erlang(10ms, 4)},
    {"hyperexponential", D::hyperexponential(10ms, 2)},
    {"uniform", D::uniform(5ms, 15ms)},
    {"pareto", D::pareto(1.5, 1ms, 1s)},
    {"weibull", D::weibull(10ms, 0.7)},
    {"empirical", D::empirical(std::vector<Duration>(1000, 10ms))},
    {"mixture", D::mixture({{9, D::exponential(1ms)}, {1, D::exponential(90ms)}})},
};

const bool registered = [] {
  for (const auto& [name, distribution] : distributions) {
    benchmark::RegisterBenchmark((std::string("stream/") + name).c_str(), sample_stream,
                                 distribution);
    benchmark::RegisterBenchmark((std::string("keyed/") + name).c_str(), sample_keyed,
                                 distribution);
  }
  return true;
}();

}  // namespace

BENCHMARK(stream_bits);
BENCHMARK(keyed_bits);
