#include "squall/world/zones.hpp"

#include "scenario/checks/checking.hpp"

#include <fmt/format.h>

namespace squall::scenario {

void check_key_pairs(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  if (!checking.sound({"region"}) || !checking.sound({"key_pairs"})) return;
  for (const auto& [name, spec] : scenario.instances) {
    const Place at = Place{"instances"} / name;
    const auto key_pair = scenario.key_pairs.find(spec.key_pair);
    if (key_pair == scenario.key_pairs.end() || !checking.sound(at)) continue;
    const std::string& its = region_of(scenario, spec.region);
    const std::string& region = region_of(scenario, key_pair->second.region);
    if (its == region) continue;
    checking.error(
        at / "key_pair",
        fmt::format("'{}' is in {}, the key pair '{}' in {}", name, its, spec.key_pair, region), at,
        fmt::format("a key pair is launched with in its region alone: add another to "
                    "'key_pairs', with 'region: {}'",
                    its));
  }
}

}  // namespace squall::scenario
