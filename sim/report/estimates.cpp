#include "report/estimates.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

Json length(double value) { return std::isinf(value) ? Json("time-out") : Json(value); }

}  // namespace

Json estimate_json(const experiment::Estimate& estimate, double factor) {
  const double half = estimate.half_width() * factor;
  return {{"mean", length(estimate.value * factor)},
          {"low", length(estimate.low * factor)},
          {"high", length(estimate.high * factor)},
          {"half_width", std::isfinite(half) ? Json(half) : Json()},
          {"n", estimate.runs}};
}

double runs_that_tell(const experiment::Estimate& estimate, double off, double away) {
  constexpr double reason = 100'000;
  constexpr double to_spare = 1.1;
  const double times = off / std::abs(away);
  const double runs = to_spare * static_cast<double>(estimate.runs) * times * times;
  return runs < reason ? runs : 0;
}

std::string rounded_runs(double runs) {
  const double digit = std::pow(10, std::max(0.0, std::floor(std::log10(runs)) - 1));
  return fmt::format("{:.0f}", std::ceil(runs / digit) * digit);
}

}  // namespace squall::report
