#pragma once

#include <compare>

namespace squall {

/// A part of one, or a factor: 0.65 is written 65%.
struct Ratio {
  double value = 0;

  friend constexpr auto operator<=>(Ratio, Ratio) = default;
};

/// How much something counts beside others of its kind; 90 and 90% of the same kind are alike.
struct Weight {
  double value = 1;

  friend constexpr auto operator<=>(Weight, Weight) = default;
};

}  // namespace squall
