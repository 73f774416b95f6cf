#pragma once

#include "squall/balancing/spec.hpp"
#include "squall/core/units.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace squall::test {

/// What a balancer is to do with a request, worked out from the scenario alone.
struct Directions {
  std::string action;  ///< "80/r1" or, the default, "80": the one that decides in the end
  const std::map<std::string, Weight>* forward = nullptr;  ///< where it is no answer
  std::optional<Duration> stickiness;                      ///< of that forward
  int status = 0;                                          ///< of an answer that is told
  bool fixed = false;                                      ///< a fixed response, not a redirect
  std::uint64_t redirects = 0;
  std::uint64_t followed = 0;   ///< of these: the client asks again at once
  std::uint64_t evaluated = 0;  ///< rules that are tried
  Bytes processed{};            ///< of the request, and of an answer that is told
  Bytes response{};             ///< of a good answer of a target
};

/// For requests of the class from this address to the first listener of the balancer. Patterns are
/// understood as far as the random scenarios have them: a text, or a beginning and '*'.
Directions directions(const balancing::LoadBalancerSpec& balancer,
                      const traffic::ClientSpec& client, const std::string& request_class,
                      std::uint32_t address);

}  // namespace squall::test
