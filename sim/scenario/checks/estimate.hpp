#pragma once

#include "squall/core/distribution_spec.hpp"

namespace squall::scenario {

/// The average in seconds. Of values that are still in a file: 0.
double mean_of(const DistributionSpec& spec);

/// The longest in seconds where there is one, else about one in a thousand is longer.
double slowest_of(const DistributionSpec& spec);

}  // namespace squall::scenario
