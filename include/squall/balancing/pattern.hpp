#pragma once

#include <cstdint>
#include <string_view>

namespace squall::balancing {

enum class Letters : std::uint8_t { exact, any_case };

/// Whether the pattern means the text: '*' stands for any text, '?' for any one letter.
bool matches(std::string_view pattern, std::string_view text, Letters letters);

/// Whether `wide` means every text that `narrow` means.
bool covers(std::string_view wide, std::string_view narrow, Letters letters);

}  // namespace squall::balancing
