#pragma once

#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// Two futures of one past beside each other: as it went on, and with something done at `at`.
std::string futures(const world::Result& as_it_was, const world::Result& changed, Duration at);

}  // namespace squall::report
