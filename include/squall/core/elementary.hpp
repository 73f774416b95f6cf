#pragma once

#include "squall/core/exact.hpp"
#include "squall/core/wide.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

/// Elementary functions made of + - * / alone, which IEEE 754 rounds the same way everywhere. A
/// mathematical library may differ from the next one in its last bits; these do not, so a seed
/// gives the same bytes from every compiler. Each is within 2 units in the last place of the true
/// value and can be evaluated at compile time. NaN gives NaN.
namespace squall::portable {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts. The high one ends in 21 zero bits, so its multiples by an exponent are exact.
inline constexpr double ln2_high = 0x1.62e42feep-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// factors[0] + factors[1] x + factors[2] x^2 .., as two chains that a processor runs side by side.
template <int count>
constexpr double polynomial(const double (&factors)[count], double x) {
  static_assert(count % 2 == 0);
  const double square = x * x;
  double even = 0;
  double odd = 0;
  for (int i = count - 2; i >= 0; i -= 2) {
    even = even * square + factors[i];
    odd = odd * square + factors[i + 1];
  }
  return even + odd * x;
}

/// exp(exponent * ln 2 + rest) with |rest| <= ln(2) / 2.
struct ReducedExponent {
  int exponent;
  Pair rest;
};

/// Requires: |x| < 1100 and |low| far below |x|, unless both are 0.
constexpr ReducedExponent reduce_exponent(double x, double low) {
  constexpr double one_over_ln2 = 1.4426950408889634;
  const int exponent = static_cast<int>(x * one_over_ln2 + 2000.5) - 2000;
  return {exponent, exact_sum(x - exponent * ln2_high, low - exponent * ln2_low)};
}

/// exp(x) - 1 by the Taylor series.  Requires: |x| < 0.36.
constexpr double taylor_expm1(Pair x) {
  // 1/3!, 1/4! .. 1/14!: the first term left out is below 2^-60.
  constexpr double factors[] = {1.0 / 6,         1.0 / 24,         1.0 / 120,
                                1.0 / 720,       1.0 / 5040,       1.0 / 40320,
                                1.0 / 362880,    1.0 / 3628800,    1.0 / 39916800,
                                1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200};
  const double square = x.high * x.high;
  return x.high +
         (x.low * (1 + x.high) + (square * 0.5 + square * x.high * polynomial(factors, x.high)));
}

/// exp(x + low), for a low part that x has no room for.
constexpr double exp(double x, double low) {
  if (x > 709.79) return infinity;
  if (x < -745.2) return 0;
  if (!(x == x)) return x;
  const ReducedExponent reduced = reduce_exponent(x, low);
  return scale_binary(1 + taylor_expm1(reduced.rest), reduced.exponent);
}

constexpr double exp(double x) { return exp(x, 0); }

/// exp(x) - 1 without the loss near 0.
constexpr double expm1(double x) {
  if (x > 40 || x < -40) return exp(x) - 1;
  if (!(x == x)) return x;
  const ReducedExponent reduced = reduce_exponent(x, 0);
  if (reduced.exponent == 0) return taylor_expm1({x, 0});
  const double power = scale_binary(1, reduced.exponent);
  return power * taylor_expm1(reduced.rest) + (power - 1);
}

/// The natural logarithm; -infinity at 0, NaN below.
constexpr double log(double x) {
  if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
  if (x == infinity) return x;
  const auto [fraction, exponent] = split_binary(x);

  // ln(1 + f) = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 ..), and 2s = f - s f.
  const double f = fraction - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  constexpr double factors[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const double series = z * polynomial(factors, z);
  const double half_square = 0.5 * f * f;
  const double low = s * (half_square + series) + exponent * ln2_low;
  return exponent * ln2_high - ((half_square - low) - f);
}

/// ln(1 + x) without the loss near 0; -infinity at -1, NaN below.
constexpr double log1p(double x) {
  const double sum = 1 + x;
  if (!(sum > 0) || sum == infinity) return log(sum);
  return log(sum) + (x - (sum - 1)) / sum;
}

/// ln x to about 64 bits.  Requires: 0 < x < infinity.
constexpr Pair log_pair(double x) {
  const auto [fraction, exponent] = split_binary(x);
  const double f = fraction - 1;
  const Pair g = exact_sum(1, fraction);
  const double s = f / g.high;
  const Pair product = exact_product(s, g.high);
  const double s_low = ((f - product.high) - product.low - s * g.low) / g.high;
  const Pair square = exact_product(s, s);
  const double square_low = square.low + 2 * s * s_low;

  // atanh(s) / s - 1 = z/3 + z^2 (1/5 + z/7 ..): only the first term needs both parts of z = s^2.
  constexpr double factors[] = {1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13, 1.0 / 15,
                                1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27};
  const double series = polynomial(factors, square.high);
  const double third = square.high / 3;
  const Pair whole = exact_product(third, 3);
  const double third_low = ((square.high - whole.high) - whole.low + square_low) / 3;
  const Pair w = exact_sum(third, square.high * square.high * series);
  const Pair sw = exact_product(s, w.high);
  const double sw_low = sw.low + s * (w.low + third_low) + s_low * w.high;

  const Pair half = exact_sum(s, sw.high);
  const Pair total = exact_sum(exponent * ln2_high, 2 * half.high);
  const double total_low = total.low + (2 * (half.low + sw_low + s_low) + exponent * ln2_low);
  return exact_sum(total.high, total_low);
}

/// x to the power y; NaN for x below 0, and 1 where x is 1 or y is 0.
constexpr double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (!(x >= 0) || !(y == y)) return not_a_number;
  if (x == 0 || x == infinity) return (x == 0) == (y > 0) ? 0 : infinity;
  // ln x is 2^-53 or more away from 0, so that such a power is beyond any double.
  if (y > 0x1p65 || y < -0x1p65) return (x > 1) == (y > 0) ? infinity : 0;
  const Pair logarithm = log_pair(x);
  const Pair product = exact_product(y, logarithm.high);
  return exp(product.high, product.low + y * logarithm.low);
}

/// The square root, correctly rounded: at run time the processor's, which IEEE 754 fixes.
constexpr double sqrt(double x) {
  if (!std::is_constant_evaluated()) return std::sqrt(x);
  if (!(x > 0) || x == infinity) return x < 0 ? not_a_number : x;
  // An integral root of 54 bits of the fraction times 2^108 or 2^109; the last bit rounds.
  const auto [fraction, exponent] = split_binary(x);
  const bool odd = exponent % 2 != 0;
  const auto scaled = static_cast<UnsignedWide>(fraction * 0x1p54) << (odd ? 55 : 54);
  UnsignedWide root = 0;
  for (UnsignedWide bit = UnsignedWide(1) << 55; bit != 0; bit >>= 1) {
    if ((root | bit) * (root | bit) <= scaled) root |= bit;
  }
  const bool exact = root * root == scaled;
  const double rounded = static_cast<double>((static_cast<unsigned long long>(root) << 1) | !exact);
  return scale_binary(rounded * 0x1p-55, (exponent - odd) / 2);
}

}  // namespace squall::portable
