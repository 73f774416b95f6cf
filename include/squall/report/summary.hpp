#pragma once

#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// What a run came to, for a terminal: the verdict first, then who answered, then what happened.
/// `file` is what the scenario is called where it has no name.
std::string summary(const world::Result& result, const std::string& file);

}  // namespace squall::report
