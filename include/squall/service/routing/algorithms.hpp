#pragma once

#include "squall/core/text.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace squall::service {

/// The ways to choose who gets a request. Each is a file of its own beside the registry.
enum class Algorithm : std::uint8_t {
  round_robin,
  least_outstanding_requests,
  weighted_random,
  flow_hash,
  random,
  power_of_two,
  ip_hash,
  least_response_time,
};

}  // namespace squall::service

template <>
struct squall::Words<squall::service::Algorithm> {
  static constexpr std::string_view name = "algorithm";
  static constexpr std::array words{
      Word{"round_robin", "each target in turn"},
      Word{"least_outstanding_requests", "a target with the fewest requests open at it"},
      Word{"weighted_random", "any, alike, but with 'anomaly_mitigation' fewer to those that fail"},
      Word{"flow_hash", "by a hash of the connection: one connection, one target"},
      Word{"random", "any, alike"},
      Word{"power_of_two", "of two at random, the one with fewer requests open"},
      Word{"ip_hash", "by a hash of the client's address: one address, one target"},
      Word{"least_response_time", "of two at random, the one that should answer sooner"},
  };
};
