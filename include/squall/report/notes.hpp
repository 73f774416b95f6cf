#pragma once

#include "squall/world/result.hpp"

#include <string>
#include <vector>

namespace squall::report {

/// What is odd about a run, a sentence each; nothing of one that is as it should be.
std::vector<std::string> notes(const world::Result& result);

}  // namespace squall::report
