#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/world/scenario.hpp"

namespace squall::scenario {

/// Says what no single value shows: things that do not fit together, and, where nothing is wrong,
/// what a careful colleague would ask about. `root` is the document that the scenario was read
/// from. Of what the reader could not read, it says nothing more.
void check(const world::Scenario& scenario, const Node& root, Diagnostics& diagnostics);

}  // namespace squall::scenario
