#pragma once

#include "squall/world/scenario.hpp"

#include <string>
#include <vector>

namespace squall::scenario {

/// What a sound scenario means in other numbers than it says: the requests a second of clients
/// whose rate counts sessions.
std::vector<std::string> remarks(const world::Scenario& scenario);

}  // namespace squall::scenario
