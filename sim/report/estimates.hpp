#pragma once

#include "squall/experiment/estimate.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace squall::report {

/// An estimate in another unit; "time-out" for what is slower than any answer, null for what nobody
/// knows.
nlohmann::ordered_json estimate_json(const experiment::Estimate& estimate, double factor = 1);

/// How many runs, if they go on like these, would tell a number that is `away` from something from
/// it; 0 where that is beyond reason.
double runs_that_tell(const experiment::Estimate& estimate, double off, double away);

/// The same rounded up to two digits, as a text.
std::string rounded_runs(double runs);

}  // namespace squall::report
