#pragma once

#include "squall/experiment/exact.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace squall::report {

nlohmann::ordered_json exact_json(const experiment::Exact& exact);

/// "M/M/1, 70% busy: mean 33.3 ms, p50 23.1 ms, ..".
std::string exact_line(const experiment::Exact& exact);

}  // namespace squall::report
