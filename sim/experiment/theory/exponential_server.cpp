#include "squall/experiment/theory/exponential_server.hpp"

#include "squall/core/invariant.hpp"

#include <cmath>
#include <utility>

namespace squall::experiment::theory {

namespace {

// The least root of sigma = A(sigma), where A bends upwards and `transform` says it with its slope:
// Newton's steps from 0 stay below the root.
template <class Transform>
double least_root(const Transform& transform) {
  double sigma = 0;
  for (int i = 0; i < 200; ++i) {
    const auto [value, slope] = transform(sigma);
    const double next = sigma + (value - sigma) / (1 - slope);
    if (!(next > sigma)) break;
    sigma = next;
  }
  return sigma;
}

}  // namespace

ExponentialServer ExponentialServer::with_stages(int stages, double arrival_rate,
                                                 double service_rate) {
  INVARIANT(stages > 0 && arrival_rate > 0 && arrival_rate < service_rate);
  const double stage_rate = stages * arrival_rate;
  const auto transform = [&](double sigma) {
    const double both = stage_rate + service_rate * (1 - sigma);
    const double value = std::pow(stage_rate / both, stages);
    return std::pair(value, stages * value * service_rate / both);
  };
  return {least_root(transform), service_rate};
}

ExponentialServer ExponentialServer::with_even_arrivals(double arrival_rate, double service_rate) {
  INVARIANT(arrival_rate > 0 && arrival_rate < service_rate);
  const double services = service_rate / arrival_rate;
  const auto transform = [&](double sigma) {
    const double value = std::exp(-services * (1 - sigma));
    return std::pair(value, services * value);
  };
  return {least_root(transform), service_rate};
}

double ExponentialServer::mean_response() const { return 1 / (service_rate_ * (1 - waiting_)); }

double ExponentialServer::beyond(double time) const {
  INVARIANT(time >= 0);
  return std::exp(-time / mean_response());
}

double ExponentialServer::quantile(double part) const {
  INVARIANT(part >= 0 && part < 1);
  return -std::log1p(-part) * mean_response();
}

}  // namespace squall::experiment::theory
