#pragma once

#include <string_view>

namespace squall {

/// Of the program and the library. CMake reads it here.
inline constexpr std::string_view version = "0.1.0";

}  // namespace squall
