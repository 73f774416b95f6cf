#pragma once

#include "squall/core/ring.hpp"
#include "squall/core/slab.hpp"
#include "squall/service/cpu.hpp"
#include "squall/service/endpoint.hpp"
#include "squall/service/own_values.hpp"
#include "squall/service/program.hpp"
#include "squall/service/traffic_meter.hpp"

#include <cstdint>

namespace squall::service {

/// Work at one server: a request in service, or one strand of it where it does several things at
/// once.
struct Job {
  Link at_server{};             ///< among all jobs of its server
  Key key;                      ///< of the request
  std::uint32_t server = 0;     ///< the server's number
  AttemptId attempt = no_slot;  ///< whom it answers; nobody where all have left, or for a strand
  JobId parent = no_slot;       ///< of a strand: the job that waits for it
  AttemptId call = no_slot;     ///< what it has sent out and waits for
  std::uint32_t step = 0;       ///< of its program, the next
  std::uint32_t strands = 0;    ///< how many of its own it waits for
  std::uint16_t status = 0;     ///< what it has failed with; 0 is well so far
  ClassId request_class = 0;
  std::uint8_t number = 1;  ///< which attempt of its request
};

/// Sends what jobs ask of other endpoints.
class Calls {
 public:
  virtual ~Calls() = default;

  /// Sends the call of the operation, and tells the job's server how it ended (possibly before
  /// it returns) by Server::call_ended(), unless it is dropped.
  virtual void call(JobId job, const Operation& operation) = 0;

  /// The job dies: abandons what it has sent.
  virtual void drop(JobId job) = 0;
};

/// What all servers of a world share.
struct Jobs {
  Exchange& exchange;
  Calls& calls;
  Slab<Job> pool;
  TrafficMeter* meter = nullptr;  ///< where anybody counts what goes in and out
  OwnValues* values = nullptr;    ///< where anybody reads what they put

  Jobs(Exchange& an_exchange, Calls& some_calls) : exchange(an_exchange), calls(some_calls) {}
};

}  // namespace squall::service
