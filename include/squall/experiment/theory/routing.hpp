#pragma once

namespace squall::experiment::theory {

/// What joining the shorter of two queues comes to.
struct ShorterQueue {
  double mean_response = 0;  ///< in service times
  double idle = 0;           ///< the part of the time in which one of the servers is idle
};

/// Two exponential servers of `load` each, first come, first served; a request joins the shorter
/// queue, of two alike either. The exact chain, cut off where it is never seen.
/// Requires: 0 < load <= 0.99.
ShorterQueue shorter_of_two_queues(double load);

/// The mean response, in service times, where each request joins the shortest of so many queues
/// drawn at random, of infinitely many of `load` each. Some more where they are finitely many.
/// Requires: choices > 0, 0 < load < 1.
double mean_response_of_choices(int choices, double load);

}  // namespace squall::experiment::theory
