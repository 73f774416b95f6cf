#pragma once

#include "squall/world/result.hpp"

#include <nlohmann/json.hpp>

namespace squall::report {

/// An Auto Scaling group in the JSON of a result.
nlohmann::ordered_json scaling_json(const world::ScalingGroupResult& group);

}  // namespace squall::report
