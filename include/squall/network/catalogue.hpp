#pragma once

#include "squall/network/position.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace squall::network {

/// A region as the world knows it without being told.
struct KnownRegion {
  std::string_view name;
  std::string_view place;
  std::string_view zones;  ///< a letter each
  Position at;             ///< the middle of it, to some tens of kilometres
};

/// AWS's regions, each with the zones that a new account sees.
std::span<const KnownRegion> known_regions();

/// A city where clients live, and the region nearest to it.
struct KnownPlace {
  std::string_view name;
  std::string_view nearest_region;
  Position at;
};

std::span<const KnownPlace> known_places();

/// Null where there is none.
const KnownRegion* find_region(std::string_view name);
const KnownPlace* find_place(std::string_view name);

/// Of a region or a city of the catalogue; nothing where there is none.
std::optional<Position> position_of(std::string_view name);

/// "ap-northeast-2a" of "ap-northeast-2" and "a".
std::string zone_name(std::string_view region, std::string_view letter);

}  // namespace squall::network
