#pragma once

#include "squall/world/scenario.hpp"

#include <array>
#include <optional>
#include <string>

namespace squall::experiment {

/// What queueing theory knows of a scenario in the long run; times in seconds.
struct Exact {
  std::string system;  ///< in the words of queueing theory: "M/M/1, 70% busy"
  double mean = 0;     ///< of those answered well
  double refused = 0;  ///< a part of all
  /// By place in headline_quantiles; nothing where theory has no closed form.
  std::optional<std::array<double, 4>> quantiles;
};

/// Nothing unless the whole scenario is such a system: one client whose requests come by chance at
/// a constant rate, one instance with one queue, and nothing else that could touch a request. What
/// may be longer than theory allows, as a backlog that is never full or a time-out that nobody
/// meets, is so in all but one of a billion requests; and what counts begins when the begin is
/// forgotten. Requires: the scenario has been checked.
std::optional<Exact> exact_of(const world::Scenario& scenario);

}  // namespace squall::experiment
