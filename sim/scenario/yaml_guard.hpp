#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/scenario/yaml.hpp"

#include <cstdint>

namespace squall::scenario {

/// Whether the parser may see the source: it is UTF-8 without control characters or directives,
/// and not so large, so long in a line or so deep that the parser would not come back soon. Says
/// the first thing that is wrong.
bool is_acceptable(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
                   const YamlLimits& limits);

}  // namespace squall::scenario
