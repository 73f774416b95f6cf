#pragma once

#include "squall/core/event.hpp"
#include "squall/core/heap_queue.hpp"
#include "squall/core/sorted_run.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace squall::core {

/// Gives the same events in the same order as HeapQueue, faster, and tunes itself.
///
///      now         front_end_                       end of the wheel
///       |  front_     |  bucket | bucket | bucket | ...  |   far_
///       |  + near_    |    (one list each, a bit each)   |
///
/// Only what lies before `front_end_` is kept in order: `front_`, a short sorted run, and `near_`,
/// a heap for what comes when the run is long. When both are empty, the next bucket that holds
/// anything is sorted into `front_`; when the wheel is used up, a new one is laid over what waits
/// in `far_`, as wide as the recent pace of events asks for. There is no wheel where few events
/// wait, or where all but a few are far off beside the recent pace.
class WheelQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// The earliest event; one that comes never where there is none.
  const Event& top() const { return near_leads() ? near_.top() : front_.top(); }

  void push(const Event& event) {
    ++size_;
    if (event.at < front_end_) {
      if (!front_.is_long()) return front_.insert(event);
      return crowd(event);
    }
    file(event);
    if (size_ == 1) advance();
  }

  /// Removes the earliest event. Requires: !empty().
  void pop() { pop(near_leads()); }

  /// Takes out the earliest event where it comes before `limit`; false where none does.
  bool take_before(Time limit, Event& taken) {
    const bool near = !near_.empty() && near_leads();
    const Event& first = near ? near_.top() : front_.top();  // which comes never where all is empty
    if (first.at >= limit) return false;
    taken = first;
    pop(near);
    return true;
  }

 private:
  static constexpr std::size_t few = 24;             // with so few events, a wheel does not pay
  static constexpr std::size_t some = 3 * few;       // of so many, most may be far off
  static constexpr std::int64_t far_off = 16 * few;  // so many events away, at the recent pace
  static constexpr std::uint64_t pace_window = 512;
  static constexpr std::int64_t per_bucket = 4;  // fewer cost searches, more cost sorting
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Node {
    Event event;
    std::uint32_t next;
  };

  bool near_leads() const {
    return !near_.empty() && (front_.empty() || near_.top() < front_.top());
  }

  void pop(bool near) {
    if (++popped_ % pace_window == 0) measure_pace((near ? near_.top() : front_.top()).at);
    if (near) {
      near_.pop();
    } else {
      front_.pop();
    }
    --size_;
    if (front_.empty() && near_.empty() && size_ != 0) advance();
  }

  // Into its bucket, or aside where the wheel does not reach.
  void file(const Event& event) {
    const auto offset = static_cast<std::uint64_t>((event.at - base_).count()) >> shift_;
    if (offset >= heads_.size()) {
      far_.push_back(event);
      return;
    }
    std::uint32_t node = free_;
    if (node == none) {
      node = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({event, heads_[offset]});
    } else {
      free_ = nodes_[node].next;
      nodes_[node] = {event, heads_[offset]};
    }
    heads_[offset] = node;
    filled_[offset / 64] |= std::uint64_t{1} << (offset % 64);
  }

  void crowd(const Event& event);
  void advance();
  std::size_t next_filled() const;
  void open(std::size_t bucket);
  void lay();
  bool lay_run();
  void gather();
  int fitting_shift() const;
  void measure_pace(Time now);

  std::size_t size_ = 0;
  SortedRun front_;
  Time front_end_ = never;  // what comes before it goes to front_ or near_
  HeapQueue near_;

  Time base_{};                        // where the wheel starts
  int shift_ = 0;                      // a bucket is 2^shift_ ns wide
  std::size_t opened_ = 0;             // buckets before this one are used up
  std::vector<std::uint32_t> heads_;   // first node of each bucket; none where there is no wheel
  std::vector<std::uint64_t> filled_;  // a bit for each bucket that holds anything
  std::vector<Node> nodes_;
  std::uint32_t free_ = none;
  std::vector<Event> far_;  // beyond the wheel, in no order

  std::vector<Event> waiting_;  // empty but while a wheel is laid

  std::uint64_t popped_ = 0;
  std::uint64_t laid_at_ = 0;  // popped_ when the wheel was laid
  std::size_t laid_size_ = 0;  // size_ then
  Time pace_mark_{};
  std::int64_t pace_ = std::numeric_limits<std::int64_t>::max() / 64;  // ns an event, of late
  int widen_ = 0;  // a wheel that was used up too soon is laid wider
};

}  // namespace squall::core
