#pragma once

#include "squall/core/time.hpp"
#include "squall/faults/spec.hpp"
#include "squall/world/scenario.hpp"

#include <string>

namespace squall::scenario {

/// Reads one action as a line of the timeline writes it, without its time: `hang: web-1`. Throws
/// ScenarioError, whose mark lies in the text, for what is no action of this scenario.
faults::Action read_action(const std::string& text, const world::Scenario& scenario);

/// Reads a moment of a run: `40m`, `11:40` or a timestamp. Throws ScenarioError, which says in
/// which option it stood.
Duration read_moment(const std::string& text, const world::Scenario& scenario,
                     const std::string& option = "--at");

}  // namespace squall::scenario
