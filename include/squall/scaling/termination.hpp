#pragma once

#include "squall/core/draw.hpp"
#include "squall/scaling/member.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace squall::scaling {

/// Whom a group takes away: first the zone with most instances that has one without protection,
/// then by the policies, among equals by chance. Null where all are protected.
const Member* choose_victim(const std::vector<const Member*>& candidates, std::size_t zones,
                            std::span<const TerminationPolicy> policies, Time now, Key chance);

/// The zone for the next instance: of those that may be tried the one with the fewest.
/// Requires: some may.
std::size_t choose_zone(std::span<const int> counts, const std::vector<bool>& tried);

}  // namespace squall::scaling
