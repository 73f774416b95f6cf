#pragma once

#include "squall/core/time.hpp"

#include <cstddef>
#include <deque>

namespace squall::compute {

/// AWS gives launch credits to the first 100 starts of T2 instances in standard mode, all of an
/// account's in a region together, in any 24 hours.
class LaunchLimit {
 public:
  /// Whether the start at that time gets them. Only those that do count.
  /// Requires: `at` is not before any earlier time.
  bool grant(Time at) {
    while (!granted_.empty() && at - granted_.front() >= 24h) granted_.pop_front();
    if (granted_.size() >= most) return false;
    granted_.push_back(at);
    return true;
  }

 private:
  static constexpr std::size_t most = 100;

  std::deque<Time> granted_;
};

}  // namespace squall::compute
