#pragma once

#include "squall/report/screen.hpp"
#include "squall/world/scenario.hpp"

#include <string>

namespace squall::report {

/// Every metric that the world of the scenario publishes, by those who publish: name, unit, the
/// statistic that AWS shows, the length of a period and how late its point comes. Instances of one
/// entry stand together.
std::string metrics_text(const world::Scenario& scenario, const Screen& screen = {});

}  // namespace squall::report
