#pragma once

#include "squall/faults/spec.hpp"

#include <string>

namespace squall::faults {

/// "hang: web-1, web-2", as the timeline writes it.
std::string describe(const Action& action);

}  // namespace squall::faults
