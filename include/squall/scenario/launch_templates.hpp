#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

namespace squall::scenario {

/// Gives everything with a `launch_template` what the version meant says, and that one's source,
/// wherever it says nothing itself. What is taken keeps its marks; templates come first, so that a
/// mistake in one is first found where it was written.
void resolve_launch_templates(const Type& type, Node& root, Diagnostics& diagnostics);

}  // namespace squall::scenario
