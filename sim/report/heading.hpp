#pragma once

#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// ", the first 5m not counted", ", counted from 11:00 to 11:30"; empty where all of it counts.
std::string measured_part(const world::Result& result);

}  // namespace squall::report
