#pragma once

namespace squall::experiment::theory {

/// How likely a request finds all servers of M/M/c busy and waits: Erlang's C. A load of 1 keeps
/// one server busy. Requires: 0 < load < servers.
double erlang_c(int servers, double load);

/// The same of very many servers, `spare` times the root of the load more than that: Halfin and
/// Whitt. Requires: spare > 0.
double chance_to_wait_of_many(double spare);

/// M/M/c: requests by chance, exponential work, one queue for all servers, first come, first
/// served. Times are in the unit of the rates. With one server it is M/M/1.
class SharedQueue {
 public:
  /// Requires: servers > 0, 0 < arrival_rate < servers * service_rate, the rate of one server.
  SharedQueue(int servers, double arrival_rate, double service_rate);

  double waiting() const { return waiting_; }  ///< the part of requests that wait
  double mean_wait() const;
  double mean_response() const;
  double mean_inside() const;

  /// The part of requests whose response takes longer. Requires: time >= 0.
  double beyond(double time) const;

  /// The response time that this part stays below. Requires: 0 <= part < 1.
  double quantile(double part) const;

 private:
  double arrival_rate_;
  double service_rate_;
  double spare_rate_;
  double waiting_;
};

}  // namespace squall::experiment::theory
