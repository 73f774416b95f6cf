#include "squall/experiment/warm_up.hpp"

#include "squall/experiment/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace squall::experiment {

namespace {

constexpr std::size_t batch = 5;

std::vector<double> batches_of(std::span<const double> observations) {
  std::vector<double> means;
  for (std::size_t i = 0; i + batch <= observations.size(); i += batch) {
    double sum = 0;
    for (std::size_t j = i; j < i + batch; ++j) sum += observations[j];
    means.push_back(sum / batch);
  }
  return means;
}

std::vector<double> mean_of_runs(const std::vector<world::Result>& runs) {
  std::vector<double> means(runs.front().inside.size(), 0);
  for (const world::Result& run : runs)
    for (std::size_t i = 0; i < means.size(); ++i) means[i] += run.inside[i];
  for (double& mean : means) mean /= static_cast<double>(runs.size());
  return means;
}

// Of one run, from one of its moments up to another.
double mean_inside(const world::Result& run, std::size_t from, std::size_t until) {
  double sum = 0;
  for (std::size_t i = from; i < until; ++i) sum += run.inside[i];
  return sum / static_cast<double>(until - from);
}

// Whether what counts has another mean than what counts of it once the runs have settled: in each
// run for itself, so that what both have in common cancels. MSER takes the place that looks oddest
// of all, so chance has as many tries as there are places.
bool matters(const std::vector<world::Result>& runs, std::size_t counted, std::size_t settled,
             std::size_t until) {
  constexpr double little = 0.01;
  std::vector<double> more;
  double later = 0;
  for (const world::Result& run : runs) {
    const double its = mean_inside(run, settled, until);
    more.push_back(mean_inside(run, counted, until) - its);
    later += its / static_cast<double>(runs.size());
  }
  const Estimate off = mean_of(more);
  const std::size_t places = until / (2 * batch);
  const double by_chance =
      off.half_width() / student_factor(runs.size()) * student_factor(runs.size(), places);
  return std::abs(off.value) > by_chance && std::abs(off.value) > little * later;
}

}  // namespace

// From the back, so that each mean and sum of squares is the one before with a batch more.
std::optional<std::size_t> mser5(std::span<const double> observations) {
  constexpr std::size_t fewest = 10;
  const std::vector<double> means = batches_of(observations);
  if (means.size() < fewest) return std::nullopt;
  const std::size_t half = means.size() / 2;
  double mean = 0;
  double squares = 0;
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = half;
  for (std::size_t i = means.size(); i-- > 0;) {
    const auto count = static_cast<double>(means.size() - i);
    const double off = means[i] - mean;
    mean += off / count;
    squares += off * (means[i] - mean);
    const double error = squares / (count * count);
    if (i > half || error > least) continue;
    least = error;
    best = i;
  }
  if (best == half) return std::nullopt;
  return best * batch;
}

bool is_steady(const world::Scenario& scenario) {
  if (!scenario.timeline.empty() || scenario.begin != world::Begin::warm) return false;
  return std::all_of(scenario.clients.begin(), scenario.clients.end(), [](const auto& client) {
    traffic::RateSpec constant;
    constant.constant = client.second.rate.constant;
    return client.second.rate == constant && !client.second.arrive;
  });
}

std::optional<WarmUp> warm_up_of(const std::vector<world::Result>& runs) {
  if (runs.size() < 2 || runs.front().inside.empty()) return std::nullopt;
  const world::Result& first = runs.front();
  const std::size_t moments = first.inside.size();
  const Duration step = first.simulated / static_cast<std::int64_t>(moments);
  if (step <= Duration(0)) return std::nullopt;
  const auto left_out = mser5(mean_of_runs(runs));
  WarmUp warm_up;
  if (left_out) warm_up.lasts = step * static_cast<std::int64_t>(*left_out);
  const auto counted = static_cast<std::size_t>(first.measure_from / step);
  const std::size_t settled = left_out.value_or(moments / 2);
  const auto until = std::min(moments, static_cast<std::size_t>(first.measure_until / step));
  warm_up.matters = counted < settled && settled < until && matters(runs, counted, settled, until);
  return warm_up;
}

}  // namespace squall::experiment
