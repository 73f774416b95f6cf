#pragma once

#include <cstdint>
#include <limits>

/// Floating-point operations that lose nothing, from which elementary.hpp is built.
namespace squall::portable {

/// The bits of one as those of the other: std::bit_cast, which Emscripten's library lacks.
template <class To, class From>
constexpr To same_bits(From from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

/// A finite positive number as fraction * 2^exponent, with 1/sqrt(2) <= fraction <= sqrt(2).
struct Binary {
  double fraction;
  int exponent;
};

/// Requires: 0 < x < infinity.
constexpr Binary split_binary(double x) {
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  // Counted from 1/sqrt(2), the exponent needs no branch, which could not be foretold.
  const auto word = same_bits<std::int64_t>(x);
  const std::int64_t steps = (word - same_bits<std::int64_t>(0.7071067811865476)) >> 52;
  return {same_bits<double>(word - steps * (std::int64_t(1) << 52)),
          exponent + static_cast<int>(steps)};
}

/// x * 2^exponent, rounded once.  Requires: 1/2 < x < 2, |exponent| <= 1100.
constexpr double scale_binary(double x, int exponent) {
  const auto power_of_two = [](int n) {
    return same_bits<double>(static_cast<std::uint64_t>(n + 1023) << 52);
  };
  if (exponent > 1023) return x * power_of_two(1023) * power_of_two(exponent - 1023);
  if (exponent < -1022) return x * power_of_two(exponent + 200) * power_of_two(-200);
  return x * power_of_two(exponent);
}

/// The sum of two doubles, unevaluated: a value to about 106 bits. |low| is far below |high|.
struct Pair {
  double high;
  double low;
};

/// a + b exactly.
constexpr Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a * b exactly, by Dekker's halves.  Requires: |a|, |b|, |a * b| < 2^990 and no underflow.
constexpr Pair exact_product(double a, double b) {
  const auto halves = [](double x) {
    const double shifted = x * 134217729.0;  // 2^27 + 1
    const double high = shifted - (shifted - x);
    return Pair{high, x - high};
  };
  const Pair x = halves(a);
  const Pair y = halves(b);
  const double product = a * b;
  return {product, x.high * y.high - product + x.high * y.low + x.low * y.high + x.low * y.low};
}

}  // namespace squall::portable
