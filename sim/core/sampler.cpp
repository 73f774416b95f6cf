#include "squall/core/sampler.hpp"

#include "squall/core/special.hpp"

namespace squall {
namespace {

double total_weight(const std::vector<WeightedDistribution>& parts) {
  double total = 0;
  for (const WeightedDistribution& part : parts) total += part.weight;
  return total;
}

}  // namespace

Sampler::Sampler(const Distribution& distribution) {
  add(distribution, 1);
  if (plans_.size() == 1) {
    kind_ = plans_.front().kind;
    choices_.clear();
    return;
  }
  double sum = 0;
  for (double& choice : choices_) choice = sum += choice;
}

// Mixtures within mixtures become one list of plans, so that one choice is enough.
void Sampler::add(const Distribution& distribution, double share) {
  if (distribution.kind == Kind::mixture) {
    const double total = total_weight(distribution.parts);
    for (const auto& [weight, part] : distribution.parts) {
      if (weight > 0) add(part, share * weight / total);
    }
    return;
  }
  Plan plan = plan_parameters(distribution);
  plan.first = values_.size();
  if (plan.kind == Kind::empirical) {
    plan.count = distribution.values.size();
    values_.insert(values_.end(), distribution.values.begin(), distribution.values.end());
    std::sort(values_.end() - static_cast<std::ptrdiff_t>(plan.count), values_.end());
  }
  if (plan.kind == Kind::pareto) values_.push_back(distribution.high);
  plans_.push_back(plan);
  choices_.push_back(share);
}

Sampler::Plan Sampler::plan_parameters(const Distribution& distribution) {
  const Kind kind = distribution.kind;
  const double mean = distribution.mean;
  const double cv = distribution.cv;
  const double low = distribution.low;
  const double shape = distribution.shape;
  const bool fixed = (kind == Kind::normal || kind == Kind::lognormal) && (cv == 0 || mean == 0);
  if (fixed) return {.kind = Kind::constant, .a = mean};
  switch (kind) {
    case Kind::constant:
    case Kind::exponential:
      return {.kind = kind, .a = mean};
    case Kind::normal:
      return {.kind = kind, .a = mean, .b = mean * cv};
    case Kind::lognormal: {
      const double log_variance = portable::log1p(cv * cv);
      return {.kind = kind,
              .a = portable::log(mean) - log_variance / 2,
              .b = portable::sqrt(log_variance)};
    }
    case Kind::erlang:
      return {.kind = kind,
              .a = mean / static_cast<double>(distribution.stages),
              .count = static_cast<std::size_t>(distribution.stages)};
    case Kind::hyperexponential: {
      const double p = (1 + portable::sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
      return {.kind = kind, .a = p, .b = mean / (2 * p), .c = mean / (2 * (1 - p))};
    }
    case Kind::uniform:
      return {.kind = kind, .a = low, .b = distribution.high - low};
    case Kind::pareto:
      return {.kind = kind,
              .a = low,
              .b = -portable::expm1(shape * portable::log(low / distribution.high)),
              .c = 1 / shape};
    case Kind::weibull:
      return {.kind = kind,
              .a = distribution.scale ? *distribution.scale : mean / portable::gamma(1 + 1 / shape),
              .b = 1 / shape};
    case Kind::empirical:
    case Kind::mixture:
      break;
  }
  return {.kind = kind};
}

}  // namespace squall
