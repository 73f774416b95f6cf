#pragma once

#include "squall/core/units.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace squall::billing {

/// What an hour of an instance costs on demand, with Linux and shared tenancy; nothing where the
/// catalogue has no price of that type in that region.
std::optional<UsdPerHour> on_demand_price(std::string_view region, std::string_view instance_type);

/// The regions of which it has any.
std::vector<std::string_view> priced_regions();

/// Where the prices of a region are from, and of when they are.  Requires: a priced region.
std::string_view prices_source(std::string_view region);

}  // namespace squall::billing
