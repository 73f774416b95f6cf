#pragma once

#include "squall/balancing/target_group.hpp"
#include "squall/core/engine.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace squall::balancing {

/// Sees, window by window, which targets of a group get far more or far less than an even share:
/// twice or half of what those that are in use get on average, for two windows or more.
///
/// It reads the counts that the group keeps anyway, so that a request costs nothing more. Windows
/// with few requests tell nothing, nor do targets that are not in use all the time or start slowly.
class ShareWatch {
 public:
  struct Stretch {
    TargetId target;
    double ratio;  ///< of what it got to an even share
    Time from;
    Time until;
  };

  /// Requires: the group outlives it.
  ShareWatch(Engine& engine, const TargetGroup& group, Duration window);
  ShareWatch(const ShareWatch&) = delete;
  ShareWatch& operator=(const ShareWatch&) = delete;

  /// The longest stretch of each target that had one, in the order of their numbers.
  std::vector<Stretch> stretches() const;

 private:
  enum class Lean : std::int8_t { less, even, more };

  struct Watched {
    std::uint32_t requests = 0;  // by the end of the last window, modulo 2^32
    std::uint32_t in_use = 0;    // ends of windows in a row at which it was
  };

  // Of a target that has leant to one side.
  struct Leaning {
    Lean lean = Lean::even;
    int windows = 0;  // in a row
    double got = 0;   // in these
    double due = 0;
    Stretch longest{};
  };

  void close();  // event
  double requests_since(const Watched& watched, TargetId target) const;
  bool steady(const Watched& watched) const;
  void judge(TargetId target, double got, double even);

  Engine& engine_;
  const TargetGroup& group_;
  const Duration window_;
  Call<void> close_;
  std::vector<Watched> watched_;  // by TargetId
  std::map<TargetId, Leaning> leaning_;
};

}  // namespace squall::balancing
