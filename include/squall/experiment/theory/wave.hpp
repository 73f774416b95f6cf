#pragma once

namespace squall::experiment::theory {

/// M_t/M/infinity: requests that come and go like a sine, each served at once for an exponential
/// time. Eick, Massey and Whitt (1993). The number in service is a wave too, later and flatter; at
/// each moment it is Poisson's.
struct Wave {
  double mean_rate = 1;
  double swing = 0;  ///< of the rate, as a part of its mean
  double period = 1;
  double service = 1;  ///< the mean time of one request

  double frequency() const;  ///< in radians
  double rate(double time) const;
  double level() const;  ///< the mean number in service
  double amplitude() const;
  double lag() const;  ///< how much later than the rate
  double in_service(double time) const;
};

}  // namespace squall::experiment::theory
