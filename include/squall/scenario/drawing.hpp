#pragma once

#include "squall/world/scenario.hpp"

#include <cstdint>
#include <string>

namespace squall::scenario {

/// The language of a drawing: Graphviz's, or that of Mermaid.
enum class DrawingKind : std::uint8_t { dot, mermaid };

/// Who asks whom in a sound scenario: clients, DNS records, balancers, target groups, machines,
/// databases, externals. What it cannot do without stands out.
std::string drawing(const world::Scenario& scenario, DrawingKind kind);

}  // namespace squall::scenario
