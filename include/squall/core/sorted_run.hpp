#pragma once

#include "squall/core/event.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace squall::core {

/// Events in order, the earliest last. Good for a few: who comes in between moves those before it.
class SortedRun {
 public:
  /// With so many events it is long: beyond, insert() is not for it.
  static constexpr std::size_t longest = 40;

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  bool is_long() const { return size_ >= longest; }

  /// The earliest event. Requires: !empty().
  const Event& top() const { return events_[size_ - 1]; }
  void pop() { --size_; }

  /// Requires: !is_long().
  void insert(const Event& event) {
    Event* const first = events_.data();
    Event* hole = first + size_++;
    for (; hole != first && hole[-1].at < event.at; --hole) *hole = hole[-1];
    for (; hole != first && hole[-1] < event; --hole) *hole = hole[-1];  // ties in time
    *hole = event;
  }

  /// Anywhere: sort() puts it in its place.
  void append(const Event& event) {
    if (size_ == events_.size()) events_.resize(2 * size_);
    events_[size_++] = event;
  }

  void sort() {
    std::sort(events_.data(), events_.data() + size_,
              [](const Event& a, const Event& b) { return b < a; });
  }

  void clear() { size_ = 0; }

  const Event* begin() const { return events_.data(); }
  const Event* end() const { return events_.data() + size_; }

 private:
  std::vector<Event> events_ = std::vector<Event>(longest);
  std::size_t size_ = 0;
};

}  // namespace squall::core
