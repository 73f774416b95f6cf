#pragma once

#include "squall/core/distribution.hpp"
#include "squall/core/ziggurat.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace squall {

/// A Distribution made ready for drawing: a few multiplications, no allocation, no virtual call.
/// What it returns is a function of the source's words alone, the same from every compiler.
class Sampler {
 public:
  /// Requires: no problem() with the distribution.
  explicit Sampler(const Distribution& distribution);

  /// Never negative, and finite.
  template <BitSource Source>
  double seconds(Source&& source) const {
    if (kind_ == Kind::exponential) return plans_.front().a * standard_exponential(source);
    if (kind_ != Kind::mixture) return draw(plans_.front(), source);
    const double u = source.uniform();
    const auto choice = std::upper_bound(choices_.begin(), choices_.end() - 1, u);
    return draw(plans_[static_cast<std::size_t>(choice - choices_.begin())], source);
  }

  /// To the nearest nanosecond; what passes 285 years is 285 years.
  template <BitSource Source>
  Duration duration(Source&& source) const {
    return from_seconds(std::min(seconds(std::forward<Source>(source)), 9e9));
  }

 private:
  using Kind = Distribution::Kind;

  /// The numbers a kind is drawn from; their meaning is in draw().
  struct Plan {
    Kind kind = Kind::constant;
    double a = 0;
    double b = 0;
    double c = 0;
    std::size_t first = 0;  // where its values begin
    std::size_t count = 0;  // of values or stages
  };

  static Plan plan_parameters(const Distribution& distribution);
  void add(const Distribution& distribution, double share);

  template <BitSource Source>
  double draw(const Plan& plan, Source& source) const;

  Kind kind_ = Kind::mixture;  // of the only plan
  std::vector<Plan> plans_;
  std::vector<double> choices_;  // of a mixture: the shares of its plans, summed up
  std::vector<double> values_;
};

template <BitSource Source>
double Sampler::draw(const Plan& plan, Source& source) const {
  switch (plan.kind) {
    case Kind::constant:
      return plan.a;
    case Kind::exponential:
      return plan.a * standard_exponential(source);
    case Kind::normal: {
      double value = -1;
      while (value < 0) value = plan.a + plan.b * standard_normal(source);
      return value;
    }
    case Kind::lognormal:
      return std::min(portable::exp(plan.a + plan.b * standard_normal(source)), 1e300);
    case Kind::erlang: {
      double sum = 0;
      for (std::size_t stage = 0; stage < plan.count; ++stage) sum += standard_exponential(source);
      return plan.a * sum;
    }
    case Kind::hyperexponential: {
      const double mean = source.uniform() < plan.a ? plan.b : plan.c;
      return mean * standard_exponential(source);
    }
    case Kind::uniform:
      return plan.a + plan.b * source.uniform();
    case Kind::pareto: {
      // low (1 - u (1 - (low / high)^shape))^(-1 / shape)
      const double exponent = -portable::log(1 - plan.b * source.uniform()) * plan.c;
      return std::clamp(plan.a * portable::exp(exponent), plan.a, values_[plan.first]);
    }
    case Kind::weibull:
      return std::min(plan.a * portable::exp(plan.b * portable::log(standard_exponential(source))),
                      1e300);
    case Kind::empirical:
      return values_[plan.first + below(source, plan.count)];
    case Kind::mixture:
      break;  // its parts have plans of their own
  }
  return 0;
}

}  // namespace squall
