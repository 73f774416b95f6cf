#pragma once

namespace squall::experiment::theory {

/// The part of requests that M/G/c/c loses, which lets nobody wait: Erlang's B, whatever the work
/// is like. Requires: servers >= 0, load > 0.
double erlang_b(int servers, double load);

/// M/M/c/K: a shared queue with room for so many, in service and waiting; more are refused.
class BoundedQueue {
 public:
  /// Requires: 0 < servers <= room, rates > 0.
  BoundedQueue(int servers, int room, double arrival_rate, double service_rate);

  double refused() const { return refused_; }  ///< the part of requests
  double mean_inside() const { return mean_inside_; }
  double mean_response() const;  ///< of those that are not refused
  double throughput() const;

 private:
  double arrival_rate_;
  double refused_ = 0;
  double mean_inside_ = 0;
};

/// M/M/c+M, Erlang's A: a shared queue that requests leave when they have waited too long for its
/// begin, each after an exponential patience of its own.
class ImpatientQueue {
 public:
  /// Requires: servers > 0, rates > 0; `leave_rate` is one by the mean patience.
  ImpatientQueue(int servers, double arrival_rate, double service_rate, double leave_rate);

  double leaving() const;                      ///< the part of requests that are never served
  double waiting() const { return waiting_; }  ///< the part that find all servers busy
  double mean_wait() const;                    ///< of all, also of those that leave
  double mean_inside() const { return mean_inside_; }

 private:
  double arrival_rate_;
  double leave_rate_;
  double waiting_ = 0;
  double mean_queue_ = 0;
  double mean_inside_ = 0;
};

}  // namespace squall::experiment::theory
