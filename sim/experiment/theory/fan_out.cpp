#include "squall/experiment/theory/fan_out.hpp"

#include "squall/core/invariant.hpp"

#include <cmath>

#include <boost/math/distributions/binomial.hpp>

namespace squall::experiment::theory {

double mean_of_slowest(int leaves) {
  INVARIANT(leaves > 0);
  double mean = 0;
  for (int n = leaves; n > 0; --n) mean += 1.0 / n;
  return mean;
}

double quantile_of_slowest(int leaves, double part) {
  INVARIANT(leaves > 0 && part >= 0 && part < 1);
  return -std::log(-std::expm1(std::log(part) / leaves));
}

double chance_of_a_slow_one(int leaves, double part) {
  INVARIANT(leaves > 0 && part >= 0 && part <= 1);
  return 1 - std::pow(part, leaves);
}

double chance_that_enough_work(int least, int all, double chance) {
  INVARIANT(least >= 0 && least <= all && chance >= 0 && chance <= 1);
  if (least == 0) return 1;
  const boost::math::binomial_distribution<double> working(all, chance);
  return boost::math::cdf(boost::math::complement(working, least - 1));
}

}  // namespace squall::experiment::theory
