#include "squall/core/invariant.hpp"
#include "squall/core/text.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/experiment/replications.hpp"
#include "squall/report/csv.hpp"
#include "squall/report/findings.hpp"
#include "squall/report/json.hpp"
#include "squall/report/summary.hpp"
#include "squall/report/why.hpp"
#include "squall/scenario/action.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "commands.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "outputs.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace squall::tool {

namespace {

// In how many pieces a run is made: between them it can be stopped.
constexpr int pieces = 256;

// A hundred batches of five for MSER-5: each place a hundredth of the run.
constexpr std::size_t looks_for_warm_up = 500;

report::Screen screen_of(const RunOptions& options) {
  return {static_cast<std::size_t>(width_of_output()), options.verbose};
}

// Writes what is wanted of one or more runs; the exit status.
int write(const RunOptions& options, std::string screen, const std::string& json,
          std::span<const world::Result> runs, int status) {
  Outputs outputs;
  if (!options.quiet) outputs.screen(std::move(screen));
  if (!options.json.empty()) outputs.file(options.json, json);
  if (!options.csv.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.csv, error);
    if (error) {
      fmt::print(stderr, "squall: cannot make the folder '{}': {}\n", options.csv, error.message());
      return 3;
    }
    for (report::CsvFile& file : report::csv(runs))
      outputs.file((std::filesystem::path(options.csv) / file.name).string(), std::move(file.text));
  }
  if (!outputs.write()) return 3;
  return interrupted() ? interrupted_status : status;
}

// To its end, or until somebody stops it; how it stood at a moment on the way.
world::View advance(world::World& world, Duration duration, std::optional<Duration> moment,
                    Progress& progress) {
  world::View view;
  for (int i = 1; i <= pieces && !interrupted(); ++i) {
    const Time next(i == pieces ? duration : duration / pieces * i);
    if (moment && world.now() <= Time(*moment) && Time(*moment) <= next) {
      world.run_until(Time(*moment));
      view = world.view();
    }
    world.run_until(next);
    progress.ended();
  }
  if (!interrupted()) world.run();
  return view;
}

int run_once(const world::Scenario& scenario, const std::string& file, const RunOptions& options) {
  std::optional<Duration> moment;
  if (!options.why.empty()) moment = scenario::read_moment(options.why, scenario, "--why");
  world::World world(scenario, {.history = !options.csv.empty()});
  Progress progress("", pieces, !options.quiet);
  world::View view;
  try {
    view = advance(world, scenario.duration, moment, progress);
  } catch (const InvariantBroken& broken) {
    progress.end();
    return say_broken(broken, "at " + ScalarText<Duration>::print(world.now() - Time{}) + " ", file,
                      scenario.seed);
  }
  progress.end();
  const world::Result result = world.result();
  const report::Screen screen = screen_of(options);
  const std::string name = name_of(file);
  return write(options,
               moment ? report::why(result, view, *moment, name, screen)
                      : report::summary(result, name, screen),
               options.json.empty() ? "" : report::json(result), {&result, 1},
               result.kept() ? 0 : 1);
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
  experiment::Plan looking = plan;
  looking.history = !options.csv.empty();
  if (experiment::is_steady(scenario)) looking.looks = looks_for_warm_up;
  try {
    runs = experiment::replicate(scenario, looking, &progress);
  } catch (const experiment::BrokenRun& run) {
    progress.end();
    return say_broken(run.broken, "", file, run.seed);
  }
  progress.end();
  if (runs.empty()) {
    fmt::print(stderr, "{}: stopped before a run had ended\n", file);
    return interrupted_status;
  }
  experiment::Findings findings = experiment::findings_of(std::move(runs));
  findings.exact = experiment::exact_of(scenario);
  findings.partial = interrupted();
  return write(options, report::findings(findings, name_of(file), screen_of(options)),
               options.json.empty() ? "" : report::findings_json(findings), findings.runs,
               findings.kept() ? 0 : 1);
}

// Counts only what is sent within the times that are asked for.
void count_within(const RunOptions& options, world::Scenario& scenario) {
  if (!options.from.empty())
    scenario.measure_from = scenario::read_moment(options.from, scenario, "--from");
  if (!options.to.empty())
    scenario.measure_until = scenario::read_moment(options.to, scenario, "--to");
}

// Why this cannot be done; empty where it can.
std::string mistake(const world::Scenario& scenario, const RunOptions& options) {
  const auto print = [](Duration duration) { return ScalarText<Duration>::print(duration); };
  const Duration until = scenario.measure_until.value_or(scenario.duration);
  if (until > scenario.duration)
    return fmt::format("--to is {}, when the run is over (it takes {})", print(until),
                       print(scenario.duration));
  if (scenario.measure_from >= until)
    return fmt::format("nothing counts from {} to {} (write an earlier --from or a later --to)",
                       print(scenario.measure_from), print(until));
  if (options.files.size() > 1 && (!options.json.empty() || !options.csv.empty()))
    return "'--json' and '--csv' are for one scenario (run the files one by one)";
  if (options.csv == "-") return "'--csv' writes several tables (write the name of a folder)";
  if (!options.why.empty() && (options.runs > 1 || !options.precision.empty()))
    return "'--why' tells of a single run (leave '-n' and '--precision' away)";
  return world::not_runnable(scenario).value_or("");
}

int run_one(const std::string& file, const RunOptions& options) {
  const auto plan = plan_of(options);
  if (!plan) return 2;
  scenario::Loaded loaded = scenario::load_file(file, options.load);
  if (!options.quiet)
    for (const Diagnostic& warning : loaded.warnings) fmt::print(stderr, "{}", to_text(warning));
  count_within(options, loaded.scenario);
  if (const std::string reason = mistake(loaded.scenario, options); !reason.empty()) {
    fmt::print(stderr, "{}: error: {}\n", file, reason);
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
    if (interrupted()) return interrupted_status;
  }
  return worst;
}

}  // namespace squall::tool
