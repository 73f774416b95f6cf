#pragma once

#include "squall/core/journal.hpp"

namespace squall::compute {

inline constexpr JournalKind serves{
    "serves", "{subject} takes requests, {a:duration} after it began to boot"};

// What is asked of an instance, and refused with EC2's error.

inline constexpr JournalKind not_started{
    "not_started", "{subject} is not started: it has not stopped (IncorrectInstanceState)"};
inline constexpr JournalKind not_stopped{
    "not_stopped", "{subject} is not stopped: it is not running (IncorrectInstanceState)"};
inline constexpr JournalKind not_hibernated{
    "not_hibernated",
    "{subject} is not hibernated: it was launched without 'hibernation' "
    "(UnsupportedHibernationConfiguration)"};
inline constexpr JournalKind not_rebooted{
    "not_rebooted", "{subject} is not rebooted: it is not running (IncorrectInstanceState)"};
inline constexpr JournalKind not_terminated{
    "not_terminated",
    "{subject} is not terminated: it, or another of this call in its zone, is "
    "protected (OperationNotPermitted)"};

}  // namespace squall::compute
