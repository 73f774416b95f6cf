#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/time.hpp"
#include "squall/scaling/words.hpp"

#include <cstddef>
#include <cstdint>

namespace squall::scaling {

/// Why a group takes an instance out of service.
enum class Fault : std::uint8_t { none, not_running, status_checks, load_balancer, said, lifetime };

/// One instance of a group.
struct Member {
  compute::LifeId life = 0;
  std::size_t zone = 0;  ///< of the group's zones
  LifecycleState state = LifecycleState::pending;
  Time launched{};
  Time in_service = never;  ///< since when, at last
  Time ended = never;
  Time warm = never;  ///< from when on its metrics count
  Duration warmup{};
  Time impaired = never;  ///< since when its status checks fail
  Fault fault = Fault::none;
  bool said_unhealthy = false;
  bool too_old = false;
  bool is_protected = false;
  bool replaces = false;       ///< it was launched for one that was unhealthy
  bool is_extra = false;       ///< it was launched to even out the zones
  std::uint32_t activity = 0;  ///< the one under way; 0: none

  /// It counts against the desired capacity.
  bool counts() const {
    return state == LifecycleState::pending || state == LifecycleState::in_service;
  }
  bool is_in_service() const { return state == LifecycleState::in_service; }
  bool is_warm(Time now) const { return is_in_service() && warm <= now; }
};

}  // namespace squall::scaling
