#include "squall/experiment/comparison.hpp"

#include "squall/core/invariant.hpp"
#include "squall/core/text.hpp"
#include "squall/experiment/headlines.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace squall::experiment {

namespace {

using traffic::Tally;
using Tallies = std::vector<const Tally*>;
using Verdict = Difference::Verdict;

Tallies totals_of(const std::vector<world::Result>& runs) {
  Tallies tallies;
  for (const world::Result& run : runs) tallies.push_back(&run.totals);
  return tallies;
}

template <class Of>
std::vector<Part> parts_of(const Tallies& tallies, const Of& of) {
  std::vector<Part> parts;
  for (const Tally* each : tallies) parts.push_back(of(*each));
  return parts;
}

double as_double(std::uint64_t count) { return static_cast<double>(count); }

// A quantile's pulls are those of the part of requests beyond it, in lengths: as steep as the
// quantiles are between the ends of its interval.
Pulled pulled_quantile(const Tallies& tallies, double part) {
  const Estimate quantile = quantile_of(tallies, part);
  Pulled pulled = pulled_ratio(parts_of(tallies, [&](const Tally& tally) {
    return Part{as_double(tally.requests) - tally.latency.position_of(quantile.value * 1e9),
                as_double(tally.requests)};
  }));
  const double steepness = estimate_of(pulled).half_width() > 0
                               ? quantile.half_width() / estimate_of(pulled).half_width()
                               : 0;
  pulled.value = quantile.value;
  for (double& pull : pulled.pulls) pull *= steepness;
  return pulled;
}

// What pulls a measure which way; nothing where it is a time-out, or may be one.
std::optional<Pulled> pulled(Measure measure, const std::vector<world::Result>& runs) {
  const Tallies tallies = totals_of(runs);
  const double counted = seconds(runs.front().counted());
  const auto ratio = [&](const auto& of) -> std::optional<Pulled> {
    const std::vector<Part> parts = parts_of(tallies, of);
    const bool any =
        std::any_of(parts.begin(), parts.end(), [](const Part& each) { return each.all != 0; });
    return any ? std::optional(pulled_ratio(parts)) : std::nullopt;
  };
  const auto quantile = [&](double part) -> std::optional<Pulled> {
    if (!std::isfinite(quantile_of(tallies, part).high)) return std::nullopt;
    return pulled_quantile(tallies, part);
  };
  switch (measure) {
    case Measure::p50:
      return quantile(0.5);
    case Measure::p95:
      return quantile(0.95);
    case Measure::p99:
      return quantile(0.99);
    case Measure::mean:
      return ratio([](const Tally& tally) {
        return Part{static_cast<double>(tally.latency.sum()) / 1e9,
                    as_double(tally.latency.count())};
      });
    case Measure::errors:
      return ratio([](const Tally& tally) {
        return Part{as_double(tally.requests - tally.succeeded), as_double(tally.requests)};
      });
    case Measure::throughput:
      break;
  }
  return ratio([&](const Tally& tally) { return Part{as_double(tally.succeeded) / counted, 1}; });
}

Estimate value_of(Measure measure, const std::vector<world::Result>& runs) {
  const Headlines headlines = headlines_of(totals_of(runs), runs.front().counted());
  switch (measure) {
    case Measure::p50:
      return headlines.quantiles[0];
    case Measure::p95:
      return headlines.quantiles[2];
    case Measure::p99:
      return headlines.quantiles[3];
    case Measure::mean:
      return headlines.mean;
    case Measure::errors:
      return headlines.errors;
    case Measure::throughput:
      break;
  }
  return headlines.throughput;
}

bool wants_more(Measure measure) { return measure == Measure::throughput; }

double squares_of(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return squares;
}

// Where one is surely a time-out and the other surely is not.
Verdict verdict_of_time_outs(const Estimate& reference, const Estimate& other) {
  const auto never = [](const Estimate& its) { return std::isinf(its.low); };
  const auto always = [](const Estimate& its) { return std::isfinite(its.high); };
  if (never(reference) && always(other)) return Verdict::better;
  if (always(reference) && never(other)) return Verdict::worse;
  return Verdict::not_shown;
}

// The variance of what all runs say together.
double variance_of(const Pulled& pulled) {
  const auto count = static_cast<double>(pulled.pulls.size());
  return squares_of(pulled.pulls) / (count * (count - 1));
}

double half_of_pairs(const Pulled& before, const Pulled& after, std::size_t comparisons,
                     Difference& difference) {
  const std::size_t runs = before.pulls.size();
  Pulled both;
  for (std::size_t i = 0; i < runs; ++i) both.pulls.push_back(after.pulls[i] - before.pulls[i]);
  const double paired = variance_of(both);
  if (paired > 0)
    difference.unpaired =
        static_cast<double>(runs) * (variance_of(before) + variance_of(after)) / paired;
  return student_factor(runs, comparisons) * std::sqrt(paired);
}

// Welch's, of runs that have nothing to do with each other.
double half_of_strangers(const Pulled& before, const Pulled& after, std::size_t comparisons) {
  const double one = variance_of(before);
  const double other = variance_of(after);
  const double sum = one + other;
  if (sum == 0) return 0;
  const auto freedom = [](const Pulled& of) { return static_cast<double>(of.pulls.size() - 1); };
  const double degrees = sum * sum / (one * one / freedom(before) + other * other / freedom(after));
  return student_factor_of(degrees, comparisons) * std::sqrt(sum);
}

Difference difference(Measure measure, const DesignFindings& reference, const DesignFindings& other,
                      std::size_t comparisons, bool paired) {
  const auto before = pulled(measure, reference.runs);
  const auto after = pulled(measure, other.runs);
  const auto index = static_cast<std::size_t>(measure);
  if (!before || !after)
    return {std::nullopt, verdict_of_time_outs(reference.values[index], other.values[index]),
            std::nullopt};
  Difference difference;
  const double by = after->value - before->value;
  const double half = paired ? half_of_pairs(*before, *after, comparisons, difference)
                             : half_of_strangers(*before, *after, comparisons);
  difference.by =
      Estimate{by, by - half, by + half, std::min(before->pulls.size(), after->pulls.size())};
  const bool more = by - half > 0;
  const bool less = by + half < 0;
  if (more || less)
    difference.verdict = more == wants_more(measure) ? Verdict::better : Verdict::worse;
  return difference;
}

// What the runs of the designs say, and how they differ.
void tell(Comparison& comparison) {
  for (DesignFindings& its : comparison.designs) {
    for (std::size_t i = 0; i < measures; ++i)
      its.values.push_back(value_of(static_cast<Measure>(i), its.runs));
    its.kept = static_cast<std::size_t>(std::count_if(
        its.runs.begin(), its.runs.end(), [](const world::Result& run) { return run.kept(); }));
  }
  const DesignFindings& reference = comparison.designs.front();
  const std::size_t others = comparison.designs.size() - 1;
  for (std::size_t i = 1; i <= others; ++i)
    for (std::size_t j = 0; j < measures; ++j)
      comparison.designs[i].differences.push_back(difference(
          static_cast<Measure>(j), reference, comparison.designs[i], others, comparison.paired));
}

std::string print(Duration length) { return ScalarText<Duration>::print(length); }

// What makes numbers of designs hard to compare.
void note_lengths(Comparison& comparison) {
  const DesignFindings& reference = comparison.designs.front();
  const Duration counted = reference.runs.front().counted();
  for (const DesignFindings& each : comparison.designs) {
    const Duration its = each.runs.front().counted();
    if (its != counted)
      comparison.notes.push_back(fmt::format("of each run of {} {} count, of {} {}", reference.name,
                                             print(counted), each.name, print(its)));
  }
}

bool have_the_same_seeds(const std::vector<DesignRuns>& designs, std::size_t runs) {
  return std::all_of(designs.begin(), designs.end(), [&](const DesignRuns& each) {
    return std::equal(each.runs.begin(), each.runs.begin() + static_cast<std::ptrdiff_t>(runs),
                      designs.front().runs.begin(),
                      [](const auto& one, const auto& other) { return one.seed == other.seed; });
  });
}

}  // namespace

Comparison compare(const std::vector<Design>& designs, const Plan& plan, Watcher* watcher) {
  INVARIANT(designs.size() > 1 && plan.runs > 1);
  std::vector<const world::Scenario*> scenarios;
  for (const Design& design : designs) scenarios.push_back(&design.scenario);
  auto runs = replicate_all(scenarios, plan, watcher);
  if (runs.front().size() < 2) return {};
  std::vector<DesignRuns> made;
  for (std::size_t i = 0; i < designs.size(); ++i)
    made.push_back({designs[i].name, std::move(runs[i]), exact_of(designs[i].scenario)});
  return compare_runs(std::move(made));
}

Comparison compare_runs(std::vector<DesignRuns> designs) {
  INVARIANT(designs.size() > 1);
  std::size_t fewest = designs.front().runs.size();
  for (const DesignRuns& each : designs) fewest = std::min(fewest, each.runs.size());
  INVARIANT(fewest > 1);
  Comparison comparison;
  comparison.paired = have_the_same_seeds(designs, fewest);
  for (DesignRuns& each : designs) {
    if (comparison.paired) each.runs.resize(fewest);
    DesignFindings& its = comparison.designs.emplace_back();
    its.name = std::move(each.name);
    its.runs = std::move(each.runs);
    its.exact = std::move(each.exact);
  }
  tell(comparison);
  note_lengths(comparison);
  return comparison;
}

}  // namespace squall::experiment
