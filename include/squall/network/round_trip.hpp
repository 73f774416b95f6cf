#pragma once

#include "squall/core/time.hpp"
#include "squall/network/position.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace squall::network {

/// Two regions and the time between them, there and back, as it has been measured.
struct MeasuredPair {
  std::string_view one;
  std::string_view other;
  Duration round_trip;
};

std::span<const MeasuredPair> measured_pairs();

/// Nothing where the two regions have not been measured.
std::optional<Duration> measured_round_trip(std::string_view one, std::string_view other);

/// `start_of_way` and `per_1000_km` of the great circle: between regions the measured pairs are met
/// within 41%, half of them within 13%.
Duration distance_round_trip(Position one, Position other);

inline constexpr Duration within_a_zone = 150us;
inline constexpr Duration between_zones = 800us;
inline constexpr Duration start_of_way = 4500us;
inline constexpr Duration per_1000_km = 15ms;

}  // namespace squall::network
