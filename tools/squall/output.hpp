#pragma once

#include "squall/core/invariant.hpp"

#include <cstdint>
#include <string>

namespace squall::tool {

/// The last part of a path.
std::string name_of(const std::string& path);

/// Something of Squall's own does not hold: what, when, and how to see it again. The exit status.
int say_broken(const InvariantBroken& broken, const std::string& when, const std::string& file,
               std::int64_t seed);

/// Of the terminal; where there is none COLUMNS, else 100. From 60 to 200.
int width_of_output();

}  // namespace squall::tool
