#include "squall/core/invariant.hpp"
#include "squall/core/text.hpp"
#include "squall/report/json.hpp"
#include "squall/report/summary.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "commands.hpp"
#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include <fmt/core.h>

namespace squall::tool {

namespace {

int run_one(const std::string& file, const RunOptions& options) {
  const scenario::Loaded loaded = scenario::load_file(file, options.load);
  if (!options.quiet)
    for (const Diagnostic& warning : loaded.warnings) fmt::print(stderr, "{}", to_text(warning));
  if (const auto reason = world::not_runnable(loaded.scenario)) {
    fmt::print(stderr, "{}: error: {}\n", file, *reason);
    return 2;
  }
  world::World world(loaded.scenario);
  try {
    world.run();
  } catch (const InvariantBroken& broken) {
    fmt::print(stderr,
               "squall: internal error: {} does not hold ({}:{})\n"
               "at {} with seed {}; 'squall run {} --set seed={}' repeats it\n",
               broken.expression(), broken.file(), broken.line(),
               ScalarText<Duration>::print(world.now() - Time{}), loaded.scenario.seed, file,
               loaded.scenario.seed);
    return 3;
  }
  const world::Result result = world.result();
  if (options.json != "-" && !options.quiet)
    fmt::print("{}", report::summary(result, name_of(file)));
  if (!options.json.empty() && !write_whole(options.json, report::json(result))) return 3;
  return result.kept() ? 0 : 1;
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
