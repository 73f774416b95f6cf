#include "squall/experiment/theory/networks.hpp"

#include "squall/core/invariant.hpp"
#include "squall/experiment/theory/shared_queue.hpp"

#include "experiment/theory/quantile.hpp"

#include <algorithm>
#include <utility>

#include <Eigen/LU>
#include <unsupported/Eigen/MatrixFunctions>

namespace squall::experiment::theory {

namespace {

Eigen::Index at(std::size_t index) { return static_cast<Eigen::Index>(index); }

// What reaches each station: rates = outside + next^T rates.
Eigen::VectorXd rates_of(const std::vector<Station>& stations) {
  const Eigen::Index count = at(stations.size());
  Eigen::MatrixXd kept = Eigen::MatrixXd::Identity(count, count);
  Eigen::VectorXd outside(count);
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const Station& station = stations[i];
    INVARIANT(station.arrival_rate >= 0 && station.next.size() <= stations.size());
    outside[at(i)] = station.arrival_rate;
    double goes_on = 0;
    for (std::size_t j = 0; j < station.next.size(); ++j) {
      INVARIANT(station.next[j] >= 0);
      goes_on += station.next[j];
      kept(at(j), at(i)) -= station.next[j];
    }
    INVARIANT(goes_on < 1 + 1e-12);
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> solver(kept);
  INVARIANT(solver.isInvertible());
  return solver.solve(outside);
}

}  // namespace

OpenNetwork::OpenNetwork(const std::vector<Station>& stations) {
  const Eigen::VectorXd rates = rates_of(stations);
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const Station& station = stations[i];
    outside_ += station.arrival_rate;
    rates_.push_back(rates[at(i)]);
    visits_.push_back(
        rates_[i] > 0
            ? SharedQueue(station.servers, rates_[i], station.service_rate).mean_response()
            : 1 / station.service_rate);
  }
  INVARIANT(outside_ > 0);
}

double OpenNetwork::mean_inside() const {
  double inside = 0;
  for (std::size_t i = 0; i < rates_.size(); ++i) inside += rates_[i] * visits_[i];
  return inside;
}

double OpenNetwork::mean_response() const { return mean_inside() / outside_; }

InARow::InARow(std::vector<double> rates) : rates_(std::move(rates)) {
  INVARIANT(!rates_.empty() && *std::min_element(rates_.begin(), rates_.end()) > 0);
}

double InARow::mean() const {
  double mean = 0;
  for (const double rate : rates_) mean += 1 / rate;
  return mean;
}

// A chain that goes from each time to the next and ends after the last; as exact where rates are
// alike, which the sum of exponentials of the textbooks is not.
double InARow::beyond(double time) const {
  INVARIANT(time >= 0);
  const Eigen::Index count = at(rates_.size());
  Eigen::MatrixXd flows = Eigen::MatrixXd::Zero(count, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    flows(i, i) = -rates_[static_cast<std::size_t>(i)] * time;
    if (i + 1 < count) flows(i, i + 1) = -flows(i, i);
  }
  const Eigen::MatrixXd after = flows.exp();
  return after.row(0).sum();
}

double InARow::quantile(double part) const {
  return quantile_by([this](double time) { return beyond(time); }, part);
}

ClosedLoop closed_loop(int users, double think, const std::vector<double>& demands) {
  INVARIANT(users > 0 && think >= 0 && !demands.empty());
  INVARIANT(*std::min_element(demands.begin(), demands.end()) > 0);
  ClosedLoop loop;
  std::vector<double> inside(demands.size(), 0);
  for (int count = 1; count <= users; ++count) {
    std::vector<double> visits;
    loop.response = 0;
    for (std::size_t i = 0; i < demands.size(); ++i) {
      visits.push_back(demands[i] * (1 + inside[i]));
      loop.response += visits[i];
    }
    loop.throughput = count / (think + loop.response);
    for (std::size_t i = 0; i < demands.size(); ++i) inside[i] = loop.throughput * visits[i];
  }
  return loop;
}

}  // namespace squall::experiment::theory
