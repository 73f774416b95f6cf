#pragma once

#include "squall/faults/spec.hpp"
#include "squall/world/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace squall::scenario {

/// What is wrong with a field of an action.
struct WrongPlace {
  std::string_view key;
  std::string what;
  std::string hint;
  std::string_view within = {};  ///< the field that holds it, where it is not the action itself
};

/// The first thing that is wrong with the place that an action is about: a zone or region in which
/// nothing is, a balancer that cannot leave it. Requires: the balancers and regions are sound.
std::optional<WrongPlace> wrong_place(const faults::Action& action,
                                      const world::Scenario& scenario);

}  // namespace squall::scenario
