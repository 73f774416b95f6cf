#pragma once

#include <string>
#include <string_view>

namespace squall::tool {

/// The last part of a path.
std::string name_of(const std::string& path);

/// Writes a file whole or not at all; "-" is standard output. False, with a message, when the
/// machine would not.
bool write_whole(const std::string& path, std::string_view text);

/// Of the terminal, or 100 where there is none.
int width_of_output();

}  // namespace squall::tool
