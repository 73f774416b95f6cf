#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace squall {

struct WeightedDistribution;

/// How a length of time, or another number that is never negative, varies. Plain data: which
/// members count depends on `kind`, and lengths of time stand in it as seconds.
///
/// A Sampler draws from it. mean() and variance() below are exact, not estimates.
struct Distribution {
  enum class Kind : std::uint8_t {
    constant,          ///< mean
    exponential,       ///< mean
    normal,            ///< mean and cv of the bell, of which the part below 0 is cut away
    lognormal,         ///< mean, cv
    erlang,            ///< mean, stages: as many exponential ones in a row
    hyperexponential,  ///< mean, cv >= 1: two exponential ones that contribute half the mean each
    uniform,           ///< low, high
    pareto,            ///< shape, low, high: the power law between two bounds
    weibull,           ///< shape and one of mean, scale
    empirical,         ///< values: each as likely as the others
    mixture,           ///< parts: one of them, by weight
  };

  Kind kind = Kind::constant;
  double mean = 0;
  double cv = 1;  ///< coefficient of variation: standard deviation / mean
  std::int64_t stages = 1;
  double low = 0;
  double high = 0;
  double shape = 1;
  std::optional<double> scale;
  std::vector<double> values;
  std::vector<WeightedDistribution> parts;

  static Distribution constant(Duration value);
  static Distribution exponential(Duration mean);
  static Distribution normal(Duration mean, double cv);
  static Distribution lognormal(Duration mean, double cv);
  static Distribution erlang(Duration mean, std::int64_t stages);
  static Distribution hyperexponential(Duration mean, double cv);
  static Distribution uniform(Duration low, Duration high);
  static Distribution pareto(double shape, Duration low, Duration high);
  static Distribution weibull(Duration mean, double shape);
  static Distribution weibull_of_scale(Duration scale, double shape);
  static Distribution empirical(const std::vector<Duration>& values);
  static Distribution mixture(std::vector<WeightedDistribution> parts);
};

/// Weights need not add up to 1.
struct WeightedDistribution {
  double weight = 1;
  Distribution distribution;
};

/// The same so many times longer.  Requires: factor > 0.
Distribution scaled(Distribution distribution, double factor);

/// What is wrong with the description, as a sentence; nothing if it can be drawn from.
std::optional<std::string> problem(const Distribution& distribution);

/// Of what is drawn: for `normal` that is after the cut.  Requires: no problem().
double mean(const Distribution& distribution);
double variance(const Distribution& distribution);

/// Standard deviation / mean; 0 where the mean is 0.  Requires: no problem().
double cv(const Distribution& distribution);

}  // namespace squall
