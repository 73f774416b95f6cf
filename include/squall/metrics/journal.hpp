#pragma once

#include "squall/core/journal.hpp"

namespace squall::metrics {

inline constexpr JournalKind went_ok{"alarm_ok", "{subject} is OK: {object}"};
inline constexpr JournalKind went_into_alarm{"alarm_in_alarm", "{subject} is in ALARM: {object}"};
inline constexpr JournalKind lacks_data{"alarm_insufficient_data",
                                        "{subject} has INSUFFICIENT_DATA: {object}"};

}  // namespace squall::metrics
