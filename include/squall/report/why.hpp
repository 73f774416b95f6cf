#pragma once

#include "squall/report/screen.hpp"
#include "squall/world/result.hpp"
#include "squall/world/view.hpp"

#include <string>

namespace squall::report {

/// What was going on at a moment of a run: what its users saw then, how the servers stood, what had
/// happened before and what came next. `view` is the world as it stood then, `result` the whole
/// run.
std::string why(const world::Result& result, const world::View& view, Duration at,
                const std::string& file, const Screen& screen = {});

}  // namespace squall::report
