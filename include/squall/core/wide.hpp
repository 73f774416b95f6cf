#pragma once

namespace squall {

/// 128-bit integers: products and sums of nanoseconds that no run can overflow.
__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UnsignedWide;

/// The nearest integer to `numerator / denominator`; ties go away from zero.
/// Requires: denominator > 0.
constexpr Wide divide_rounded(Wide numerator, Wide denominator) {
  const Wide half = denominator / 2;
  return (numerator < 0 ? numerator - half : numerator + half) / denominator;
}

}  // namespace squall
