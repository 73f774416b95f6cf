#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/scenario/edits.hpp"

#include <string>
#include <vector>

namespace squall::scenario {

/// Reads edits as the command line gives them: `asg.web.max_size=20`, or `@FILE` with one such
/// line each, where blank lines and those that begin with # say nothing. A value is YAML; null
/// takes away. Each becomes a source of its own, so that messages show it.
std::vector<Edit> read_sets(const std::vector<std::string>& sets, Sources& sources,
                            Diagnostics& diagnostics);

}  // namespace squall::scenario
