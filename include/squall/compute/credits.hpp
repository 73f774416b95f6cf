#pragma once

#include "squall/compute/credit_terms.hpp"
#include "squall/core/time.hpp"
#include "squall/core/wide.hpp"

#include <cstdint>

namespace squall::compute {

/// CPU credits: one is a vCPU used for a minute. Exact, and no run can overflow it.
struct Credits {
  Wide parts = 0;  ///< of a vCPU, for a nanosecond each

  friend constexpr bool operator==(Credits a, Credits b) { return a.parts == b.parts; }
  friend constexpr bool operator<(Credits a, Credits b) { return a.parts < b.parts; }
  friend constexpr Credits operator+(Credits a, Credits b) { return {a.parts + b.parts}; }
  friend constexpr Credits operator-(Credits a, Credits b) { return {a.parts - b.parts}; }
  constexpr Credits& operator+=(Credits other) { return *this = *this + other; }
  constexpr Credits& operator-=(Credits other) { return *this = *this - other; }
};

/// What so many parts of a vCPU are worth when they are used all this time.
constexpr Credits credits_of(int parts, Duration time) { return {Wide(parts) * time.count()}; }

/// Whole credits.
constexpr Credits credits(int count) { return credits_of(parts_per_vcpu, count * 1min); }

/// The nearest amount.  Requires: 0 <= count < 100'000.
constexpr Credits credits_of_number(double count) {
  return {static_cast<std::int64_t>(count * static_cast<double>(credits(1).parts) + 0.5)};
}

/// How long they last where so many parts are used, rounded down.  Requires: parts > 0.
constexpr Duration time_for(Credits credits, int parts) {
  return Duration(static_cast<std::int64_t>(credits.parts / parts));
}

/// For reports and formulas.
constexpr double number(Credits credits) {
  constexpr Wide one = compute::credits(1).parts;
  return static_cast<double>(credits.parts / one) +
         static_cast<double>(credits.parts % one) / static_cast<double>(one);
}

}  // namespace squall::compute
