#include "squall/core/invariant.hpp"
#include "squall/core/version.hpp"
#include "squall/experiment/comparison.hpp"
#include "squall/report/comparison.hpp"
#include "squall/report/stored_runs.hpp"
#include "squall/world/runnable.hpp"

#include "commands.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "outputs.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace squall::tool {

namespace {

using experiment::Design;

constexpr std::size_t usual_runs = 20;

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

// Says what came of it; the exit status.
int say(const CompareOptions& options, const experiment::Comparison& found) {
  Outputs outputs;
  const report::Screen screen{static_cast<std::size_t>(width_of_output())};
  if (!options.quiet)
    outputs.screen(report::comparison(found, name_of(options.files.front()), screen));
  if (!options.json.empty()) outputs.file(options.json, report::comparison_json(found));
  if (!outputs.write()) return 3;
  return interrupted() ? interrupted_status : 0;
}

int say_too_early() {
  fmt::print(stderr, "squall compare: stopped before two runs of each design had ended\n");
  return interrupted_status;
}

int compare_scenarios(const CompareOptions& options) {
  const std::vector<Design> designs = designs_of(options);
  if (const auto mistake = mistake_in(options, designs)) {
    fmt::print(stderr, "{}\n", *mistake);
    return 2;
  }
  experiment::Plan plan;
  plan.runs = options.runs > 0 ? options.runs : usual_runs;
  plan.threads = options.threads;
  Progress progress("runs", designs.size() * plan.runs, !options.quiet);
  experiment::Comparison found = experiment::compare(designs, plan, &progress);
  found.partial = interrupted();
  progress.end();
  return found.designs.empty() ? say_too_early() : say(options, found);
}

// The whole file; empty where nobody can read it, which the loader of scenarios then says.
std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Scenarios, and files that `squall run -n` has written.
class Mixed {
 public:
  explicit Mixed(const CompareOptions& options) : options_(options) {
    for (const std::string& file : options.files) {
      std::string text = text_of(file);
      stored_.push_back(report::is_stored(text));
      texts_.push_back(stored_.back() ? std::move(text) : std::string());
    }
  }

  bool has_stored() const {
    return std::find(stored_.begin(), stored_.end(), true) != stored_.end();
  }

  /// The exit status.
  int compare() {
    if (const auto mistake = mistake_in_options()) return refuse("squall compare: " + *mistake);
    for (std::size_t i = 0; i < texts_.size(); ++i)
      if (const auto mistake = take(i)) return refuse(*mistake);
    run();
    const bool any_short = std::any_of(designs_.begin(), designs_.end(),
                                       [](const auto& each) { return each.runs.size() < 2; });
    if (any_short) return say_too_early();
    experiment::Comparison found = experiment::compare_runs(std::move(designs_));
    found.notes.insert(found.notes.end(), notes_.begin(), notes_.end());
    found.partial = interrupted();
    return say(options_, found);
  }

 private:
  static int refuse(const std::string& mistake) {
    fmt::print(stderr, "{}\n", mistake);
    return 2;
  }

  std::optional<std::string> mistake_in_options() const {
    const auto results = std::count(stored_.begin(), stored_.end(), true);
    const bool all = static_cast<std::size_t>(results) == stored_.size();
    if (stored_.size() < 2)
      return "there is nothing to compare the result with (write a second file: another result, or "
             "a scenario)";
    if (!options_.designs.empty())
      return "'--variant' changes a single scenario, these are results (write '--set' for what is "
             "changed in all scenarios)";
    if (all && !options_.sets.empty()) return "'--set' comes too late: these are results of runs";
    if (all && options_.runs > 0) return "'-n' comes too late: these are results of runs";
    return std::nullopt;
  }

  // A name of its own.
  std::string name(std::size_t file) const {
    std::string name = name_of(options_.files[file]);
    for (const experiment::DesignRuns& each : designs_)
      if (each.name == name) return options_.files[file];
    return name;
  }

  // What is wrong with a file.
  std::optional<std::string> take(std::size_t file) {
    const std::string& path = options_.files[file];
    experiment::DesignRuns& design = designs_.emplace_back();
    std::string its_name = name(file);
    if (stored_[file]) {
      report::StoredRuns stored;
      if (const auto problem = report::read_runs(texts_[file], stored))
        return fmt::format("{}: error: it {}", path, *problem);
      texts_[file].clear();
      design.runs = std::move(stored.runs);
      if (stored.squall_version != version)
        notes_.push_back(fmt::format("{} was written by squall {}, this is {}", its_name,
                                     stored.squall_version, version));
      if (stored.partial)
        notes_.push_back(fmt::format("{} was stopped after {} runs", its_name, design.runs.size()));
    } else {
      scenarios_.push_back(scenario::load_file(path, {std::nullopt, options_.sets}).scenario);
      if (const auto reason = world::not_runnable(scenarios_.back()))
        return fmt::format("{}: error: {}", path, *reason);
      design.exact = experiment::exact_of(scenarios_.back());
      to_run_.push_back(file);
    }
    design.name = std::move(its_name);
    return std::nullopt;
  }

  // The scenarios, as often as the results have been and with their seeds.
  void run() {
    if (scenarios_.empty()) return;
    experiment::Plan plan;
    plan.threads = options_.threads;
    plan.runs = options_.runs;
    std::optional<std::int64_t> seed;
    for (std::size_t i = 0; i < designs_.size(); ++i) {
      if (!stored_[i]) continue;
      if (!seed) seed = designs_[i].runs.front().seed;
      if (options_.runs == 0)
        plan.runs =
            plan.runs == 0 ? designs_[i].runs.size() : std::min(plan.runs, designs_[i].runs.size());
    }
    std::vector<const world::Scenario*> all;
    for (world::Scenario& each : scenarios_) {
      each.seed = *seed;
      all.push_back(&each);
    }
    Progress progress("runs", all.size() * plan.runs, !options_.quiet);
    auto runs = experiment::replicate_all(all, plan, &progress);
    progress.end();
    for (std::size_t i = 0; i < runs.size(); ++i) designs_[to_run_[i]].runs = std::move(runs[i]);
  }

  const CompareOptions& options_;
  std::vector<bool> stored_;        // by file: whether it is a result
  std::vector<std::string> texts_;  // by file: of the results
  std::vector<experiment::DesignRuns> designs_;
  std::vector<world::Scenario> scenarios_;
  std::vector<std::size_t> to_run_;  // which files the scenarios are
  std::vector<std::string> notes_;
};

int compare_all(const CompareOptions& options) {
  Mixed mixed(options);
  if (mixed.has_stored()) return mixed.compare();
  if (options.files.size() > 1 && !options.designs.empty()) {
    fmt::print(stderr,
               "squall compare: '--variant' changes one file, these are {} (write '--set' "
               "for what is changed in all of them)\n",
               options.files.size());
    return 2;
  }
  return compare_scenarios(options);
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
