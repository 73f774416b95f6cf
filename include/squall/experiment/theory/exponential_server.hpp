#pragma once

namespace squall::experiment::theory {

/// GI/M/1: one exponential server, first come, first served, and requests whose gaps are alike and
/// independent. Response times are exponential; times are in the unit of the rates.
class ExponentialServer {
 public:
  /// Gaps of so many exponential stages: what each of n servers sees that get Poisson requests in
  /// turn. One stage is M/M/1. Requires: stages > 0, 0 < arrival_rate < service_rate.
  static ExponentialServer with_stages(int stages, double arrival_rate, double service_rate);

  /// Gaps that are all the same: D/M/1. Requires: as above.
  static ExponentialServer with_even_arrivals(double arrival_rate, double service_rate);

  double waiting() const { return waiting_; }  ///< the part of requests that wait: sigma
  double mean_response() const;

  /// The part of requests whose response takes longer. Requires: time >= 0.
  double beyond(double time) const;

  /// The response time that this part stays below. Requires: 0 <= part < 1.
  double quantile(double part) const;

 private:
  ExponentialServer(double waiting, double service_rate)
      : waiting_(waiting), service_rate_(service_rate) {}

  double waiting_;
  double service_rate_;
};

}  // namespace squall::experiment::theory
