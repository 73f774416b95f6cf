#include "squall/experiment/theory/set_up.hpp"

#include "squall/core/invariant.hpp"

namespace squall::experiment::theory {

double mean_response_with_set_up(double arrival_rate, double service_rate, const SetUp& set_up) {
  INVARIANT(arrival_rate > 0 && arrival_rate < service_rate);
  INVARIANT(set_up.mean >= 0 && set_up.cv >= 0 && set_up.idle_for >= 0);
  // How likely the first request after a busy period finds the server off.
  const double off = 1 / (1 + arrival_rate * set_up.idle_for);
  const double square = set_up.mean * set_up.mean * (1 + set_up.cv * set_up.cv);
  return 1 / (service_rate - arrival_rate) + off * (2 * set_up.mean + arrival_rate * square) /
                                                 (2 * (1 + off * arrival_rate * set_up.mean));
}

}  // namespace squall::experiment::theory
