#pragma once

#include "squall/core/zone_table.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace squall {

/// The name of a time zone: `UTC`, an offset like `+09:00`, or one of the places that Squall knows,
/// like `Asia/Seoul`. Empty: none is named.
struct TimeZone {
  std::string name;

  friend bool operator==(const TimeZone&, const TimeZone&) = default;
};

bool is_time_zone(std::string_view name);

/// The places that Squall knows, by the names of the IANA database. Their clocks change by the
/// rules in force in 2026, in any year.
std::vector<std::string_view> time_zone_names();

/// What the clocks there show from the first of the years until the last, both included.
/// Requires: is_time_zone(name).
ZoneTable zone_table(std::string_view name, std::chrono::year first, std::chrono::year last);

}  // namespace squall
