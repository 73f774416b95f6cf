#pragma once

#include "squall/core/event.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::core {

/// Events in order, the earliest last. Good for a few: who comes in between moves those before it.
class SortedRun {
 public:
  /// With so many events it is long: beyond, insert() is not for it.
  static constexpr std::ptrdiff_t longest = 40;

  SortedRun() : events_(longest + 1), end_(events_.data() + 1) {
    events_.front() = {never, ~std::uint64_t{0}, ~std::uint64_t{0}};
  }
  SortedRun(const SortedRun&) = delete;
  SortedRun& operator=(const SortedRun&) = delete;

  bool empty() const { return end_ == begin(); }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin()); }
  bool is_long() const { return end_ - begin() >= longest; }

  /// The earliest event; one that comes never where there is none.
  const Event& top() const { return end_[-1]; }
  void pop() { --end_; }

  /// Requires: !is_long().
  void insert(const Event event) {
    Event* hole = end_++;
    for (; hole[-1].at < event.at; --hole) *hole = hole[-1];
    for (; hole[-1] < event; --hole) *hole = hole[-1];  // ties in time
    *hole = event;
  }

  /// Anywhere: sort() puts it in its place.
  void append(const Event& event) {
    if (const std::size_t count = size(); count + 1 == events_.size()) {
      events_.resize(2 * count);
      end_ = events_.data() + 1 + count;
    }
    *end_++ = event;
  }

  void sort() {
    std::sort(events_.data() + 1, end_, [](const Event& a, const Event& b) { return b < a; });
  }

  void clear() { end_ = events_.data() + 1; }

  const Event* begin() const { return events_.data() + 1; }
  const Event* end() const { return end_; }

 private:
  std::vector<Event> events_;  // all room there is; the first comes after all and ends searches
  Event* end_;                 // of what is in it
};

}  // namespace squall::core
