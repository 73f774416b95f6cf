#include "squall/experiment/comparison.hpp"

#include "squall/core/invariant.hpp"
#include "squall/experiment/headlines.hpp"

#include <algorithm>
#include <cmath>

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

Difference difference(Measure measure, const DesignFindings& reference, const DesignFindings& other,
                      std::size_t comparisons) {
  const auto before = pulled(measure, reference.runs);
  const auto after = pulled(measure, other.runs);
  const auto index = static_cast<std::size_t>(measure);
  if (!before || !after)
    return {std::nullopt, verdict_of_time_outs(reference.values[index], other.values[index]),
            std::nullopt};
  const std::size_t runs = before->pulls.size();
  const auto count = static_cast<double>(runs);
  std::vector<double> pulls;
  for (std::size_t i = 0; i < runs; ++i) pulls.push_back(after->pulls[i] - before->pulls[i]);
  const double paired = squares_of(pulls);
  const double by = after->value - before->value;
  const double half = student_factor(runs, comparisons) * std::sqrt(paired / (count * (count - 1)));
  Difference difference;
  difference.by = Estimate{by, by - half, by + half, runs};
  if (paired > 0)
    difference.unpaired = count * (squares_of(before->pulls) + squares_of(after->pulls)) / paired;
  const bool more = by - half > 0;
  const bool less = by + half < 0;
  if (more || less)
    difference.verdict = more == wants_more(measure) ? Verdict::better : Verdict::worse;
  return difference;
}

}  // namespace

Comparison compare(const std::vector<Design>& designs, const Plan& plan, Watcher* watcher) {
  INVARIANT(designs.size() > 1 && plan.runs > 1);
  std::vector<const world::Scenario*> scenarios;
  for (const Design& design : designs) scenarios.push_back(&design.scenario);
  auto runs = replicate_all(scenarios, plan, watcher);
  Comparison comparison;
  if (runs.front().size() < 2) return comparison;
  for (std::size_t design = 0; design < designs.size(); ++design) {
    DesignFindings& its = comparison.designs.emplace_back();
    its.name = designs[design].name;
    its.runs = std::move(runs[design]);
    for (std::size_t i = 0; i < measures; ++i)
      its.values.push_back(value_of(static_cast<Measure>(i), its.runs));
    its.kept = static_cast<std::size_t>(std::count_if(
        its.runs.begin(), its.runs.end(), [](const world::Result& run) { return run.kept(); }));
  }
  const DesignFindings& reference = comparison.designs.front();
  for (std::size_t i = 1; i < comparison.designs.size(); ++i)
    for (std::size_t j = 0; j < measures; ++j)
      comparison.designs[i].differences.push_back(difference(
          static_cast<Measure>(j), reference, comparison.designs[i], designs.size() - 1));
  return comparison;
}

}  // namespace squall::experiment
