#pragma once

#include "squall/core/journal.hpp"

namespace squall::faults {

// The subject is a zone, a region or a database.

inline constexpr JournalKind place_back{"place_back", "{subject} is there again"};
inline constexpr JournalKind stand_by_takes_over{"stand_by_takes_over",
                                                 "the stand-by of {subject} takes over"};

// The subject and the object are the ends of a link.

inline constexpr JournalKind link_restored{"link_restored",
                                           "the link from {subject} to {object} is whole again"};
inline constexpr JournalKind link_fast{"link_fast",
                                       "the link from {subject} to {object} is no longer slow"};

// The subject is a security group.

inline constexpr JournalKind rule_not_added{"rule_not_added",
                                            "{subject} has that rule already, or as many as it may "
                                            "have"};
inline constexpr JournalKind rule_not_found{"rule_not_found", "{subject} has no such rule"};

// The subject is a balancer, the object a zone.

inline constexpr JournalKind shift_over{"shift_over",
                                        "{subject} is no longer shifted away from {object}"};
inline constexpr JournalKind shift_refused{"shift_refused",
                                           "{subject} is not shifted away from {object}: it is "
                                           "from one zone, and only from one at a time"};

}  // namespace squall::faults
