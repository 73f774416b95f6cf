#pragma once

#include <cstddef>
#include <vector>

namespace squall::experiment::theory {

/// One station of an open network: a shared queue, or one server that all share.
struct Station {
  int servers = 1;
  double service_rate = 1;  ///< of one server
  double arrival_rate = 0;  ///< of those who come from outside
  /// How likely a request goes on to each station; else it leaves. Empty: it leaves.
  std::vector<double> next = {};
};

/// Jackson's: each station answers as if it were alone with the rate that reaches it.
class OpenNetwork {
 public:
  /// Requires: something comes from outside, nothing stays for ever, each station bears its rate.
  explicit OpenNetwork(const std::vector<Station>& stations);

  double rate(std::size_t station) const { return rates_[station]; }
  double mean_visit(std::size_t station) const { return visits_[station]; }
  double mean_inside() const;
  double mean_response() const;  ///< from coming to leaving, over all visits

 private:
  double outside_ = 0;
  std::vector<double> rates_;
  std::vector<double> visits_;
};

/// A sum of exponential times: how long requests take that pass M/M/1 stations in a row, first
/// come, first served; the rate of each is then its service rate less that of the requests.
class InARow {
 public:
  /// Requires: rates > 0, at least one.
  explicit InARow(std::vector<double> rates);

  double mean() const;

  /// The part that takes longer. Requires: time >= 0.
  double beyond(double time) const;

  /// The time that this part stays below. Requires: 0 <= part < 1.
  double quantile(double part) const;

 private:
  std::vector<double> rates_;
};

/// What users who think, ask and wait for the answer come to.
struct ClosedLoop {
  double throughput = 0;
  double response = 0;
};

/// Exact mean value analysis. A demand is what a request needs of one station, in all its visits.
/// Requires: users > 0, think >= 0, demands > 0, at least one.
ClosedLoop closed_loop(int users, double think, const std::vector<double>& demands);

}  // namespace squall::experiment::theory
