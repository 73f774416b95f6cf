#include "squall/report/futures.hpp"
#include "squall/scenario/action.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "commands.hpp"

#include <fmt/core.h>

namespace squall::tool {

namespace {

// A branch is the scenario with its actions, run again from the start: the past is the same.
world::Result future(const world::Scenario& scenario, Duration at,
                     const std::vector<faults::Action>& actions) {
  world::World world(scenario);
  world.run_until(Time(at));
  for (const faults::Action& action : actions) world.apply(action);
  world.run();
  return world.result();
}

int branch_of(const world::Scenario& scenario, const BranchOptions& options) {
  if (const auto reason = world::not_runnable(scenario)) {
    fmt::print(stderr, "{}: error: {}\n", options.file, *reason);
    return 2;
  }
  const Duration at = scenario::read_moment(options.at, scenario);
  std::vector<faults::Action> actions;
  for (const std::string& act : options.acts)
    actions.push_back(scenario::read_action(act, scenario));
  fmt::print("{}", report::futures(future(scenario, at, {}), future(scenario, at, actions), at));
  return 0;
}

}  // namespace

int branch(const BranchOptions& options) {
  try {
    return branch_of(scenario::load_file(options.file, options.load).scenario, options);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  }
  return 2;
}

}  // namespace squall::tool
