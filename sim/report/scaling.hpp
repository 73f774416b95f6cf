#pragma once

#include "squall/world/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace squall::report {

/// The Auto Scaling groups of a run: how many instances they had, and what they did.
std::string scaling_table(const world::Result& result, std::size_t width);

/// What every group's policies said the last time before a moment, and what came of it.
std::string scaling_why(const world::Result& result, Duration at, std::size_t width);

/// What kept groups from what their policies wanted.
std::vector<std::string> scaling_notes(const world::Result& result);

}  // namespace squall::report
