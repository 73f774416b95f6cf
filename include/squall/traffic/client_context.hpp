#pragma once

#include "squall/core/time.hpp"
#include "squall/service/attempt.hpp"
#include "squall/traffic/local_clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace squall::traffic {

/// Requests born in [from, until) count; those before and after are load and nothing else.
struct Window {
  Time from{};
  Time until = never;

  bool contains(Time born) const { return from <= born && born < until; }
};

/// What a client learns of the world it lives in.
struct ClientContext {
  std::string name;
  std::uint64_t seed = 0;
  std::vector<service::ClassId> classes;  ///< in the order of ClientSpec::requests; one where
                                          ///< that is empty
  Window counted;
  LocalClock clock{};  ///< where the client is
};

}  // namespace squall::traffic
