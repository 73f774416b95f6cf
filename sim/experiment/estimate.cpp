#include "squall/experiment/estimate.hpp"

#include "squall/core/invariant.hpp"

#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace squall::experiment {

namespace {

constexpr double outside = 0.025;  // on either side of a 95% interval
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

double student_factor(std::size_t runs) {
  INVARIANT(runs > 1);
  return boost::math::quantile(
      boost::math::students_t_distribution<double>(static_cast<double>(runs - 1)), 1 - outside);
}

Estimate mean_of(std::span<const double> values) {
  std::vector<Part> parts;
  for (const double value : values) parts.push_back({value, 1});
  return ratio_of(parts);
}

// Of the ratio of two sums. Its error is that of what each run has more than its share.
Estimate ratio_of(std::span<const Part> parts) {
  const auto runs = static_cast<double>(parts.size());
  Part sum;
  for (const Part& each : parts) {
    sum.of += each.of;
    sum.all += each.all;
  }
  if (sum.all == 0) return {0, -infinity, infinity, parts.size()};
  const double ratio = sum.of / sum.all;
  if (parts.size() < 2) return {ratio, -infinity, infinity, parts.size()};
  double squares = 0;
  for (const Part& each : parts) {
    const double more = each.of - ratio * each.all;
    squares += more * more;
  }
  const double error = std::sqrt(squares / (runs * (runs - 1))) / (sum.all / runs);
  const double half = student_factor(parts.size()) * error;
  return {ratio, ratio - half, ratio + half, parts.size()};
}

// Clopper and Pearson's: never too narrow, for how few runs there may be.
Estimate share_of(std::size_t some, std::size_t runs) {
  if (runs == 0) return {0, 0, 1, 0};
  const auto of = static_cast<double>(some);
  const auto all = static_cast<double>(runs);
  const auto beta = [](double a, double b, double p) {
    return boost::math::quantile(boost::math::beta_distribution<double>(a, b), p);
  };
  return {of / all, some == 0 ? 0 : beta(of, all - of + 1, outside),
          some == runs ? 1 : beta(of + 1, all - of, 1 - outside), runs};
}

}  // namespace squall::experiment
