#pragma once

#include "squall/world/scenario.hpp"

#include <string>
#include <vector>

namespace squall::report {

/// What `squall check` says of a sound scenario as it stands, before anything happens: what it
/// cannot lose, and what an hour of its instances, volumes and snapshots costs. A line each.
std::vector<std::string> at_rest(const world::Scenario& scenario);

}  // namespace squall::report
