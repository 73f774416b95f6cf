#pragma once

#include "squall/experiment/verify.hpp"
#include "squall/report/screen.hpp"

#include <string>

namespace squall::report {

/// What theory knows beside what was simulated, for a terminal, and whether they agree.
std::string verification(const experiment::Verification& verification, const Screen& screen = {});

/// The same as JSON, `squall.verification/1`.
std::string verification_json(const experiment::Verification& verification);

/// What a reading is of: "mean", "p95", "refused".
std::string word_of(const experiment::Reading& reading);

}  // namespace squall::report
