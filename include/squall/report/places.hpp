#pragma once

#include "squall/network/paths.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace squall::report {

/// Regions with their zones, and cities with the region nearest to each.
std::string places(const network::Paths& paths);

/// How long it is from a place to every region and back, the nearest first, and from a region or
/// zone to every city too; drawn as wide as there is room. Requires: it is known.
std::string places_from(const network::Paths& paths, std::string_view from, std::size_t width);

/// The way between two places link by link, and what it cannot do without. Requires: both are
/// known.
std::string way(const network::Paths& paths, std::string_view from, std::string_view to);

}  // namespace squall::report
