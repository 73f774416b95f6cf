#pragma once

#include "squall/report/screen.hpp"
#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// What a run came to, for a terminal: the verdict first, then its course with what happened, then
/// who answered. `file` is what the scenario is called where it has no name.
std::string summary(const world::Result& result, const std::string& file,
                    const Screen& screen = {});

}  // namespace squall::report
