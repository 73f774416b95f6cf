#pragma once

#include "squall/core/heap_queue.hpp"
#include "squall/core/wheel_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace squall::core {

/// How pending events are kept. The order in which they leave is the same.
enum class QueueKind { wheel, heap };

/// The pending events of an engine: a wheel, or the heap that checks it.
class EventQueue {
 public:
  explicit EventQueue(QueueKind kind) : kind_(kind) {}

  bool empty() const { return size() == 0; }
  std::size_t size() const {
    return kind_ == QueueKind::wheel ? wheel_.size() + (beside_.at != never) : heap_.size();
  }

  /// The earliest event. Requires: !empty().
  const Event& top() const {
    if (kind_ == QueueKind::heap) return heap_.top();
    return beside_leads() ? beside_ : wheel_.top();
  }

  void push(const Event& event) {
    kind_ == QueueKind::wheel ? wheel_.push(event) : heap_.push(event);
  }

  /// The same for what is pushed again whenever it has left: the next of these waits beside the
  /// wheel, where nothing has to move for it.  Requires: it does not come never.
  void push_beside(Event event) {
    if (kind_ == QueueKind::wheel && event < beside_) std::swap(event, beside_);
    if (event.at != never) push(event);
  }

  /// Takes out the earliest event where it comes before `limit`; false where none does.
  bool take_before(Time limit, Event& taken) {
    if (kind_ == QueueKind::heap) return heap_.take_before(limit, taken);
    if (!beside_leads()) return wheel_.take_before(limit, taken);
    if (beside_.at >= limit) return false;
    taken = beside_;
    beside_ = nothing;
    return true;
  }

 private:
  static constexpr Event nothing{never, ~std::uint64_t{0}, ~std::uint64_t{0}};

  bool beside_leads() const { return beside_ < wheel_.top(); }

  QueueKind kind_;
  Event beside_ = nothing;
  WheelQueue wheel_;
  HeapQueue heap_;
};

}  // namespace squall::core
