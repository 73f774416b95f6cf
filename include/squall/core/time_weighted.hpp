#pragma once

#include "squall/core/time.hpp"
#include "squall/core/wide.hpp"

#include <cassert>
#include <cstdint>

namespace squall {

/// A whole number that changes at moments of simulated time, and its exact integral: the length of
/// a queue, the requests in service. Two readings give the mean between their moments:
///
///   const auto before = queue.read(noon);
///   ..
///   mean(before, queue.read(noon + 1min))
///
/// Time may not go back from one call to the next.
class TimeWeighted {
 public:
  struct Reading {
    Time at;
    Wide area = 0;  ///< value times nanoseconds since time zero
  };

  /// The number is `value` from time zero on.
  explicit TimeWeighted(std::int64_t value = 0) : value_(value) {}

  std::int64_t value() const { return value_; }

  void set(Time now, std::int64_t value) {
    last_ = read(now);
    value_ = value;
  }
  void add(Time now, std::int64_t change) { set(now, value_ + change); }

  Reading read(Time now) const {
    assert(now >= last_.at);
    return {now, last_.area + Wide(value_) * (now - last_.at).count()};
  }

 private:
  Reading last_;
  std::int64_t value_;
};

/// Over [from.at, to.at).  Requires: from.at < to.at.
inline double mean(const TimeWeighted::Reading& from, const TimeWeighted::Reading& to) {
  assert(from.at < to.at);
  return static_cast<double>(to.area - from.area) / static_cast<double>((to.at - from.at).count());
}

}  // namespace squall
