#pragma once

#include "squall/core/invariant.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace squall::tool {

/// The last part of a path.
std::string name_of(const std::string& path);

/// Writes a file whole or not at all; "-" is standard output. False, with a message, when the
/// machine would not.
bool write_whole(const std::string& path, std::string_view text);

/// Something of Squall's own does not hold: what, when, and how to see it again. The exit status.
int say_broken(const InvariantBroken& broken, const std::string& when, const std::string& file,
               std::int64_t seed);

/// Of the terminal, or 100 where there is none.
int width_of_output();

}  // namespace squall::tool
