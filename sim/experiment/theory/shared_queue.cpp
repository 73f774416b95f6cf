#include "squall/experiment/theory/shared_queue.hpp"

#include "squall/core/invariant.hpp"
#include "squall/experiment/theory/loss.hpp"

#include "experiment/theory/quantile.hpp"

#include <cmath>

namespace squall::experiment::theory {

double erlang_c(int servers, double load) {
  INVARIANT(load > 0 && load < servers);
  const double lost = erlang_b(servers, load);
  return lost / (1 - load / servers * (1 - lost));
}

double chance_to_wait_of_many(double spare) {
  INVARIANT(spare > 0);
  constexpr double pi = 3.14159265358979323846;
  const double below = std::erfc(-spare / std::sqrt(2.0)) / 2;
  const double density = std::exp(-spare * spare / 2) / std::sqrt(2 * pi);
  return 1 / (1 + spare * below / density);
}

SharedQueue::SharedQueue(int servers, double arrival_rate, double service_rate)
    : arrival_rate_(arrival_rate),
      service_rate_(service_rate),
      spare_rate_(servers * service_rate - arrival_rate),
      waiting_(erlang_c(servers, arrival_rate / service_rate)) {
  INVARIANT(arrival_rate > 0 && service_rate > 0);
}

double SharedQueue::mean_wait() const { return waiting_ / spare_rate_; }
double SharedQueue::mean_response() const { return mean_wait() + 1 / service_rate_; }
double SharedQueue::mean_inside() const { return arrival_rate_ * mean_response(); }

// Who waits, waits exponentially long with the spare rate; then comes the service.
double SharedQueue::beyond(double time) const {
  INVARIANT(time >= 0);
  const double served_longer = std::exp(-service_rate_ * time);
  const double apart = spare_rate_ - service_rate_;
  const double mixed =
      apart == 0 ? service_rate_ * time : -service_rate_ * std::expm1(-apart * time) / apart;
  return served_longer * (1 + waiting_ * mixed);
}

double SharedQueue::quantile(double part) const {
  return quantile_by([this](double time) { return beyond(time); }, part);
}

}  // namespace squall::experiment::theory
