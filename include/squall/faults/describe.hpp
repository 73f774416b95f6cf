#pragma once

#include "squall/faults/spec.hpp"

#include <string>

namespace squall::faults {

/// "hang: web-1, web-2", "fail_zone: a for 10m".
std::string describe(const Action& action);

/// "ssh web-1 from 203.0.113.7 with alice".
std::string describe(const TrySpec& attempt);

}  // namespace squall::faults
