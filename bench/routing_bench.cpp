// What does it cost to choose a target, and does it matter how many there are?

#include "squall/service/routing/algorithm.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

using namespace squall;
using namespace squall::service;

namespace {

// One request is chosen for, sent, and ended once 64 more are open.
void choose(benchmark::State& state, Algorithm word) {
  const auto targets = static_cast<Candidate>(state.range(0));
  const auto algorithm = make_routing_algorithm(word, {key_of(1, "routing"), true});
  std::vector<Candidate> eligible;
  for (Candidate candidate = 0; candidate < targets; ++candidate) {
    eligible.push_back(candidate);
    algorithm->joined(candidate);
  }
  RoutingAlgorithm* listener = algorithm->hears_requests() ? algorithm.get() : nullptr;
  std::array<Candidate, 64> open{};
  const Key parent = key_of(1, "requests");
  Time now{};
  std::uint64_t ordinal = 0;
  for (auto _ : state) {
    now += 10us;
    const Key key = child(parent, ordinal);
    const Candidate chosen = algorithm->choose({eligible, now, key, key, key});
    if (listener) {
      listener->sent(chosen);
      Candidate& oldest = open[ordinal % open.size()];
      if (ordinal >= open.size()) listener->ended(oldest, {{}, now, 640us});
      oldest = chosen;
    }
    benchmark::DoNotOptimize(chosen);
    ++ordinal;
  }
}

const bool registered = [] {
  for (std::size_t word = 0; word < Words<Algorithm>::words.size(); ++word) {
    const std::string name(Words<Algorithm>::words[word].word);
    benchmark::RegisterBenchmark(name.c_str(), choose, static_cast<Algorithm>(word))
        ->ArgName("targets")
        ->Arg(10)
        ->Arg(1'000)
        ->Arg(100'000);
  }
  return true;
}();

}  // namespace
