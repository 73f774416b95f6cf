#pragma once

#include <string>
#include <string_view>

namespace squall::tool {

/// The last part of a path.
std::string name_of(const std::string& path);

/// Writes a file whole or not at all; "-" is standard output. False, with a message, when the
/// machine would not.
bool write_whole(const std::string& path, std::string_view text);

}  // namespace squall::tool
