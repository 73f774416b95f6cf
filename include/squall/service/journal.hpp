#pragma once

#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"

namespace squall::service {

inline constexpr JournalKind breaker_opened{
    "breaker_opened", "{subject} asks {object} no more: {a} of the last {b} attempts failed"};
inline constexpr JournalKind breaker_closed{"breaker_closed", "{subject} asks {object} again"};

}  // namespace squall::service
