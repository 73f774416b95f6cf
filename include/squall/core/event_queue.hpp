#pragma once

#include "squall/core/heap_queue.hpp"
#include "squall/core/wheel_queue.hpp"

#include <cstddef>

namespace squall::core {

/// How pending events are kept. The order in which they leave is the same.
enum class QueueKind { wheel, heap };

/// The pending events of an engine: a wheel, or the heap that checks it.
class EventQueue {
 public:
  explicit EventQueue(QueueKind kind) : kind_(kind) {}

  bool empty() const { return size() == 0; }
  std::size_t size() const { return kind_ == QueueKind::wheel ? wheel_.size() : heap_.size(); }

  /// The earliest event. Requires: !empty().
  const Event& top() const { return kind_ == QueueKind::wheel ? wheel_.top() : heap_.top(); }

  void push(const Event& event) {
    kind_ == QueueKind::wheel ? wheel_.push(event) : heap_.push(event);
  }

  /// Removes the earliest event. Requires: !empty().
  void pop() { kind_ == QueueKind::wheel ? wheel_.pop() : heap_.pop(); }

  /// Takes out the earliest event where it comes before `limit`; false where none does.
  bool take_before(Time limit, Event& taken) {
    return kind_ == QueueKind::wheel ? wheel_.take_before(limit, taken)
                                     : heap_.take_before(limit, taken);
  }

 private:
  QueueKind kind_;
  WheelQueue wheel_;
  HeapQueue heap_;
};

}  // namespace squall::core
