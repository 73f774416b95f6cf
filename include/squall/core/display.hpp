#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace squall {

/// How many bytes the UTF-8 character at `at` takes; 1 for a byte that begins none.
std::size_t length_of_character(std::string_view text, std::size_t at);

/// The code point of the character at `at`, U+FFFD where there is none.
char32_t code_point(std::string_view text, std::size_t at);

/// How many columns of a terminal the text takes: Hangul and emoji take two.
std::size_t display_width(std::string_view text);

/// The first place where the text is not UTF-8; its size when it is.
std::size_t valid_utf8_prefix(std::string_view text);

}  // namespace squall
