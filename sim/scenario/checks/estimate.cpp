#include "scenario/checks/estimate.hpp"

#include <algorithm>
#include <cmath>

namespace squall::scenario {

namespace {

using namespace distributions;

constexpr double normal_99_9 = 3.09;       // in standard deviations
constexpr double exponential_99_9 = 6.91;  // in means

double mean(const Constant& form) { return seconds(form.value); }
double mean(const Exponential& form) { return seconds(form.mean); }
double mean(const Normal& form) { return seconds(form.mean); }
double mean(const Lognormal& form) { return seconds(form.mean); }
double mean(const Erlang& form) { return seconds(form.mean); }
double mean(const Hyperexponential& form) { return seconds(form.mean); }
double mean(const Weibull& form) { return seconds(form.mean); }
double mean(const Uniform& form) { return (seconds(form.low) + seconds(form.high)) / 2; }

double mean(const Pareto& form) {
  const double low = seconds(form.low);
  const double high = seconds(form.high);
  const double a = form.shape;
  if (a == 1) return std::log(high / low) * low / (1 - low / high);
  const double part = 1 - std::pow(low / high, a);
  return low / part * a / (a - 1) * (1 - std::pow(low / high, a - 1));
}

double mean(const Empirical& form) {
  double sum = 0;
  for (const Duration value : form.values) sum += seconds(value);
  return form.values.empty() ? 0 : sum / static_cast<double>(form.values.size());
}

double mean(const Mixture& form) {
  double sum = 0;
  double weights = 0;
  for (const WeightedSpec& part : form.parts) {
    sum += part.weight.value * mean_of(part.of);
    weights += part.weight.value;
  }
  return weights > 0 ? sum / weights : 0;
}

double slowest(const Constant& form) { return seconds(form.value); }
double slowest(const Exponential& form) { return seconds(form.mean) * exponential_99_9; }
double slowest(const Normal& form) { return seconds(form.mean) * (1 + normal_99_9 * form.cv); }

double slowest(const Lognormal& form) {
  const double variance = std::log(1 + form.cv * form.cv);
  return seconds(form.mean) * std::exp(normal_99_9 * std::sqrt(variance) - variance / 2);
}

// Between a bell and one stage.
double slowest(const Erlang& form) {
  const double cv = 1 / std::sqrt(static_cast<double>(form.stages));
  return seconds(form.mean) * (1 + (exponential_99_9 - 1) * cv);
}

double slowest(const Hyperexponential& form) {
  return seconds(form.mean) * exponential_99_9 * form.cv;
}

double slowest(const Weibull& form) {
  const double scale = seconds(form.mean) / std::tgamma(1 + 1 / form.shape);
  return scale * std::pow(exponential_99_9, 1 / form.shape);
}

double slowest(const Uniform& form) { return seconds(form.high); }
double slowest(const Pareto& form) { return seconds(form.high); }

double slowest(const Empirical& form) {
  double longest = 0;
  for (const Duration value : form.values) longest = std::max(longest, seconds(value));
  return longest;
}

double slowest(const Mixture& form) {
  double longest = 0;
  for (const WeightedSpec& part : form.parts)
    if (part.weight.value > 0) longest = std::max(longest, slowest_of(part.of));
  return longest;
}

}  // namespace

double mean_of(const DistributionSpec& spec) {
  return std::visit([](const auto& form) { return mean(form); }, spec.form);
}

double slowest_of(const DistributionSpec& spec) {
  return std::visit([](const auto& form) { return slowest(form); }, spec.form);
}

}  // namespace squall::scenario
