#include "squall/experiment/theory/loss.hpp"

#include "squall/core/invariant.hpp"

#include "experiment/theory/birth_death.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace squall::experiment::theory {

namespace {

double busy(std::size_t inside, int servers) {
  return static_cast<double>(std::min(inside, static_cast<std::size_t>(servers)));
}

double mean_of(const std::vector<double>& parts) {
  double mean = 0;
  for (std::size_t n = 0; n < parts.size(); ++n) mean += static_cast<double>(n) * parts[n];
  return mean;
}

}  // namespace

double erlang_b(int servers, double load) {
  INVARIANT(servers >= 0 && load > 0);
  double lost = 1;
  for (int n = 1; n <= servers; ++n) lost = load * lost / (n + load * lost);
  return lost;
}

BoundedQueue::BoundedQueue(int servers, int room, double arrival_rate, double service_rate)
    : arrival_rate_(arrival_rate) {
  INVARIANT(servers > 0 && servers <= room && arrival_rate > 0 && service_rate > 0);
  const auto most = static_cast<std::size_t>(room);
  const std::vector<double> parts =
      stationary([&](std::size_t) { return arrival_rate; },
                 [&](std::size_t inside) { return busy(inside, servers) * service_rate; }, most);
  if (parts.size() > most) refused_ = parts[most];
  mean_inside_ = mean_of(parts);
}

double BoundedQueue::throughput() const { return arrival_rate_ * (1 - refused_); }
double BoundedQueue::mean_response() const { return mean_inside_ / throughput(); }

ImpatientQueue::ImpatientQueue(int servers, double arrival_rate, double service_rate,
                               double leave_rate)
    : arrival_rate_(arrival_rate), leave_rate_(leave_rate) {
  INVARIANT(servers > 0 && arrival_rate > 0 && service_rate > 0 && leave_rate > 0);
  const auto queued = [&](std::size_t inside) {
    return static_cast<double>(inside) - busy(inside, servers);
  };
  const std::vector<double> parts =
      stationary([&](std::size_t) { return arrival_rate; },
                 [&](std::size_t inside) {
                   return busy(inside, servers) * service_rate + queued(inside) * leave_rate;
                 });
  mean_inside_ = mean_of(parts);
  for (std::size_t n = static_cast<std::size_t>(servers); n < parts.size(); ++n) {
    waiting_ += parts[n];
    mean_queue_ += queued(n) * parts[n];
  }
}

double ImpatientQueue::mean_wait() const { return mean_queue_ / arrival_rate_; }
double ImpatientQueue::leaving() const { return leave_rate_ * mean_wait(); }

}  // namespace squall::experiment::theory
