#pragma once

#include "squall/core/elementary.hpp"

/// Functions that the moments of distributions need, to about 14 digits; not for hot paths.
namespace squall::portable {

inline constexpr double pi = 3.141592653589793;

/// The complementary error function: twice the chance that a normal variable of variance 1/2
/// exceeds x.
constexpr double erfc(double x) {
  if (x < 0) return 2 - erfc(-x);
  if (x > 27) return 0;
  const Pair square = exact_product(x, x);
  const double bell = exp(-square.high, -square.low) / sqrt(pi);
  if (x < 1) {
    // erf(x) = 2 x exp(-x^2)/sqrt(pi) (1 + 2x^2/3 + (2x^2)^2/(3 5) ..)
    double term = 1;
    double sum = 1;
    for (int odd = 3; odd < 60; odd += 2) sum += term *= 2 * square.high / odd;
    return 1 - 2 * x * bell * sum;
  }
  double fraction = x;  // Laplace's continued fraction, from its far end
  for (int n = 400; n > 0; --n) fraction = x + 0.5 * n / fraction;
  return bell / fraction;
}

/// The gamma function, by Stirling's series above 16.  Requires: 0 < x <= 140.
constexpr double gamma(double x) {
  double below = 1;
  for (; x < 16; x += 1) below *= x;
  const double z = 1 / (x * x);
  const double series =
      (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
  return sqrt(2 * pi / x) * (pow(x, x) * exp(series - x)) / below;
}

}  // namespace squall::portable
