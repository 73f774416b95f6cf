#pragma once

#include "squall/core/time.hpp"
#include "squall/service/requester.hpp"
#include "squall/traffic/local_clock.hpp"
#include "squall/traffic/pieces.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace squall::traffic {

/// What a client learns of the world it lives in.
struct ClientContext {
  std::string name;
  std::uint64_t seed = 0;
  std::vector<service::ClassId> classes;  ///< in the order of ClientSpec::requests; one where
                                          ///< that is empty
  Pieces counted;                 ///< requests born before or after are load and nothing else
  LocalClock clock{};             ///< where the client is
  NameId name_id = NameId::none;  ///< in the journal of the destination
};

/// How a client's requests are made.
inline service::RequesterSpec requester_spec(const ClientSpec& spec, const ClientContext& context) {
  return {spec.timeout, spec.retry, spec.hedge, spec.circuit_breaker, false, context.name_id};
}

}  // namespace squall::traffic
