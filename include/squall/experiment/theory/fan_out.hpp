#pragma once

namespace squall::experiment::theory {

/// The mean, in leaf times, of waiting for all of so many exponential leaves. Requires: leaves > 0.
double mean_of_slowest(int leaves);

/// The time that so much of all requests stays below, in leaf times. Requires: 0 <= part < 1.
double quantile_of_slowest(int leaves, double part);

/// How likely one of the leaves is slower than what each of them stays below with this chance,
/// however they vary. Requires: 0 <= part <= 1.
double chance_of_a_slow_one(int leaves, double part);

/// How likely at least so many of all work, each of which works with this chance.
/// Requires: 0 <= least <= all, 0 <= chance <= 1.
double chance_that_enough_work(int least, int all, double chance);

}  // namespace squall::experiment::theory
