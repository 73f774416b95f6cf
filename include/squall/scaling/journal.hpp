#pragma once

#include "squall/core/journal.hpp"

namespace squall::scaling {

// The subject is a group.

inline constexpr JournalKind capacity_changed{"capacity_changed",
                                              "{subject} wants {b} instances instead of {a}"};
inline constexpr JournalKind sizes_refused{
    "sizes_refused",
    "{subject} keeps its sizes: a minimum of {a} does not fit a maximum of {b} (ValidationError)"};
inline constexpr JournalKind capacity_refused{
    "capacity_refused",
    "{subject} keeps its desired capacity: {a} is outside of its sizes (ValidationError)"};
inline constexpr JournalKind launch_failed{
    "launch_failed",
    "{subject} launches nothing in {object}: EC2 has no room there (InsufficientInstanceCapacity)"};

// The subject is an instance, the object its group.

inline constexpr JournalKind found_unhealthy{"found_unhealthy",
                                             "{subject} is unhealthy for {object}"};
inline constexpr JournalKind comes_into_service{"comes_into_service",
                                                "{subject} is in service in {object}"};
inline constexpr JournalKind taken_out{"taken_out", "{subject} is taken out of {object}"};
inline constexpr JournalKind not_in_service{
    "not_in_service",
    "{subject} is left as it is: it is not in service in {object} "
    "(ValidationError)"};
inline constexpr JournalKind not_on_standby{
    "not_on_standby",
    "{subject} is left as it is: it is not on standby in {object} "
    "(ValidationError)"};
inline constexpr JournalKind below_minimum{
    "below_minimum",
    "{subject} is left as it is: {object} would be below its minimum size (ValidationError)"};
inline constexpr JournalKind above_maximum{
    "above_maximum",
    "{subject} is left as it is: {object} would be above its maximum size (ValidationError)"};

}  // namespace squall::scaling
