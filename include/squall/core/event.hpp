#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <type_traits>

namespace squall {

/// What comes first among the events of one instant.
enum class Phase : std::uint8_t {
  metrics,   ///< a period closes: it is [start, end)
  action,    ///< somebody acts on the world, or something breaks
  change,    ///< an instance or a health state changes
  finish,    ///< work is done
  time_out,  ///< somebody has waited long enough
  arrival,   ///< something new comes
  alarm,     ///< an alarm looks
  scaling,   ///< a group decides
};

namespace core {

/// One pending call. It holds no pointer: `receiver()` indexes the engine's table of bound
/// handlers.
///
/// Events leave in the order (time, phase, receiver, argument), whenever they were scheduled: two
/// events that are equal in all four are the same call and cannot be told apart.
struct Event {
  Time at;
  std::uint64_t order;     ///< phase in the upper half, receiver in the lower
  std::uint64_t argument;  ///< an id, a count, a small enum

  std::uint32_t receiver() const { return static_cast<std::uint32_t>(order); }
  Phase phase() const { return static_cast<Phase>(order >> 32); }

  friend bool operator==(const Event&, const Event&) = default;
  friend bool operator<(const Event& a, const Event& b) {
    if (a.at != b.at) return a.at < b.at;  // nearly always: so the rest costs nothing
    if (a.order != b.order) return a.order < b.order;
    return a.argument < b.argument;
  }
};
static_assert(sizeof(Event) == 24 && std::is_trivially_copyable_v<Event>);

}  // namespace core
}  // namespace squall
