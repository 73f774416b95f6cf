#include "squall/core/invariant.hpp"
#include "squall/core/text.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/experiment/replications.hpp"
#include "squall/report/findings.hpp"
#include "squall/report/json.hpp"
#include "squall/report/summary.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "commands.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace squall::tool {

namespace {

int run_once(const world::Scenario& scenario, const std::string& file, const RunOptions& options) {
  world::World world(scenario);
  try {
    world.run();
  } catch (const InvariantBroken& broken) {
    return say_broken(broken, "at " + ScalarText<Duration>::print(world.now() - Time{}) + " ", file,
                      scenario.seed);
  }
  const world::Result result = world.result();
  if (options.json != "-" && !options.quiet)
    fmt::print("{}", report::summary(result, name_of(file)));
  if (!options.json.empty() && !write_whole(options.json, report::json(result))) return 3;
  return result.kept() ? 0 : 1;
}

std::optional<experiment::Plan> plan_of(const RunOptions& options) {
  constexpr std::size_t most = 1000;  // where a precision alone decides
  experiment::Plan plan;
  plan.threads = options.threads;
  plan.runs = options.runs > 0 ? options.runs : most;
  if (options.precision.empty()) return plan;
  Ratio precision;
  if (const auto problem = ScalarText<Ratio>::read(options.precision, precision);
      problem || precision.value <= 0 || precision.value >= 1) {
    fmt::print(stderr, "--precision: '{}' {} (write '2%')\n", options.precision,
               problem ? problem->what : "is no part of a number, 0% to 100%");
    return std::nullopt;
  }
  plan.precision = precision.value;
  return plan;
}

int run_often(const world::Scenario& scenario, const std::string& file, const RunOptions& options,
              const experiment::Plan& plan) {
  Progress progress("runs", plan.runs, !options.quiet);
  std::vector<world::Result> runs;
  try {
    runs = experiment::replicate(scenario, plan, &progress);
  } catch (const experiment::BrokenRun& run) {
    progress.end();
    return say_broken(run.broken, "", file, run.seed);
  }
  progress.end();
  const experiment::Findings findings = experiment::findings_of(std::move(runs));
  if (options.json != "-" && !options.quiet)
    fmt::print("{}", report::findings(findings, name_of(file)));
  if (!options.json.empty() && !write_whole(options.json, report::findings_json(findings)))
    return 3;
  return findings.kept() ? 0 : 1;
}

int run_one(const std::string& file, const RunOptions& options) {
  const auto plan = plan_of(options);
  if (!plan) return 2;
  const scenario::Loaded loaded = scenario::load_file(file, options.load);
  if (!options.quiet)
    for (const Diagnostic& warning : loaded.warnings) fmt::print(stderr, "{}", to_text(warning));
  if (const auto reason = world::not_runnable(loaded.scenario)) {
    fmt::print(stderr, "{}: error: {}\n", file, *reason);
    return 2;
  }
  const bool often = options.runs > 1 || plan->precision;
  return often ? run_often(loaded.scenario, file, options, *plan)
               : run_once(loaded.scenario, file, options);
}

}  // namespace

int run(const RunOptions& options) {
  int worst = 0;
  for (const std::string& file : options.files) {
    int status = 2;
    try {
      status = run_one(file, options);
    } catch (const ScenarioError& error) {
      for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
    }
    worst = std::max(worst, status);
  }
  return worst;
}

}  // namespace squall::tool
