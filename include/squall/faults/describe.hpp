#pragma once

#include "squall/faults/spec.hpp"

#include <string>

namespace squall::faults {

/// "hang: web-1, web-2", "fail_zone: a for 10m".
std::string describe(const Action& action);

}  // namespace squall::faults
