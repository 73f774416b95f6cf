#pragma once

#include "squall/core/time.hpp"

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

/// How long it is from one city or region to another and back.
///
///   city --by distance-- its nearest region --measured, or else by distance-- region
///
/// By distance is `start_of_way` and `per_1000_km` of the great circle: between them the measured
/// pairs are met within 41%, half of them within 13%.  Requires: both are known.
Duration round_trip(std::string_view from, std::string_view to);

/// The same by distance alone.
Duration distance_round_trip(std::string_view from, std::string_view to);

inline constexpr Duration within_a_region = 800us;
inline constexpr Duration start_of_way = 4500us;
inline constexpr Duration per_1000_km = 15ms;

}  // namespace squall::network
