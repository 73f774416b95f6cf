#pragma once

#include "squall/experiment/estimate.hpp"
#include "squall/experiment/exact.hpp"
#include "squall/experiment/replications.hpp"
#include "squall/world/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace squall::experiment {

/// One of several scenarios that are compared.
struct Design {
  std::string name;
  world::Scenario scenario;
};

/// What is compared, in the order of the report.
enum class Measure : std::uint8_t { p50, p95, p99, mean, errors, throughput };
inline constexpr std::size_t measures = 6;

/// By how much a number of one design is above that of the reference.
struct Difference {
  enum class Verdict : std::uint8_t { better, worse, not_shown };

  /// All differences of one measure hold at once, with 95%. Nothing where a time-out is on either
  /// side: the verdict alone tells.
  std::optional<Estimate> by;
  Verdict verdict = Verdict::not_shown;
  /// How many runs that are not paired would leave as little doubt.
  std::optional<double> unpaired;
};

struct DesignFindings {
  std::string name;
  std::vector<world::Result> runs;
  std::vector<Estimate> values;         ///< by measure
  std::vector<Difference> differences;  ///< by measure; empty for the reference
  std::size_t kept = 0;                 ///< in how many runs every promise is kept
  std::optional<Exact> exact;           ///< where its scenario is known to be one that theory knows
};

/// The first is the reference. Without designs where it was stopped before two runs of each ended.
struct Comparison {
  std::vector<DesignFindings> designs;
  bool paired = true;              ///< run by run with the same seeds
  bool partial = false;            ///< somebody stopped it before all runs had ended
  std::vector<std::string> notes;  ///< what whoever reads it has to know beside
};

/// The runs of a design, whenever they were made.
struct DesignRuns {
  std::string name;
  std::vector<world::Result> runs;
  std::optional<Exact> exact = std::nullopt;
};

/// Runs all designs with the same seeds, so that arrivals, demands and faults are the same in each
/// pair wherever the designs are alike. Requires: at least two designs, at least two runs.
Comparison compare(const std::vector<Design>& designs, const Plan& plan,
                   Watcher* watcher = nullptr);

/// Compares runs that are there. Where the seeds are the same, run by run, they are paired, as many
/// as every design has; else the intervals are those of runs that have nothing to do with each
/// other (Welch). Requires: at least two designs, at least two runs of each.
Comparison compare_runs(std::vector<DesignRuns> designs);

}  // namespace squall::experiment
