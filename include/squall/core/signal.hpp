#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <utility>

namespace squall {

/// Names one listener of one Signal.
struct Connection {
  std::uint64_t id = 0;  ///< 0 names nobody
};

/// Announces a change of life to whoever listens: how a room speaks to the rooms above it.
///
///   Signal<InstanceState> changed;
///   instance.changed.connect([&](InstanceState state) { ... });
///   changed(InstanceState::running);
///
/// Listeners are called in the order in which they connected. During an emission a listener may
/// connect (the new one hears the next emission) and disconnect anyone, itself included (who is
/// disconnected hears nothing more). It is for rare events only: a call goes through std::function.
/// A listener must not outlive what it captures, and a Signal must outlive its emissions.
template <class... Args>
class Signal {
 public:
  using Listener = std::function<void(Args...)>;

  Signal() = default;
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Listens until disconnected, or for good where the Connection is ignored.
  Connection connect(Listener listener) {
    slots_.push_back({++last_id_, std::move(listener)});
    return {last_id_};
  }

  /// Does nothing where the connection is already gone.
  void disconnect(Connection connection) {
    for (Slot& slot : slots_) {
      if (slot.id == connection.id) slot.id = 0;
    }
    if (emissions_ == 0) sweep();
  }

  void operator()(Args... args) {
    ++emissions_;
    // A deque, because a listener that connects must not move the one that is being called.
    const std::size_t present = slots_.size();
    for (std::size_t i = 0; i < present; ++i) {
      if (slots_[i].id != 0) slots_[i].listener(args...);
    }
    if (--emissions_ == 0) sweep();
  }

 private:
  struct Slot {
    std::uint64_t id = 0;  // 0: disconnected, waits for the sweep
    Listener listener;
  };

  void sweep() {
    std::erase_if(slots_, [](const Slot& slot) { return slot.id == 0; });
  }

  std::deque<Slot> slots_;
  std::uint64_t last_id_ = 0;
  int emissions_ = 0;  // under way: a listener may emit again
};

}  // namespace squall
