#pragma once

#include "squall/experiment/headlines.hpp"
#include "squall/report/screen.hpp"

#include <string>

namespace squall::report {

/// What many runs of a scenario come to, for a terminal: the promises first, then every number with
/// how far it may be off. `file` is what the scenario is called where it has no name.
std::string findings(const experiment::Findings& findings, const std::string& file,
                     const Screen& screen = {});

/// The same as JSON: as of one run, with an estimate where a number stands there, the headlines and
/// promises of all runs together, and every run.
std::string findings_json(const experiment::Findings& findings);

}  // namespace squall::report
