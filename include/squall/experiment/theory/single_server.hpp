#pragma once

#include <cstddef>
#include <vector>

namespace squall::experiment::theory {

/// What a request asks for: its mean, and the standard deviation by that.
struct Work {
  double mean = 1;
  double cv = 1;
};

/// How long requests wait on average at one server, first come, first served: M/G/1 by Pollaczek
/// and Khinchine. Requires: 0 < arrival_rate, arrival_rate * work.mean < 1, work.cv >= 0.
double mean_wait(double arrival_rate, const Work& work);

/// How long requests take on average where all share one server: M/G/1-PS, whatever the work is
/// like. One of another size takes in proportion. Requires: as above.
double mean_response_when_shared(double arrival_rate, double mean_work);

/// How long requests of constant work wait on average for one of several servers: M/D/c.
/// Requires: servers > 0, arrival_rate > 0, arrival_rate * work < servers.
double mean_wait_for_constant_work(int servers, double arrival_rate, double work);

/// How long each of the first customers of an M/M/1 waits on average that begins empty, in service
/// times. Requires: 0 < load < 1.
std::vector<double> mean_waits_from_empty(double load, std::size_t customers);

/// The variance of the mean number inside M/M/1 over a time is this by that time, in service times
/// (Whitt 1989). Requires: 0 < load < 1.
double variance_of_mean_inside(double load);

}  // namespace squall::experiment::theory
