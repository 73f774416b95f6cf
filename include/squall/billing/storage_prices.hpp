#pragma once

#include "squall/compute/storage_spec.hpp"
#include "squall/core/units.hpp"

#include <optional>
#include <string_view>

namespace squall::billing {

/// What a GiB of a volume costs a month, which has 720 hours; nothing where the catalogue has no
/// prices of that region.
std::optional<Usd> volume_month_price(std::string_view region, compute::VolumeType type);

/// The same of a snapshot.
std::optional<Usd> snapshot_month_price(std::string_view region);

/// What that much costs an hour, at a price of a GiB a month.
double dollars_an_hour(Bytes size, Usd month_price);

}  // namespace squall::billing
