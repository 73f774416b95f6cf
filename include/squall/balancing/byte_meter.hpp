#pragma once

#include "squall/core/time.hpp"
#include "squall/core/units.hpp"

#include <algorithm>
#include <cstdint>

namespace squall::balancing {

/// Bytes that go by, and how many did in the busiest 10 s.
class ByteMeter {
 public:
  static constexpr Duration window = 10s;

  void add(Bytes bytes, Time now) {
    const std::int64_t number = (now - Time{}) / window;
    if (number != number_) in_window_ = {};
    number_ = number;
    in_window_ += bytes;
    total_ += bytes;
    busiest_ = std::max(busiest_, in_window_);
  }

  Bytes total() const { return total_; }

  /// In one of the windows, which begin with the run and follow each other.
  Bytes busiest() const { return busiest_; }

 private:
  Bytes total_{};
  Bytes in_window_{};
  Bytes busiest_{};
  std::int64_t number_ = 0;
};

}  // namespace squall::balancing
