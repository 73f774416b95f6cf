#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/signal.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/store.hpp"

#include <vector>

namespace squall::metrics {

/// Ends the periods of a store at the marks of the clock, before all else that happens then: first
/// those who count by themselves put what they have counted, then what was recorded is closed.
class Periods {
 public:
  Periods(Engine& engine, Store& store)
      : engine_(engine), store_(store), end_(engine.bind<&Periods::end>(Phase::metrics, *this)) {}

  /// From now on, for the metrics that are in the store.
  void start();

  /// Periods of that length end now.
  Signal<Duration> ends;

 private:
  void end(std::int64_t period);  // event

  Engine& engine_;
  Store& store_;
  const Call<std::int64_t> end_;
};

}  // namespace squall::metrics
