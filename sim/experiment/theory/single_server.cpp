#include "squall/experiment/theory/single_server.hpp"

#include "squall/core/invariant.hpp"

#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

namespace squall::experiment::theory {

double mean_wait(double arrival_rate, const Work& work) {
  const double load = arrival_rate * work.mean;
  INVARIANT(arrival_rate > 0 && work.mean > 0 && work.cv >= 0 && load < 1);
  return work.mean * load * (1 + work.cv * work.cv) / (2 * (1 - load));
}

double mean_response_when_shared(double arrival_rate, double mean_work) {
  INVARIANT(arrival_rate > 0 && mean_work > 0 && arrival_rate * mean_work < 1);
  return mean_work / (1 - arrival_rate * mean_work);
}

// With constant work each server gets every c-th request, as if they took turns: one server with
// gaps of c stages. Its mean wait is, by Spitzer, the sum over n of E[(n work - n gaps)+] / n.
double mean_wait_for_constant_work(int servers, double arrival_rate, double work) {
  INVARIANT(servers > 0 && arrival_rate > 0 && work > 0 && arrival_rate * work < servers);
  constexpr double nothing = 1e-14;
  double wait = 0;
  for (int n = 1;; ++n) {
    const double stages = static_cast<double>(n) * servers;
    const double load = n * arrival_rate * work;
    const double more = work * boost::math::gamma_p(stages, load) -
                        servers / arrival_rate * boost::math::gamma_p(stages + 1, load);
    wait += more;
    if (more <= nothing * wait) return wait;
  }
}

// Of a request and the next: of those whom it leaves inside, each may or may not have gone by then.
std::vector<double> mean_waits_from_empty(double load, std::size_t customers) {
  INVARIANT(load > 0 && load < 1);
  const double comes_first = load / (1 + load), goes_first = 1 / (1 + load);
  std::vector<double> waits;
  std::vector<double> found{1};  // how likely a customer finds so many inside
  while (waits.size() < customers) {
    double mean = 0;
    for (std::size_t n = 0; n < found.size(); ++n) mean += static_cast<double>(n) * found[n];
    waits.push_back(mean);
    std::vector<double> next(found.size() + 1, 0);
    double passing = 0;  // comes down to this number inside, or began there
    for (std::size_t n = found.size(); n > 0; --n) {
      passing += found[n - 1];
      next[n] = passing * comes_first;
      passing *= goes_first;
    }
    next[0] = passing;
    found = std::move(next);
  }
  return waits;
}

double variance_of_mean_inside(double load) {
  INVARIANT(load > 0 && load < 1);
  return 2 * load * (1 + load) / std::pow(1 - load, 4);
}

}  // namespace squall::experiment::theory
