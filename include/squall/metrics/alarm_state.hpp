#pragma once

#include <cstdint>
#include <string_view>

namespace squall::metrics {

enum class AlarmState : std::uint8_t { ok, alarm, insufficient_data };

/// In AWS's words: "INSUFFICIENT_DATA".
std::string_view word(AlarmState state);

}  // namespace squall::metrics
