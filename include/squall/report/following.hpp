#pragma once

#include "squall/world/follower.hpp"

#include <string>
#include <vector>

namespace squall::report {

/// Attempts as lines of a table: when, who, by which node to whom, how long it took and what came.
std::string following(const std::vector<world::Followed>& attempts);

}  // namespace squall::report
