#include "squall/experiment/headlines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace squall::experiment {

namespace {

using traffic::Tally;
using Tallies = std::vector<const Tally*>;
using Metric = world::Promise::Metric;
using Verdict = PromiseEstimate::Verdict;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class Of>
Estimate share(const Tallies& tallies, const Of& of) {
  std::vector<Part> parts;
  for (const Tally* each : tallies)
    parts.push_back({static_cast<double>(of(*each)), static_cast<double>(each->requests)});
  return ratio_of(parts);
}

template <class Of>
Estimate mean(const Tallies& tallies, const Of& of) {
  std::vector<double> values;
  for (const Tally* each : tallies) values.push_back(of(*each));
  return mean_of(values);
}

Estimate mean_latency(const Tallies& tallies) {
  std::vector<Part> parts;
  for (const Tally* each : tallies)
    parts.push_back({static_cast<double>(each->latency.sum()) / 1e9,
                     static_cast<double>(each->latency.count())});
  return ratio_of(parts);
}

bool is_within(const Estimate& estimate, double precision) {
  if (estimate.is_of_nothing()) return true;
  if (std::isinf(estimate.value)) return std::isinf(estimate.low);
  return estimate.half_width() <= precision * std::abs(estimate.value);
}

// Of a promise that is not told from all requests of all runs together, by the runs in which
// somebody asked.
Estimate of_each_run(const std::vector<world::Result>& runs, std::size_t promise) {
  std::vector<double> values;
  std::size_t asked = 0;
  for (const world::Result& run : runs) {
    const world::PromiseResult& its = run.slo[promise];
    if (its.of_nobody) continue;
    ++asked;
    if (!its.endless) values.push_back(its.value);
  }
  if (asked == 0) return {none, none, none, runs.size()};
  if (values.size() == asked) return mean_of(values);
  return {infinity, values.empty() ? infinity : 0, infinity, runs.size()};
}

Estimate value_of(const std::vector<world::Result>& runs, std::size_t index) {
  const world::Promise& promise = runs.front().slo[index].promise;
  if (promise.each || promise.from) return of_each_run(runs, index);
  Tallies tallies;
  for (const world::Result& run : runs) tallies.push_back(&tally_of(promise.scope, run));
  if (promise.metric == Metric::quantile) return quantile_of(tallies, promise.quantile);
  if (promise.metric == Metric::errors && !promise.counts)
    return share(tallies, [](const Tally& tally) { return tally.requests - tally.succeeded; });
  return of_each_run(runs, index);
}

// A promise about nobody is what it is in each run.
Verdict verdict_of(const PromiseEstimate& its) {
  using Compare = world::Promise::Compare;
  const world::Promise& promise = its.promise;
  const Estimate& value = its.value;
  if (value.is_of_nothing() && its.kept == value.runs) return Verdict::kept;
  const double limit = promise.value;
  const bool wants_less = promise.compare == Compare::below || promise.compare == Compare::at_most;
  const bool wants_more = promise.compare == Compare::above || promise.compare == Compare::at_least;
  if (wants_less && value.high < limit) return Verdict::kept;
  if (wants_less && value.low > limit) return Verdict::missed;
  if (wants_more && value.low > limit) return Verdict::kept;
  if (wants_more && value.high < limit) return Verdict::missed;
  if (promise.compare == Compare::equal && (value.low > limit || value.high < limit))
    return Verdict::missed;
  if (promise.compare == Compare::equal && value.low == limit && value.high == limit)
    return Verdict::kept;
  return Verdict::cannot_tell;
}

}  // namespace

// The runs say how far the part of requests below that length may be off; the interval lies between
// the lengths of that much less and that much more.
Estimate quantile_of(const Tallies& tallies, double part) {
  Tally all;
  for (const Tally* each : tallies) all += *each;
  const auto requests = static_cast<double>(all.requests);
  if (all.requests == 0) return {none, none, none, tallies.size()};
  const auto length_at = [&](double share) {
    if (share * requests > static_cast<double>(all.succeeded)) return infinity;
    return all.latency.length_at(std::max(share, 0.0) * requests);
  };
  const double length = length_at(part);
  std::vector<Part> below;
  for (const Tally* each : tallies)
    below.push_back({std::isinf(length) ? static_cast<double>(each->succeeded)
                                        : each->latency.position_of(length),
                     static_cast<double>(each->requests)});
  const double half = ratio_of(below).half_width();
  const double high = part + half < 1 ? length_at(part + half) : infinity;
  const double low = part - half > 0 ? length_at(part - half) : 0;
  return {length / 1e9, low / 1e9, high / 1e9, tallies.size()};
}

Headlines headlines_of(const Tallies& tallies, Duration counted) {
  Headlines headlines;
  headlines.requests =
      mean(tallies, [](const Tally& tally) { return static_cast<double>(tally.requests); });
  headlines.throughput = mean(tallies, [&](const Tally& tally) {
    return static_cast<double>(tally.succeeded) / seconds(counted);
  });
  headlines.answered = share(tallies, [](const Tally& tally) { return tally.succeeded; });
  headlines.errors =
      share(tallies, [](const Tally& tally) { return tally.requests - tally.succeeded; });
  headlines.failed = share(tallies, [](const Tally& tally) { return tally.failed; });
  headlines.timed_out = share(tallies, [](const Tally& tally) { return tally.timed_out; });
  headlines.refused = share(tallies, [](const Tally& tally) { return tally.refused; });
  headlines.mean = mean_latency(tallies);
  for (std::size_t i = 0; i < headline_quantiles.size(); ++i)
    headlines.quantiles[i] = quantile_of(tallies, headline_quantiles[i].part);
  return headlines;
}

bool is_precise(const Headlines& headlines, double precision) {
  return is_within(headlines.throughput, precision) && is_within(headlines.answered, precision) &&
         is_within(headlines.mean, precision) &&
         std::all_of(headlines.quantiles.begin(), headlines.quantiles.end(),
                     [&](const Estimate& each) { return is_within(each, precision); });
}

bool Findings::kept() const {
  return std::all_of(slo.begin(), slo.end(),
                     [](const PromiseEstimate& each) { return each.verdict == Verdict::kept; });
}

Findings findings_of(std::vector<world::Result> runs) {
  Findings findings;
  findings.runs = std::move(runs);
  const world::Result& first = findings.runs.front();
  const Duration counted = first.counted();
  findings.warm_up = warm_up_of(findings.runs);
  Tallies totals;
  for (const world::Result& run : findings.runs) totals.push_back(&run.totals);
  findings.totals = headlines_of(totals, counted);
  for (const auto& [name, client] : first.clients) {
    Tallies tallies;
    for (const world::Result& run : findings.runs) tallies.push_back(&run.clients.at(name).total);
    findings.clients.emplace(name, headlines_of(tallies, counted));
  }
  for (std::size_t i = 0; i < first.slo.size(); ++i) {
    PromiseEstimate& its = findings.slo.emplace_back();
    its.promise = first.slo[i].promise;
    its.value = value_of(findings.runs, i);
    for (const world::Result& run : findings.runs)
      its.kept += run.slo[i].verdict == world::PromiseResult::Verdict::kept;
    its.kept_runs = share_of(its.kept, findings.runs.size());
    its.verdict = verdict_of(its);
  }
  return findings;
}

}  // namespace squall::experiment
