#include "squall/core/invariant.hpp"
#include "squall/experiment/comparison.hpp"
#include "squall/report/comparison.hpp"
#include "squall/world/runnable.hpp"

#include "commands.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "outputs.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace squall::tool {

namespace {

using experiment::Design;

// A design of a file: one of its variants, edits under a name of their own, or both.
scenario::LoadOptions loading(const CompareOptions& options, const DesignOptions& design,
                              const std::vector<std::string>& variants) {
  scenario::LoadOptions load;
  const bool is_variant =
      std::find(variants.begin(), variants.end(), design.name) != variants.end();
  if (is_variant || design.sets.empty()) load.variant = design.name;
  load.sets = options.sets;
  load.sets.insert(load.sets.end(), design.sets.begin(), design.sets.end());
  return load;
}

std::vector<Design> designs_of_one(const CompareOptions& options) {
  const std::string& file = options.files.front();
  const scenario::Loaded whole = scenario::load_file(file, {std::nullopt, options.sets});
  std::vector<DesignOptions> wanted = options.designs;
  if (wanted.empty())
    for (const std::string& name : whole.variant_names) wanted.push_back({name, {}});
  std::vector<Design> designs{{"file", whole.scenario}};
  for (const DesignOptions& each : wanted)
    designs.push_back(
        {each.name,
         scenario::load_file(file, loading(options, each, whole.variant_names)).scenario});
  return designs;
}

std::vector<Design> designs_of(const CompareOptions& options) {
  if (options.files.size() == 1) return designs_of_one(options);
  std::vector<Design> designs;
  for (const std::string& file : options.files)
    designs.push_back(
        {name_of(file), scenario::load_file(file, {std::nullopt, options.sets}).scenario});
  return designs;
}

std::optional<std::string> mistake_in(const CompareOptions& options,
                                      const std::vector<Design>& designs) {
  if (designs.size() < 2)
    return fmt::format(
        "{}: error: there is nothing to compare it with (write '--variant NAME "
        "--set PATH=VALUE', a second file, or 'variants' in the file)",
        options.files.front());
  for (const Design& design : designs)
    if (const auto reason = world::not_runnable(design.scenario))
      return fmt::format("{}: error: {}", design.name, *reason);
  return std::nullopt;
}

int compare_all(const CompareOptions& options) {
  if (options.files.size() > 1 && !options.designs.empty()) {
    fmt::print(stderr,
               "squall compare: '--variant' changes one file, these are {} (write '--set' "
               "for what is changed in all of them)\n",
               options.files.size());
    return 2;
  }
  const std::vector<Design> designs = designs_of(options);
  if (const auto mistake = mistake_in(options, designs)) {
    fmt::print(stderr, "{}\n", *mistake);
    return 2;
  }
  experiment::Plan plan;
  plan.runs = options.runs;
  plan.threads = options.threads;
  Progress progress("runs", designs.size() * plan.runs, !options.quiet);
  experiment::Comparison found = experiment::compare(designs, plan, &progress);
  found.partial = interrupted();
  progress.end();
  if (found.designs.empty()) {
    fmt::print(stderr, "squall compare: stopped before two runs of each design had ended\n");
    return interrupted_status;
  }
  Outputs outputs;
  const report::Screen screen{static_cast<std::size_t>(width_of_output())};
  if (!options.quiet)
    outputs.screen(report::comparison(found, name_of(options.files.front()), screen));
  if (!options.json.empty()) outputs.file(options.json, report::comparison_json(found));
  if (!outputs.write()) return 3;
  return interrupted() ? interrupted_status : 0;
}

}  // namespace

int compare(const CompareOptions& options) {
  try {
    return compare_all(options);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  } catch (const experiment::BrokenRun& run) {
    return say_broken(run.broken, "", options.files.front(), run.seed);
  }
  return 2;
}

}  // namespace squall::tool
