#pragma once

#include "squall/world/scenario.hpp"

#include <optional>
#include <string>

namespace squall::world {

/// What a sound scenario asks for that no model can run yet, as a sentence; nothing where it can be
/// run. Nothing that a file says is left out silently.
std::optional<std::string> not_runnable(const Scenario& scenario);

}  // namespace squall::world
