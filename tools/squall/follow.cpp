#include "squall/report/following.hpp"
#include "squall/scenario/action.hpp"
#include "squall/world/runnable.hpp"
#include "squall/world/world.hpp"

#include "commands.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace squall::tool {

namespace {

constexpr Duration step = 100ms;

bool has_target(const world::Scenario& scenario, const std::string& name) {
  if (scenario.instances.contains(name)) return true;
  const auto balancer = scenario.load_balancers.find(name);
  if (balancer != scenario.load_balancers.end()) return !balancer->second.target_groups.empty();
  const auto dash = name.rfind('-');
  return dash != name.npos && scenario.instances.contains(name.substr(0, dash));
}

// Why nothing can be followed so; empty where it can.
std::string mistake(const world::Scenario& scenario, const FollowOptions& options) {
  if (const auto reason = world::not_runnable(scenario)) return *reason;
  if (!options.client.empty() && !scenario.clients.contains(options.client))
    return fmt::format("there is no client '{}'", options.client);
  if (!options.target.empty() && !has_target(scenario, options.target))
    return fmt::format("there is no instance '{}'", options.target);
  return {};
}

int follow(const world::Scenario& scenario, const FollowOptions& options) {
  if (const std::string what = mistake(scenario, options); !what.empty()) {
    fmt::print(stderr, "{}: error: {}\n", options.file, what);
    return 2;
  }
  const Time from(options.from.empty() ? Duration(0)
                                       : scenario::read_moment(options.from, scenario, "--from"));
  const Time end(scenario.duration);
  world::World world(scenario);
  world::Follower follower(
      world, {static_cast<std::size_t>(options.first), options.target, options.client, from});
  world.look_on(follower);
  while (!follower.done() && world.now() < end)
    world.run_until(std::min(end, std::max(from, world.now()) + step));
  if (!follower.done()) world.run();
  if (follower.attempts().empty()) {
    fmt::print(stderr, "{}: nobody sent such a request\n", options.file);
    return 0;
  }
  fmt::print("{}", report::following(follower.attempts()));
  return 0;
}

}  // namespace

int follow(const FollowOptions& options) {
  try {
    return follow(scenario::load_file(options.file, options.load).scenario, options);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  }
  return 2;
}

}  // namespace squall::tool
