#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace squall::experiment {

/// A number and how far it can be trusted: with 95% what it stands for lies from `low` to `high`.
/// Infinite where a time-out is: slower than any answer. No number at all (NaN) where there was
/// nothing to tell it from.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
  std::size_t runs = 0;

  double half_width() const { return (high - low) / 2; }
  bool is_of_nothing() const { return std::isnan(value); }

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// One run's part of a ratio: failed of all, seconds of answers.
struct Part {
  double of = 0;
  double all = 0;
};

/// A number that all runs say together, and how much more than the rest each run would make it;
/// these pulls add up to nothing. What pulls two numbers alike cancels in their difference.
struct Pulled {
  double value = 0;
  std::vector<double> pulls;  // one of each run
};

/// The factor by which a standard error becomes a half-width: of so many runs, for one of so many
/// intervals that are all to hold. Requires: runs > 1, together > 0.
double student_factor(std::size_t runs, std::size_t together = 1);

/// The same by degrees of freedom, one less than runs where these are all that is known from.
double student_factor_of(double degrees, std::size_t together);

/// Of what belongs to the whole of all runs. Requires: something is in the whole.
Pulled pulled_ratio(std::span<const Part> parts);

Estimate estimate_of(const Pulled& pulled);

/// Of what each run has one of. With a single run nothing is known: it may be anything.
Estimate mean_of(std::span<const double> values);

/// Of what belongs to the whole of all runs; no number where nothing is in the whole.
Estimate ratio_of(std::span<const Part> parts);

/// In how many of all runs something happens, where it did in some.
Estimate share_of(std::size_t some, std::size_t runs);

}  // namespace squall::experiment
