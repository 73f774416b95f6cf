#include "squall/experiment/verify.hpp"

#include "squall/core/nearest.hpp"
#include "squall/report/verification.hpp"

#include "commands.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "outputs.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace squall::tool {

namespace {

using experiment::KnownCase;

// Says what there is where no case has the name.
KnownCase* find(std::vector<KnownCase>& cases, const std::string& name) {
  const auto found = std::find_if(cases.begin(), cases.end(),
                                  [&](const KnownCase& each) { return each.name == name; });
  if (found != cases.end()) return &*found;
  std::vector<std::string> names;
  for (const KnownCase& each : cases) names.push_back(each.name);
  std::string hint = fmt::format("known: {}", fmt::join(names, ", "));
  if (const auto near = nearest(name, names)) hint = fmt::format("did you mean '{}'?", *near);
  fmt::print(stderr, "squall verify: no case is called '{}' ({})\n", name, hint);
  return nullptr;
}

bool choose(std::vector<KnownCase>& cases, const VerifyOptions& options) {
  for (const std::string& name : options.spoilt) {
    KnownCase* its = find(cases, name);
    if (!its) return false;
    for (experiment::KnownNumber& each : its->numbers) {
      each.exact *= 1.1;
      each.most *= 1.1;
    }
  }
  for (const std::string& name : options.only)
    if (!find(cases, name)) return false;
  if (options.only.empty()) return true;
  std::erase_if(cases, [&](const KnownCase& each) {
    return std::find(options.only.begin(), options.only.end(), each.name) == options.only.end();
  });
  return true;
}

experiment::VerifyPlan plan_of(const VerifyOptions& options) {
  experiment::VerifyPlan plan;
  plan.seed = options.seed;
  plan.threads = options.threads;
  if (!options.thorough) return plan;
  plan.runs = 100;
  plan.times_longer = 8;
  return plan;
}

}  // namespace

int verify(const VerifyOptions& options) {
  std::vector<KnownCase> cases = experiment::known_cases();
  if (!options.show.empty()) {
    const KnownCase* its = find(cases, options.show);
    if (!its) return 2;
    return put("# " + its->sentence + "\n" + scenario::effective_yaml(its->scenario)) ? 0 : 3;
  }
  if (!choose(cases, options)) return 2;
  const experiment::VerifyPlan plan = plan_of(options);
  Progress progress("runs", cases.size() * plan.runs, !options.quiet);
  try {
    const experiment::Verification found = experiment::verify(cases, plan, &progress);
    progress.end();
    if (interrupted()) {
      fmt::print(stderr, "squall verify: stopped, with {} of {} cases verified\n",
                 found.cases.size(), cases.size());
      if (found.cases.empty()) return interrupted_status;
    }
    Outputs outputs;
    const report::Screen screen{static_cast<std::size_t>(width_of_output())};
    if (!options.quiet) outputs.screen(report::verification(found, screen));
    if (!options.json.empty()) outputs.file(options.json, report::verification_json(found));
    if (!outputs.write()) return 3;
    return interrupted() ? interrupted_status : found.holds() ? 0 : 1;
  } catch (const experiment::BrokenRun& run) {
    progress.end();
    fmt::print(stderr,
               "squall: internal error: {} does not hold ({}:{})\nwith the seed {} of a case of "
               "'squall verify --seed {}'\n",
               run.broken.expression(), run.broken.file(), run.broken.line(), run.seed, plan.seed);
  }
  return 3;
}

}  // namespace squall::tool
