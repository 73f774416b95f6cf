#pragma once

#include "squall/experiment/comparison.hpp"
#include "squall/report/screen.hpp"

#include <string>

namespace squall::report {

/// Designs beside each other, for a terminal: what each measure is in the reference, by how much it
/// differs in the others, and in words what that shows and what it does not.
std::string comparison(const experiment::Comparison& comparison, const std::string& file,
                       const Screen& screen = {});

std::string comparison_json(const experiment::Comparison& comparison);

}  // namespace squall::report
