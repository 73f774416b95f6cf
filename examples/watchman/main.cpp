// Watches the instances of a scenario and takes whoever falls behind out of service.
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include <set>
#include <string>

#include <fmt/core.h>

using namespace squall;

int main(int count, char** words) {
  if (count != 2) return 2;
  const world::Scenario scenario = scenario::load_file(words[1]).scenario;
  world::World world(scenario);
  std::set<std::string> out;
  while (world.now() < Time(scenario.duration)) {
    world.run_until(world.now() + 1s);
    for (const auto& [name, instance] : world.view().instances) {
      if (instance.queued < 10 || !out.insert(name).second) continue;
      fmt::print("{} s: {} requests wait at {}, so it leaves\n", seconds(world.now() - Time{}),
                 instance.queued, name);
      world.apply({faults::Action::Deregister{{name}}});
    }
  }
  world.run();
  const traffic::Tally total = world.result().totals;
  fmt::print("{} of {} requests answered\n", total.succeeded, total.requests);
}
