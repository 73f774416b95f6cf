#pragma once

#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// The result as JSON, `squall.result/1`: names as in the scenario, the unit last in each name. The
/// same result gives the same bytes.
std::string json(const world::Result& result);

}  // namespace squall::report
