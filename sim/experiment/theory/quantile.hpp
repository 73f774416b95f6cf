#pragma once

#include "squall/core/invariant.hpp"

namespace squall::experiment::theory {

/// The time at which so much is left as `beyond` says, which falls from 1 towards 0: by bisection,
/// to the last digits. Requires: 0 <= part < 1.
template <class Beyond>
double quantile_by(const Beyond& beyond, double part) {
  INVARIANT(part >= 0 && part < 1);
  const double left = 1 - part;
  double low = 0, high = 1;
  while (beyond(high) > left) high *= 2;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (beyond(middle) > left ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace squall::experiment::theory
