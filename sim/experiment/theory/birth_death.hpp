#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace squall::experiment::theory {

/// How often each number is inside where one more comes at the rate `births(n)` and one goes at
/// `deaths(n)`: at most so many, and no further than where it is never seen.
template <class Births, class Deaths>
std::vector<double> stationary(const Births& births, const Deaths& deaths,
                               std::size_t most = std::numeric_limits<std::size_t>::max()) {
  constexpr double huge = 1e200, never = 1e-20;
  std::vector<double> parts{1};
  double sum = 1;
  for (std::size_t n = 0; n < most; ++n) {
    const double up = births(n), down = deaths(n + 1);
    if (up < down && parts[n] < never * sum) break;
    parts.push_back(parts[n] * up / down);
    sum += parts.back();
    if (sum < huge) continue;
    for (double& part : parts) part /= sum;
    sum = 1;
  }
  for (double& part : parts) part /= sum;
  return parts;
}

}  // namespace squall::experiment::theory
