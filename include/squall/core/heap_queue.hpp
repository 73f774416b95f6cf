#pragma once

#include "squall/core/event.hpp"

#include <cstddef>
#include <vector>

namespace squall::core {

/// A 4-ary heap of events: plain enough to be trusted, so it is the cross-check of WheelQueue.
class HeapQueue {
 public:
  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }

  /// The earliest event. Requires: !empty().
  const Event& top() const { return events_.front(); }

  void push(const Event& event) {
    events_.push_back(event);
    std::size_t hole = events_.size() - 1;
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (!(event < events_[parent])) break;
      events_[hole] = events_[parent];
      hole = parent;
    }
    events_[hole] = event;
  }

  /// Removes the earliest event. Requires: !empty().
  void pop() {
    const Event last = events_.back();
    events_.pop_back();
    if (!events_.empty()) sink(last);
  }

  /// Takes out the earliest event where it comes before `limit`; false where none does.
  bool take_before(Time limit, Event& taken) {
    if (empty() || top().at >= limit) return false;
    taken = top();
    pop();
    return true;
  }

 private:
  // Puts `event` where the removed top was: the hole falls to a leaf, then the event rises.
  void sink(const Event& event) {
    const std::size_t count = events_.size();
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first = 4 * hole + 1;
      if (first >= count) break;
      const std::size_t end = first + 4 < count ? first + 4 : count;
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child)
        least = events_[child] < events_[least] ? child : least;
      if (!(events_[least] < event)) break;
      events_[hole] = events_[least];
      hole = least;
    }
    events_[hole] = event;
  }

  std::vector<Event> events_;
};

}  // namespace squall::core
