#include "squall/balancing/target.hpp"

#include <array>
#include <cstddef>

namespace squall::balancing {

std::string_view code_of(HealthReason reason) {
  static constexpr std::array<std::string_view, 9> codes{
      "",
      "Elb.InitialHealthChecking",
      "Target.ResponseCodeMismatch",
      "Target.Timeout",
      "Target.FailedHealthChecks",
      "Target.DeregistrationInProgress",
      "Target.NotRegistered",
      "Target.NotInUse",
      "Target.InvalidState",
  };
  return codes[static_cast<std::size_t>(reason)];
}

}  // namespace squall::balancing
