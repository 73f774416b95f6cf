#include "squall/core/distribution.hpp"

#include "squall/core/special.hpp"

#include <cmath>
#include <utility>

namespace squall {
namespace {

using Kind = Distribution::Kind;

/// The first two moments, of which each kind says one pair.
struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments of_mean_and_cv(double mean, double cv) { return {mean, mean * cv * (mean * cv)}; }

Moments of_cut_normal(double mean, double cv) {
  if (mean == 0 || cv == 0) return {mean, 0};
  const double start = -1 / cv;  // where 0 lies, in standard deviations from the mean
  const double kept = portable::erfc(start / portable::sqrt(2.0)) / 2;
  const double bell = portable::exp(-start * start / 2) / portable::sqrt(2 * portable::pi);
  const double hazard = bell / kept;
  const double deviation = mean * cv;
  return {mean + deviation * hazard, deviation * deviation * (1 + hazard * (start - hazard))};
}

/// The n-th moment: the integral of x^(n - shape - 1) between the bounds, scaled to the density.
double pareto_moment(const Distribution& pareto, int n) {
  const double span = portable::log(pareto.high / pareto.low);
  if (span == 0) return n == 1 ? pareto.low : pareto.low * pareto.low;
  const double power = n - pareto.shape;
  const double integral = power == 0 ? span : portable::expm1(power * span) / power;
  const double scale = pareto.shape / -portable::expm1(-pareto.shape * span);
  return scale * integral * (n == 1 ? pareto.low : pareto.low * pareto.low);
}

Moments of_pareto(const Distribution& pareto) {
  const double mean = pareto_moment(pareto, 1);
  return {mean, std::fmax(pareto_moment(pareto, 2) - mean * mean, 0)};
}

Moments of_weibull(const Distribution& weibull) {
  const double first = portable::gamma(1 + 1 / weibull.shape);
  const double second = portable::gamma(1 + 2 / weibull.shape);
  const double scale = weibull.scale ? *weibull.scale : weibull.mean / first;
  return {scale * first, scale * scale * (second - first * first)};
}

Moments of_values(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Moments moments;
  for (const double value : values) moments.mean += value / count;
  for (const double value : values) {
    moments.variance += (value - moments.mean) * (value - moments.mean) / count;
  }
  return moments;
}

Moments moments_of(const Distribution& distribution);

Moments of_parts(const std::vector<WeightedDistribution>& parts) {
  double total = 0;
  for (const auto& part : parts) total += part.weight;
  Moments moments;
  for (const auto& [weight, part] : parts) moments.mean += weight / total * mean(part);
  for (const auto& [weight, part] : parts) {
    const Moments own = moments_of(part);
    const double distance = own.mean - moments.mean;
    moments.variance += weight / total * (own.variance + distance * distance);
  }
  return moments;
}

Moments moments_of(const Distribution& distribution) {
  const double mean = distribution.mean;
  switch (distribution.kind) {
    case Kind::constant:
      return {mean, 0};
    case Kind::exponential:
      return of_mean_and_cv(mean, 1);
    case Kind::normal:
      return of_cut_normal(mean, distribution.cv);
    case Kind::lognormal:
    case Kind::hyperexponential:
      return of_mean_and_cv(mean, distribution.cv);
    case Kind::erlang:
      return {mean, mean * mean / static_cast<double>(distribution.stages)};
    case Kind::uniform: {
      const double width = distribution.high - distribution.low;
      return {distribution.low + width / 2, width * width / 12};
    }
    case Kind::pareto:
      return of_pareto(distribution);
    case Kind::weibull:
      return of_weibull(distribution);
    case Kind::empirical:
      return of_values(distribution.values);
    case Kind::mixture:
      return of_parts(distribution.parts);
  }
  return {};
}

constexpr double longest = 9e9;  // seconds: what a Duration holds

bool is_length(double value) { return value >= 0 && value <= longest; }

std::optional<std::string> problem_of_bounds(const Distribution& distribution) {
  if (!is_length(distribution.low) || !is_length(distribution.high)) {
    return "the bounds must be lengths of time from 0 to 285 years";
  }
  if (distribution.low > distribution.high) return "the lower bound lies above the upper one";
  return std::nullopt;
}

std::optional<std::string> problem_of_pareto(const Distribution& distribution) {
  if (auto bounds = problem_of_bounds(distribution)) return bounds;
  if (distribution.low == 0) return "the lower bound of a pareto must be above 0";
  if (!(distribution.shape >= 0.01 && distribution.shape <= 100)) {
    return "the shape of a pareto must be from 0.01 to 100";
  }
  return std::nullopt;
}

std::optional<std::string> problem_of_weibull(const Distribution& distribution) {
  if (!(distribution.shape >= 0.1 && distribution.shape <= 100)) {
    return "the shape of a weibull must be from 0.1 to 100";
  }
  if (!distribution.scale) return std::nullopt;
  if (distribution.mean != 0) return "a weibull has a mean or a scale, not both";
  if (!is_length(*distribution.scale)) return "the scale must be a length of time up to 285 years";
  return std::nullopt;
}

std::optional<std::string> problem_of_values(const std::vector<double>& values) {
  if (values.empty()) return "an empirical distribution needs at least one value";
  for (const double value : values) {
    if (!is_length(value)) return "each value must be a length of time from 0 to 285 years";
  }
  return std::nullopt;
}

std::optional<std::string> problem_of_parts(const std::vector<WeightedDistribution>& parts) {
  double total = 0;
  for (const auto& [weight, part] : parts) {
    if (!(weight >= 0 && weight <= 1e9)) return "the weight of a part must be from 0 to 1e9";
    if (auto inner = problem(part)) return inner;
    total += weight;
  }
  if (!(total > 0)) return "a mixture needs a part with a weight above 0";
  return std::nullopt;
}

std::optional<std::string> problem_of_kind(const Distribution& distribution) {
  const double cv = distribution.cv;
  switch (distribution.kind) {
    case Kind::constant:
    case Kind::exponential:
      return std::nullopt;
    case Kind::normal:
    case Kind::lognormal:
      if (!(cv >= 0 && cv <= 1000)) return "the cv must be from 0 to 1000";
      return std::nullopt;
    case Kind::erlang:
      if (distribution.stages < 1 || distribution.stages > 1000) {
        return "an erlang has from 1 to 1000 stages";
      }
      return std::nullopt;
    case Kind::hyperexponential:
      if (cv >= 1 && cv <= 1000) return std::nullopt;
      return "the cv of a hyperexponential must be from 1 to 1000; below 1 take an erlang";
    case Kind::uniform:
      return problem_of_bounds(distribution);
    case Kind::pareto:
      return problem_of_pareto(distribution);
    case Kind::weibull:
      return problem_of_weibull(distribution);
    case Kind::empirical:
      return problem_of_values(distribution.values);
    case Kind::mixture:
      return problem_of_parts(distribution.parts);
  }
  return "the kind is unknown";
}

Distribution with_mean(Kind kind, Duration mean) {
  Distribution distribution;
  distribution.kind = kind;
  distribution.mean = seconds(mean);
  return distribution;
}

Distribution with_cv(Kind kind, Duration mean, double cv) {
  Distribution distribution = with_mean(kind, mean);
  distribution.cv = cv;
  return distribution;
}

Distribution between(Kind kind, Duration low, Duration high) {
  Distribution distribution;
  distribution.kind = kind;
  distribution.low = seconds(low);
  distribution.high = seconds(high);
  return distribution;
}

}  // namespace

Distribution Distribution::constant(Duration value) { return with_mean(Kind::constant, value); }

Distribution Distribution::exponential(Duration mean) { return with_mean(Kind::exponential, mean); }

Distribution Distribution::normal(Duration mean, double cv) {
  return with_cv(Kind::normal, mean, cv);
}

Distribution Distribution::lognormal(Duration mean, double cv) {
  return with_cv(Kind::lognormal, mean, cv);
}

Distribution Distribution::erlang(Duration mean, std::int64_t stages) {
  Distribution distribution = with_mean(Kind::erlang, mean);
  distribution.stages = stages;
  return distribution;
}

Distribution Distribution::hyperexponential(Duration mean, double cv) {
  return with_cv(Kind::hyperexponential, mean, cv);
}

Distribution Distribution::uniform(Duration low, Duration high) {
  return between(Kind::uniform, low, high);
}

Distribution Distribution::pareto(double shape, Duration low, Duration high) {
  Distribution distribution = between(Kind::pareto, low, high);
  distribution.shape = shape;
  return distribution;
}

Distribution Distribution::weibull(Duration mean, double shape) {
  Distribution distribution = with_mean(Kind::weibull, mean);
  distribution.shape = shape;
  return distribution;
}

Distribution Distribution::weibull_of_scale(Duration scale, double shape) {
  Distribution distribution = weibull(Duration(0), shape);
  distribution.scale = squall::seconds(scale);
  return distribution;
}

Distribution Distribution::empirical(const std::vector<Duration>& values) {
  Distribution distribution;
  distribution.kind = Kind::empirical;
  for (const Duration value : values) distribution.values.push_back(squall::seconds(value));
  return distribution;
}

Distribution Distribution::mixture(std::vector<WeightedDistribution> parts) {
  Distribution distribution;
  distribution.kind = Kind::mixture;
  distribution.parts = std::move(parts);
  return distribution;
}

Distribution scaled(Distribution distribution, double factor) {
  for (double* length : {&distribution.mean, &distribution.low, &distribution.high})
    *length *= factor;
  if (distribution.scale) *distribution.scale *= factor;
  for (double& value : distribution.values) value *= factor;
  for (WeightedDistribution& part : distribution.parts)
    part.distribution = scaled(std::move(part.distribution), factor);
  return distribution;
}

std::optional<std::string> problem(const Distribution& distribution) {
  if (!is_length(distribution.mean)) return "the mean must be a length of time up to 285 years";
  return problem_of_kind(distribution);
}

double mean(const Distribution& distribution) { return moments_of(distribution).mean; }

double variance(const Distribution& distribution) { return moments_of(distribution).variance; }

double cv(const Distribution& distribution) {
  const auto [mean, variance] = moments_of(distribution);
  return mean == 0 ? 0 : portable::sqrt(variance) / mean;
}

}  // namespace squall
