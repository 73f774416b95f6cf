#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/list.hpp"
#include "squall/core/timer.hpp"

#include <cstdint>

namespace squall {

/// Waits the same time for each of many items of a slab: time-outs, probe intervals, fixed hops.
///
///   struct Attempt { Time sent; Hook waiting; };
///   Lane<&Attempt::waiting, &Attempt::sent> time_outs(engine, attempts, 30s, Phase::time_out,
///                                                     handler<&Caller::give_up>, *this);
///
/// Items join in the order of time, so the first is the next to be due, and only the first has an
/// event in the engine: joining and leaving cost a few stores. An item that leaves is not called.
template <auto Member, auto Since>
class Lane {
 public:
  using Item = typename HookOwner<decltype(Member)>::type;
  using Pool = Slab<Item>;

  /// Calls `(model.*Handler)(id)` once `delay` has passed since the item's `Since`.
  template <auto Handler, class Model>
  Lane(Engine& engine, Pool& pool, Duration delay, Phase phase, Timer::Of<Handler>, Model& model)
      : engine_(engine),
        pool_(pool),
        items_(pool),
        delay_(delay),
        model_(&model),
        expire_(&core::invoke<Handler>),
        look_(engine.bind<&Lane::look>(phase, *this)) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Requires: the item's `Since` is now, and it stands in no lane by this hook.
  void join(std::uint32_t id) {
    items_.push_back(id);
    if (!looking_) look_at_first();
  }

  /// False, and nothing happens, where the item is not in the lane.
  bool leave(std::uint32_t id) { return items_.remove(id); }

  /// Takes all of them out, and calls visit(id) for each that is out.
  template <class Visit>
  void clear(Visit visit) {
    items_.clear(visit);
  }

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }

 private:
  Time due_of_first() const { return pool_[items_.front()].*Since + delay_; }

  void look_at_first() {
    looking_ = true;
    engine_.at(due_of_first(), look_);
  }

  // The first may have left since this was planned: then the one that is first now is due later.
  void look() {  // event
    looking_ = false;
    if (items_.empty()) return;
    if (due_of_first() > engine_.now()) return look_at_first();
    const std::uint32_t id = items_.front();
    items_.remove(id);
    if (!items_.empty()) look_at_first();
    expire_(model_, id);
  }

  Engine& engine_;
  Pool& pool_;
  List<Member, Pool> items_;
  Duration delay_;
  void* model_;
  void (*expire_)(void* model, std::uint64_t id);
  Call<void> look_;
  bool looking_ = false;
};

}  // namespace squall
