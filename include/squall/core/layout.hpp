#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace squall {

/// The text broken between words, so that no line is wider than `width` unless a word is. The first
/// line begins at column `at`, where the caller stands; the others are indented as far.
std::string wrapped(std::string_view text, std::size_t at, std::size_t width);

/// Rows of cells in aligned columns, indented by two; the last column wraps, and where little room
/// is left for it, stands on a line of its own below the others.
std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t width);

}  // namespace squall
