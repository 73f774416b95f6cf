#pragma once

#include "support/batch_means.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ostream>
#include <vector>

namespace squall::service::testing {

/// What a simulation says about a number, and how sure that is.
struct Estimate {
  double value = 0;
  double standard_error = 0;

  double half_width() const { return 1.96 * standard_error; }  ///< of the 95% interval

  /// Known to within `precision` of the expected, and at most 4 standard errors from it.
  bool agrees(double expected, double precision) const {
    return half_width() <= precision * expected && std::abs(value - expected) <= 4 * standard_error;
  }

  friend std::ostream& operator<<(std::ostream& out, const Estimate& estimate) {
    return out << estimate.value << " +- " << estimate.half_width();
  }
};

/// Estimates from correlated observations, by 32 batches of them in a row.
class Observations {
 public:
  explicit Observations(const std::vector<double>& observations) : observations_(observations) {}

  Estimate mean() const {
    return estimate([](const double* begin, const double* end) {
      double sum = 0;
      for (const double* one = begin; one != end; ++one) sum += *one;
      return sum / static_cast<double>(end - begin);
    });
  }

  /// How often the observations exceed `limit`.
  Estimate exceeding(double limit) const {
    return estimate([limit](const double* begin, const double* end) {
      const auto above = std::count_if(begin, end, [=](double one) { return one > limit; });
      return static_cast<double>(above) / static_cast<double>(end - begin);
    });
  }

  Estimate quantile(double p) const {
    return estimate([p](const double* begin, const double* end) {
      std::vector<double> sorted(begin, end);
      const auto at = static_cast<std::ptrdiff_t>(p * static_cast<double>(sorted.size()));
      std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
      return sorted[static_cast<std::size_t>(at)];
    });
  }

 private:
  static constexpr std::size_t batches = 32;

  template <class Statistic>
  Estimate estimate(Statistic statistic) const {
    const std::size_t length = observations_.size() / batches;
    std::vector<double> results;
    for (std::size_t batch = 0; batch < batches; ++batch) {
      const double* begin = observations_.data() + batch * length;
      results.push_back(statistic(begin, begin + length));
    }
    const BatchMeans means(results);
    return {means.mean, means.standard_error};
  }

  const std::vector<double>& observations_;
};

}  // namespace squall::service::testing

/// The estimate is that precise, and agrees with theory.
#define CHECK_ESTIMATE(estimate, expected, precision)                            \
  do {                                                                           \
    const ::squall::service::testing::Estimate checked_estimate = (estimate);    \
    const double checked_value = (expected);                                     \
    INFO(#estimate " = " << checked_estimate << ", expected " << checked_value); \
    CHECK(checked_estimate.agrees(checked_value, precision));                    \
  } while (false)
