#pragma once

namespace squall::experiment::theory {

/// How a server goes off when it is idle, and comes back.
struct SetUp {
  double mean = 0;      ///< from the first request to the begin of service
  double cv = 1;        ///< its standard deviation by its mean
  double idle_for = 0;  ///< mean of the exponential time that it stays on for nothing
};

/// The mean response of M/M/1, first come, first served, with a cold start of each busy period
/// (Welch 1964). Requires: 0 < arrival_rate < service_rate, nothing below 0.
double mean_response_with_set_up(double arrival_rate, double service_rate, const SetUp& set_up);

}  // namespace squall::experiment::theory
