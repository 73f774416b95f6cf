#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace squall::compute {

/// Credits are counted in parts of a vCPU used for a nanosecond: in this unit every number that
/// AWS gives is whole. An instance that earns 81.6 credits an hour earns 816 of them each
/// nanosecond, and a busy vCPU spends 600.
inline constexpr int parts_per_vcpu = 600;

enum class CreditMode : std::uint8_t { standard, unlimited };

/// How an instance type earns CPU credits, and what becomes of them.
struct CreditTerms {
  int vcpus = 1;
  int tenths_per_hour = 0;  ///< 816 is 81.6 credits an hour
  int launch_credits = 0;   ///< given at each start in standard mode
  Duration kept_stopped{};  ///< how long the balance outlives a stop
  CreditMode mode = CreditMode::standard;

  bool has_launch_credits() const { return launch_credits > 0 && mode == CreditMode::standard; }

  /// What it may use in the long run, in parts of a vCPU.
  int baseline() const { return tenths_per_hour; }
};

/// Nothing where the type earns none. The mode is that of its family.
std::optional<CreditTerms> find_credit_terms(std::string_view instance_type);

}  // namespace squall::compute
