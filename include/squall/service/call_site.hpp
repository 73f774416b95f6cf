#pragma once

#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/service/connection_pool.hpp"
#include "squall/service/requester.hpp"

#include <string>
#include <utility>

namespace squall::service {

class Fleet;

/// Where it is written what happens, and by which names.
struct Diary {
  Journal& journal;
  Names& names;
};

/// What became of the calls that a service makes to one endpoint.
struct CallCounts {
  Requester::Counts requests;
  ConnectionPool::Counts connections;  ///< all 0 without a pool
};

/// A `call` step with retries, hedges, a circuit breaker or a connection pool: its requests, for
/// all processes of its service.
class CallSite final : private RequestOwner {
 public:
  CallSite(Fleet& fleet, Engine& engine, Destination destination, const RequesterSpec& spec,
           std::string to)
      : requester(engine, destination, spec, *this), to_(std::move(to)), fleet_(fleet) {}

  /// The name of the endpoint.
  const std::string& to() const { return to_; }

  Requester requester;

 private:
  void met(const Request&, Incident) override {}
  void settled(const Request& request, Ending ending) override;

  const std::string to_;
  Fleet& fleet_;
};

}  // namespace squall::service
