#pragma once

#include "squall/core/engine.hpp"

#include <cstdint>

namespace squall {

/// At most one pending call of one handler. Starting again or stopping makes the call that was
/// pending stale: it still leaves the queue at its time, and nobody hears it.
///
///     next_probe_(engine, Phase::change, handler<&HealthChecker::probe>, *this)
class Timer {
 public:
  template <auto Handler>
  struct Of {};

  template <auto Handler, class Model>
  Timer(Engine& engine, Phase phase, Of<Handler>, Model& model)
      : engine_(engine),
        model_(&model),
        call_(engine.add(phase, {this, &fire<Handler>, core::name_of<Handler>()})) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// The handler runs once `delay` has passed, and not at an earlier planned time.
  void start(Duration delay) {
    due_ = engine_.now() + delay;
    running_ = true;
    engine_.at(due_, call_, ++generation_);
  }

  void stop() {
    running_ = false;
    ++generation_;
  }

  bool running() const { return running_; }

  /// When the handler runs. Requires: running().
  Time due() const { return due_; }

 private:
  template <auto Handler>
  static void fire(void* self, std::uint64_t generation) {
    Timer& timer = *static_cast<Timer*>(self);
    if (generation != timer.generation_) return;
    timer.running_ = false;
    core::invoke<Handler>(timer.model_, 0);
  }

  Engine& engine_;
  void* model_;
  Call<std::uint64_t> call_;
  std::uint64_t generation_ = 0;
  Time due_{};
  bool running_ = false;
};

/// Names a Timer's handler: `handler<&HealthChecker::probe>`.
template <auto Handler>
inline constexpr Timer::Of<Handler> handler{};

}  // namespace squall
