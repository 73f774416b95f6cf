#pragma once

#include "squall/experiment/estimate.hpp"
#include "squall/experiment/exact.hpp"
#include "squall/experiment/warm_up.hpp"
#include "squall/world/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::experiment {

/// What users of a client saw, or all of them, over all runs.
struct Headlines {
  Estimate requests;    ///< a run
  Estimate throughput;  ///< answered well, a second
  Estimate answered;    ///< of all that count, as the next four
  Estimate errors;
  Estimate failed;
  Estimate timed_out;
  Estimate refused;
  Estimate mean;                      ///< seconds; of those answered well
  std::array<Estimate, 4> quantiles;  ///< seconds; whoever got no answer waited for ever
};

/// Which quantiles those are, with their names.
struct HeadlineQuantile {
  std::string_view name;
  double part;
};
inline constexpr std::array<HeadlineQuantile, 4> headline_quantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}}};

/// Over the tallies of the same thing, one of each run, and the time that counts in each.
Headlines headlines_of(const std::vector<const traffic::Tally*>& tallies, Duration counted);

/// Whether all of them are known to within so much of themselves.
bool is_precise(const Headlines& headlines, double precision);

/// A quantile of the latency of all requests of all runs, in seconds.
Estimate quantile_of(const std::vector<const traffic::Tally*>& tallies, double part);

/// A promise over many runs.
struct PromiseEstimate {
  enum class Verdict : std::uint8_t { kept, missed, cannot_tell };

  world::Promise promise;
  Verdict verdict = Verdict::cannot_tell;
  Estimate value;      ///< in the unit of the promise
  Estimate kept_runs;  ///< in how many of all runs it is kept
  std::size_t kept = 0;
};

/// What runs of one scenario say together.
struct Findings {
  std::vector<world::Result> runs;
  Headlines totals;
  std::map<std::string, Headlines> clients;
  std::vector<PromiseEstimate> slo;
  std::optional<WarmUp> warm_up;  ///< where somebody has looked inside the runs
  std::optional<Exact> exact;     ///< what theory says, where that is known of the scenario
  bool partial = false;           ///< somebody stopped it before all runs had ended

  /// Whether every promise is kept, as far as the runs tell.
  bool kept() const;
};

Findings findings_of(std::vector<world::Result> runs);

}  // namespace squall::experiment
