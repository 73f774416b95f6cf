#include "squall/experiment/theory/routing.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/SparseLU>

namespace squall::experiment::theory {

namespace {

// The chain of the shorter queue's length and by how much the other one is longer. The state with
// nobody inside has the weight 1, the others what the balance of each says.
class ShorterQueueChain {
 public:
  explicit ShorterQueueChain(double load)
      : rate_(2 * load), shorter_(1 + static_cast<int>(std::ceil(30 / -std::log(load * load)))) {
    for (int n = 0; n <= shorter_; ++n)
      for (int more = 0; more <= longer_; ++more) leave(n, more);
  }

  ShorterQueue solve() const {
    const int states = index(shorter_, longer_);  // but the empty one
    Eigen::SparseMatrix<double> balance(states, states);
    balance.setFromTriplets(flows_.begin(), flows_.end());
    Eigen::VectorXd from_empty = Eigen::VectorXd::Zero(states);
    for (const auto& [state, rate] : from_empty_) from_empty[state] -= rate;
    const Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(balance);
    INVARIANT(solver.info() == Eigen::Success);
    const Eigen::VectorXd weights = solver.solve(from_empty);
    double sum = 1, inside = 0, idle = 1;
    for (int n = 0; n <= shorter_; ++n) {
      for (int more = n == 0 ? 1 : 0; more <= longer_; ++more) {
        const double weight = weights[index(n, more) - 1];
        sum += weight;
        inside += (2 * n + more) * weight;
        if (n == 0) idle += weight;
      }
    }
    return {inside / sum / rate_, idle / sum};
  }

 private:
  static constexpr int longer_ = 40;  // the part of longer ones falls to a third with each

  static int index(int shorter, int more) { return shorter * (longer_ + 1) + more; }

  void leave(int n, int more) {
    const int here = index(n, more);
    // Somebody comes.
    if (more == 0) go(here, index(n, 1), rate_);
    if (more > 0 && n < shorter_) go(here, index(n + 1, more - 1), rate_);
    // Somebody goes from the shorter queue, of two alike from either; from the longer one.
    if (n > 0 && more < longer_) go(here, index(n - 1, more + 1), more == 0 ? 2 : 1);
    if (more > 0) go(here, index(n, more - 1), 1);
  }

  // Rows and columns are those of the states but the empty one.
  void go(int from, int to, double rate) {
    if (from == 0) from_empty_.push_back({to - 1, rate});
    if (from == 0) return;
    flows_.emplace_back(from - 1, from - 1, -rate);
    if (to > 0) flows_.emplace_back(to - 1, from - 1, rate);
  }

  double rate_;
  int shorter_;
  std::vector<Eigen::Triplet<double>> flows_;
  std::vector<std::pair<int, double>> from_empty_;
};

}  // namespace

ShorterQueue shorter_of_two_queues(double load) {
  INVARIANT(load > 0 && load <= 0.99);
  return ShorterQueueChain(load).solve();
}

double mean_response_of_choices(int choices, double load) {
  INVARIANT(choices > 0 && load > 0 && load < 1);
  if (choices == 1) return 1 / (1 - load);
  constexpr double nothing = 1e-18;
  double sum = 0;
  double power = 0;  // of the load in this term: 0, d, d + d^2, ..
  for (double grows = choices;; grows *= choices) {
    const double term = std::pow(load, power);
    if (term < nothing) return sum;
    sum += term;
    power += grows;
  }
}

}  // namespace squall::experiment::theory
