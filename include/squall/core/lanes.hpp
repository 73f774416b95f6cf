#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/list.hpp"
#include "squall/core/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall {

/// Many lanes with one wait, such as one for each target of each node: like a Lane each, at 16
/// bytes a lane. An item stands in one of them, and a lane can be emptied without a look at any
/// other.
///
///   Lanes<&Attempt::at_target, &Attempt::sent> waiting(engine, attempts, 60s, Phase::time_out,
///                                                      handler<&Balancer::give_up>, *this);
///   waiting.resize(targets);
///   waiting.join(target, attempt);
///
/// Items join a lane in the order of `Since`, and only the first of each lane has an event.
template <auto Member, auto Since>
class Lanes {
 public:
  using Item = typename HookOwner<decltype(Member)>::type;
  using Pool = Slab<Item>;

  /// Calls `(model.*Handler)(id)` once `delay` has passed since the item's `Since`.
  template <auto Handler, class Model>
  Lanes(Engine& engine, Pool& pool, Duration delay, Phase phase, Timer::Of<Handler>, Model& model)
      : engine_(engine),
        pool_(pool),
        delay_(delay),
        model_(&model),
        expire_(&core::invoke<Handler>),
        look_(engine.bind<&Lanes::look>(phase, *this)) {}
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// The new lanes are empty.  Requires: count is not below the number of lanes there are.
  void resize(std::size_t count) { lanes_.resize(count); }

  /// Requires: the item's `Since` is not before any of the lane's, nor longer ago than the
  /// delay; it stands in no lane by this hook.
  void join(std::uint32_t lane, std::uint32_t id) {
    Ends& ends = lanes_[lane];
    hook(id) = {ends.last, no_slot};
    (ends.last == no_slot ? ends.first : hook(ends.last).next) = id;
    ends.last = id;
    ++ends.size;
    if (!ends.looking) look_at_first(lane);
  }

  /// Requires: the item stands in that lane.
  void leave(std::uint32_t lane, std::uint32_t id) {
    Ends& ends = lanes_[lane];
    Hook& gone = hook(id);
    (gone.previous == no_slot ? ends.first : hook(gone.previous).next) = gone.next;
    (gone.next == no_slot ? ends.last : hook(gone.next).previous) = gone.previous;
    gone = {};
    --ends.size;
  }

  /// Takes out one after the other and calls visit(id) for each that is out, until none is left.
  template <class Visit>
  void clear(std::uint32_t lane, Visit visit) {
    while (lanes_[lane].first != no_slot) {
      const std::uint32_t id = lanes_[lane].first;
      leave(lane, id);
      visit(id);
    }
  }

  /// Calls visit(id) for each that stands there.
  template <class Visit>
  void each(std::uint32_t lane, Visit visit) const {
    for (std::uint32_t id = lanes_[lane].first; id != no_slot; id = (pool_[id].*Member).next)
      visit(id);
  }

  /// Who has stood there longest; no_slot where nobody does.
  std::uint32_t first(std::uint32_t lane) const { return lanes_[lane].first; }

  std::size_t size(std::uint32_t lane) const { return lanes_[lane].size; }

 private:
  struct Ends {
    std::uint32_t first = no_slot;
    std::uint32_t last = no_slot;
    std::uint32_t size = 0;
    bool looking = false;  // an event is pending
  };
  static_assert(sizeof(Ends) == 16);

  Hook& hook(std::uint32_t id) { return pool_[id].*Member; }

  Time due_of_first(std::uint32_t lane) const { return pool_[lanes_[lane].first].*Since + delay_; }

  void look_at_first(std::uint32_t lane) {
    lanes_[lane].looking = true;
    engine_.at(due_of_first(lane), look_, lane);
  }

  // The first may have left since this was planned: then the one that is first now is due later.
  void look(std::uint32_t lane) {  // event
    lanes_[lane].looking = false;
    if (lanes_[lane].first == no_slot) return;
    if (due_of_first(lane) > engine_.now()) return look_at_first(lane);
    const std::uint32_t id = lanes_[lane].first;
    leave(lane, id);
    if (lanes_[lane].first != no_slot) look_at_first(lane);
    expire_(model_, id);
  }

  Engine& engine_;
  Pool& pool_;
  Duration delay_;
  std::vector<Ends> lanes_;
  void* model_;
  void (*expire_)(void* model, std::uint64_t id);
  Call<std::uint32_t> look_;
};

}  // namespace squall
