#include "squall/experiment/estimate.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace squall::experiment {

namespace {

constexpr double outside = 0.025;  // on either side of a 95% interval
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double student_factor(std::size_t runs, std::size_t together) {
  INVARIANT(runs > 1);
  return student_factor_of(static_cast<double>(runs - 1), together);
}

double student_factor_of(double degrees, std::size_t together) {
  INVARIANT(degrees > 0 && together > 0);
  return boost::math::quantile(boost::math::students_t_distribution<double>(degrees),
                               1 - outside / static_cast<double>(together));
}

Estimate mean_of(std::span<const double> values) {
  std::vector<Part> parts;
  for (const double value : values) parts.push_back({value, 1});
  return ratio_of(parts);
}

Pulled pulled_ratio(std::span<const Part> parts) {
  const auto runs = static_cast<double>(parts.size());
  Part sum;
  for (const Part& each : parts) {
    sum.of += each.of;
    sum.all += each.all;
  }
  INVARIANT(sum.all != 0);
  Pulled pulled{sum.of / sum.all, {}};
  for (const Part& each : parts)
    pulled.pulls.push_back((each.of - pulled.value * each.all) / (sum.all / runs));
  return pulled;
}

Estimate estimate_of(const Pulled& pulled) {
  const std::size_t runs = pulled.pulls.size();
  if (runs < 2) return {pulled.value, -infinity, infinity, runs};
  double squares = 0;
  for (const double pull : pulled.pulls) squares += pull * pull;
  const auto count = static_cast<double>(runs);
  const double half = student_factor(runs) * std::sqrt(squares / (count * (count - 1)));
  return {pulled.value, pulled.value - half, pulled.value + half, runs};
}

Estimate ratio_of(std::span<const Part> parts) {
  const bool any =
      std::any_of(parts.begin(), parts.end(), [](const Part& each) { return each.all != 0; });
  return any ? estimate_of(pulled_ratio(parts)) : Estimate{none, none, none, parts.size()};
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
