#pragma once

#include "squall/core/event.hpp"
#include "squall/core/event_queue.hpp"
#include "squall/core/handler.hpp"
#include "squall/core/invariant.hpp"
#include "squall/core/time.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace squall {

/// What an event may carry: an id, a count, a small enum. Anything larger belongs to a model.
template <class T>
concept EventArgument = std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t);

/// A bound handler: what can be scheduled. `Argument` is void or what the handler takes.
template <class Argument>
class Call {
 public:
  Call() = default;

 private:
  friend class Engine;
  friend class Timer;
  explicit Call(std::uint64_t order) : order_(order) {}

  std::uint64_t order_ = ~std::uint64_t{0};
};

/// Runs calls in the order of their simulated times. At one instant they leave by phase, then by
/// receiver in the order of binding, then by argument: never by when they were scheduled.
///
///     probe_(engine.bind<&HealthChecker::probe>(Phase::change, *this))   once, while building
///     engine.after(spec.interval, probe_, target);                       as often as wished
///
/// A model must outlive every call scheduled on it. Scheduling allocates nothing once the queue
/// has grown to its working size.
class Engine {
 public:
  explicit Engine(core::QueueKind queue = core::QueueKind::wheel) : queue_(queue) {}
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Time now() const { return now_; }
  std::size_t pending() const { return queue_.size(); }
  std::uint64_t executed() const { return executed_; }

  /// Makes `(model.*Handler)` schedulable. Bind in the same order in every build: it decides ties.
  template <auto Handler, class Model>
  auto bind(Phase phase, Model& model) {
    using Argument = core::ArgumentOf<Handler>;
    return Call<Argument>(add(phase, {&model, &core::invoke<Handler>, core::name_of<Handler>()}));
  }

  /// Calls the handler at `time`. Requires: time >= now().
  void at(Time time, Call<void> call) { push(time, call.order_, 0); }

  template <EventArgument Argument>
  void at(Time time, Call<Argument> call, std::type_identity_t<Argument> argument) {
    push(time, call.order_, to_bits(argument));
  }

  /// The same for what plans its next call whenever it is called, such as arrivals: cheaper there.
  template <EventArgument Argument>
  void at_beside(Time time, Call<Argument> call, std::type_identity_t<Argument> argument) {
    INVARIANT(time >= now_);
    queue_.push_beside({time, call.order_, to_bits(argument)});
  }

  /// Calls the handler once `delay` has passed. Requires: delay >= 0.
  void after(Duration delay, Call<void> call) { at(now_ + delay, call); }

  template <EventArgument Argument>
  void after(Duration delay, Call<Argument> call, std::type_identity_t<Argument> argument) {
    at(now_ + delay, call, argument);
  }

  /// Runs everything before `time`, then stands at `time`: what is due at `time` itself waits, so
  /// that actions given now take their place among it. Requires: time >= now().
  void run_until(Time time) {
    INVARIANT(time >= now_);
    run_before(time);
    now_ = time;
  }

  /// Runs until nothing is pending, but for what comes never.
  void run() { run_before(never); }

  /// Runs the next call; false when nothing is pending.
  bool step() {
    core::Event event;
    if (!queue_.take_before(never, event)) return false;
    execute(event);
    return true;
  }

  /// What comes next, for a trace; null when nothing is pending.
  const core::Event* next() const { return queue_.empty() ? nullptr : &queue_.top(); }

  /// "HealthChecker::probe"
  std::string_view name(const core::Event& event) const { return handlers_[event.receiver()].name; }

 private:
  friend class Timer;

  std::uint64_t add(Phase phase, core::BoundHandler handler) {
    handlers_.push_back(handler);
    return static_cast<std::uint64_t>(phase) << 32 | (handlers_.size() - 1);
  }

  void push(Time time, std::uint64_t order, std::uint64_t argument) {
    INVARIANT(time >= now_);
    queue_.push({time, order, argument});
  }

  void run_before(Time time) {
    core::Event event;
    while (queue_.take_before(time, event)) execute(event);
  }

  void execute(const core::Event& event) {
    now_ = event.at;
    ++executed_;
    const core::BoundHandler& handler = handlers_[event.receiver()];
    handler.invoke(handler.model, event.argument);
  }

  template <EventArgument Argument>
  static std::uint64_t to_bits(Argument argument) {
    if constexpr (std::is_integral_v<Argument> || std::is_enum_v<Argument>) {
      return static_cast<std::uint64_t>(argument);
    } else {
      std::uint64_t bits = 0;
      std::memcpy(&bits, &argument, sizeof argument);
      return bits;
    }
  }

  Time now_{};
  core::EventQueue queue_;
  std::vector<core::BoundHandler> handlers_;
  std::uint64_t executed_ = 0;
};

}  // namespace squall
