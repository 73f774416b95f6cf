#include "squall/core/distribution_spec.hpp"

#include <utility>

namespace squall {
namespace {

using D = Distribution;

struct Convert {
  D operator()(const distributions::Constant& d) const { return D::constant(d.value); }
  D operator()(const distributions::Exponential& d) const { return D::exponential(d.mean); }
  D operator()(const distributions::Normal& d) const { return D::normal(d.mean, d.cv); }
  D operator()(const distributions::Lognormal& d) const { return D::lognormal(d.mean, d.cv); }
  D operator()(const distributions::Erlang& d) const { return D::erlang(d.mean, d.stages); }
  D operator()(const distributions::Hyperexponential& d) const {
    return D::hyperexponential(d.mean, d.cv);
  }
  D operator()(const distributions::Uniform& d) const { return D::uniform(d.low, d.high); }
  D operator()(const distributions::Pareto& d) const { return D::pareto(d.shape, d.low, d.high); }
  D operator()(const distributions::Weibull& d) const { return D::weibull(d.mean, d.shape); }
  D operator()(const distributions::Empirical& d) const { return D::empirical(d.values); }
  D operator()(const distributions::Mixture& d) const {
    std::vector<WeightedDistribution> parts;
    for (const WeightedSpec& part : d.parts) {
      parts.push_back({part.weight.value, to_distribution(part.of)});
    }
    return D::mixture(std::move(parts));
  }
};

}  // namespace

Distribution to_distribution(const DistributionSpec& spec) {
  return std::visit(Convert{}, spec.form);
}

}  // namespace squall
