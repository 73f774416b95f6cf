// What does one event cost, by how many are pending and by how their times are spread?

#include "squall/core/heap_queue.hpp"
#include "squall/core/random.hpp"
#include "squall/core/wheel_queue.hpp"
#include "squall/core/ziggurat.hpp"

#include <cstdint>

#include <benchmark/benchmark.h>

namespace {

using namespace squall;

Duration spread(Random& random) { return from_seconds(standard_exponential(random)); }

// Nine in ten within a millisecond, the others over a quarter of an hour.
Duration bimodal(Random& random) {
  const bool soon = random.below(10) < 9;
  return soon ? Duration(static_cast<std::int64_t>(random.below(1'000'000)))
              : 1s + 1us * static_cast<std::int64_t>(random.below(1'000'000'000));
}

Duration equal_times(Random& random) {
  return 1ms * static_cast<std::int64_t>(1 + random.below(4));
}

Duration far_ahead(Random& random) {
  return 1h + Duration(static_cast<std::int64_t>(random.below(1'000'000)));
}

// The hold model: the earliest leaves and comes back later, so the number pending stays.
template <class Queue, Duration (*delay)(Random&)>
void hold(benchmark::State& state) {
  Random random(7, "hold");
  Queue queue;
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  for (std::uint64_t i = 0; i < pending; ++i) queue.push({Time{} + delay(random), 0, i});
  for (auto _ : state) {
    core::Event event = queue.top();
    queue.pop();
    event.at += delay(random);
    queue.push(event);
  }
  state.SetItemsProcessed(state.iterations());
}

void pending(benchmark::internal::Benchmark* benchmark) {
  for (const int count : {10, 1000, 100'000, 1'000'000}) benchmark->Arg(count);
}

BENCHMARK(hold<core::HeapQueue, spread>)->Apply(pending);
BENCHMARK(hold<core::WheelQueue, spread>)->Apply(pending);
BENCHMARK(hold<core::HeapQueue, bimodal>)->Apply(pending);
BENCHMARK(hold<core::WheelQueue, bimodal>)->Apply(pending);
BENCHMARK(hold<core::HeapQueue, equal_times>)->Apply(pending);
BENCHMARK(hold<core::WheelQueue, equal_times>)->Apply(pending);
BENCHMARK(hold<core::HeapQueue, far_ahead>)->Apply(pending);
BENCHMARK(hold<core::WheelQueue, far_ahead>)->Apply(pending);

}  // namespace
