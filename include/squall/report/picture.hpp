#pragma once

#include "squall/report/screen.hpp"
#include "squall/world/result.hpp"

#include <string>

namespace squall::report {

/// The course of a run as rows of bars under a clock, with a number where something happened, and
/// below what that was. Empty where there is nothing to see.
std::string picture(const world::Result& result, const Screen& screen);

}  // namespace squall::report
