#pragma once

#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"

namespace squall::service {

inline constexpr JournalKind breaker_opened{
    "breaker_opened", "{subject} asks {object} no more: {a} of the last {b} attempts failed"};
inline constexpr JournalKind breaker_closed{"breaker_closed", "{subject} asks {object} again"};

/// For the first time.
inline constexpr JournalKind credits_gone{
    "credits_gone", "{subject} has spent its CPU credits: it has {a:ratio} of its vCPUs"};

}  // namespace squall::service
