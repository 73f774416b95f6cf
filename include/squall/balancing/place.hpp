#pragma once

#include "squall/balancing/target.hpp"

#include <cstdint>

namespace squall::balancing {

/// Where in a balancer an attempt stands, packed into the Attempt's `place`.
struct Place {
  static constexpr std::uint32_t targets = (1u << 20) - 1;  ///< ever registered in one group
  static constexpr TargetId no_target = targets;            ///< it waits for one
  static constexpr std::uint32_t nodes = 1u << 4;
  static constexpr std::uint32_t groups = 1u << 7;

  TargetId target = 0;
  NodeIndex node = 0;
  std::uint32_t group = 0;
  bool connecting = false;  ///< to a target that is not there

  static constexpr Place of(std::uint32_t packed) {
    return {packed & no_target, packed >> 20 & (nodes - 1), packed >> 24 & (groups - 1),
            packed >> 31 != 0};
  }

  constexpr std::uint32_t packed() const {
    return target | node << 20 | group << 24 | (connecting ? 1u << 31 : 0);
  }
};

}  // namespace squall::balancing
