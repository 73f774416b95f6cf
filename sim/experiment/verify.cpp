#include "squall/experiment/verify.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"
#include "squall/experiment/headlines.hpp"

#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace squall::experiment {

namespace {

using traffic::Tally;

template <class Of>
Estimate ratio(const std::vector<world::Result>& runs, const Of& of) {
  std::vector<Part> parts;
  for (const world::Result& run : runs) parts.push_back(of(run.totals));
  return ratio_of(parts);
}

double number(std::uint64_t count) { return static_cast<double>(count); }

// In standard errors from the nearer end of what theory knows; where no run differs from another,
// it is the same or endlessly far off.
double deviation_of(const KnownNumber& known, double value, double standard_error) {
  const double off = value > known.most    ? value - known.most
                     : value < known.exact ? value - known.exact
                                           : 0;
  const double rounding = 1e-9 * std::abs(known.exact);
  if (std::abs(off) <= rounding) return 0;
  return standard_error > 0 ? off / standard_error
                            : std::copysign(std::numeric_limits<double>::infinity(), off);
}

CheckedNumber checked(const KnownNumber& known, const std::vector<world::Result>& runs) {
  CheckedNumber its;
  its.known = known;
  its.simulated = read(known.reading, runs);
  its.standard_error = its.simulated.half_width() / student_factor(runs.size());
  its.deviation = deviation_of(known, its.simulated.value, its.standard_error);
  return its;
}

}  // namespace

Estimate read(const Reading& reading, const std::vector<world::Result>& runs) {
  const double counted = seconds(runs.front().counted());
  switch (reading.kind) {
    case Reading::Kind::mean:
      return ratio(runs, [](const Tally& tally) {
        return Part{static_cast<double>(tally.latency.sum()) / 1e9, number(tally.latency.count())};
      });
    case Reading::Kind::quantile: {
      std::vector<const Tally*> tallies;
      for (const world::Result& run : runs) tallies.push_back(&run.totals);
      return quantile_of(tallies, reading.part);
    }
    case Reading::Kind::refused:
      return ratio(runs, [](const Tally& tally) {
        return Part{number(tally.refused), number(tally.requests)};
      });
    case Reading::Kind::failed:
      return ratio(runs, [](const Tally& tally) {
        return Part{number(tally.failed), number(tally.requests)};
      });
    case Reading::Kind::attempts:
      return ratio(runs, [](const Tally& tally) {
        return Part{number(tally.attempts), number(tally.requests)};
      });
    case Reading::Kind::throughput:
      break;
  }
  return ratio(runs, [&](const Tally& tally) { return Part{number(tally.succeeded), counted}; });
}

std::size_t Verification::numbers() const {
  std::size_t count = 0;
  for (const CheckedCase& each : cases) count += each.numbers.size();
  return count;
}

std::size_t Verification::failed() const {
  std::size_t count = 0;
  for (const CheckedCase& each : cases)
    for (const CheckedNumber& its : each.numbers) count += !its.holds();
  return count;
}

double Verification::chance_of_false_alarm() const {
  const boost::math::students_t_distribution<double> student(static_cast<double>(runs - 1));
  const double one = 2 * boost::math::cdf(student, -CheckedNumber::limit);
  return -std::expm1(static_cast<double>(numbers()) * std::log1p(-one));
}

std::int64_t seed_of_case(std::int64_t seed, const std::string& name) {
  const Key key = key_of(static_cast<std::uint64_t>(seed), "verify." + name);
  return static_cast<std::int64_t>(key.word >> 1);
}

Verification verify(const std::vector<KnownCase>& cases, const VerifyPlan& plan, Watcher* watcher) {
  INVARIANT(plan.runs > 1 && plan.times_longer > 0);
  Plan runs;
  runs.runs = plan.runs;
  runs.threads = plan.threads;
  Verification verification;
  verification.runs = plan.runs;
  for (const KnownCase& each : cases) {
    world::Scenario scenario = each.scenario;
    const Duration counted = scenario.duration - scenario.measure_from;
    scenario.duration = scenario.measure_from + counted * plan.times_longer;
    scenario.seed = seed_of_case(plan.seed, each.name);
    const std::vector<world::Result> results = replicate(scenario, runs, watcher);
    if (results.size() < plan.runs) break;  // it was stopped
    CheckedCase& its = verification.cases.emplace_back();
    its.name = each.name;
    its.system = each.system;
    its.sentence = each.sentence;
    for (const KnownNumber& known : each.numbers) its.numbers.push_back(checked(known, results));
  }
  return verification;
}

}  // namespace squall::experiment
