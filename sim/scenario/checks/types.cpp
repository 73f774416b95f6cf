#include "squall/compute/types.hpp"

#include "squall/scenario/reader.hpp"

#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::string guess_one_of(const std::string& name, const std::vector<std::string>& known) {
  return guess(name, {known.begin(), known.end()});
}

void check_type(const Checking& checking, const compute::Types& types, const std::string& type,
                const Place& at) {
  if (type.empty() || !checking.sound(at) || types.find(type)) return;
  std::string hint = guess_one_of(type, types.names());
  if (hint.empty()) hint = "one that AWS does not have stands under 'instance_types'";
  checking.error(at, fmt::format("unknown instance type '{}'", type), at.parent(), std::move(hint));
}

void check_class(const Checking& checking, const compute::Types& types,
                 const std::string& instance_class, const Place& at) {
  if (!checking.sound(at) || types.find_of_class(instance_class)) return;
  std::vector<std::string> known = types.names();
  for (std::string& name : known) name.insert(0, "db.");
  checking.error(at, fmt::format("unknown instance class '{}'", instance_class), at.parent(),
                 guess_one_of(instance_class, known));
}

void check_own_types(const Checking& checking) {
  for (const auto& [name, spec] : checking.scenario.instance_types) {
    if (!compute::find_instance_type(name)) continue;
    const Place at = Place{"instance_types"} / name;
    checking.key_error(at, fmt::format("'{}' is a type that AWS has", name), at,
                       "give your own another name");
  }
}

void check_families(const Checking& checking, const compute::Types& types) {
  std::set<std::string> known;
  for (const std::string& type : types.names()) known.insert(std::string(compute::family_of(type)));
  for (const auto& [name, spec] : checking.scenario.instance_families) {
    if (known.contains(name)) continue;
    const Place at = Place{"instance_families"} / name;
    const std::string family(compute::family_of(name));
    std::string hint = known.contains(family) ? fmt::format("the family is '{}'", family)
                                              : guess_one_of(name, {known.begin(), known.end()});
    checking.key_error(at, fmt::format("no instance type is of the family '{}'", name), at,
                       std::move(hint));
  }
}

}  // namespace

void check_types(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  if (!checking.sound({"instance_types"}) || !checking.sound({"instance_families"})) return;
  const compute::Types types(scenario.instance_types, scenario.instance_families);
  check_own_types(checking);
  check_families(checking, types);
  for (const auto& [name, spec] : scenario.services)
    check_type(checking, types, spec.measured_on, Place{"services"} / name / "measured_on");
  for (const auto& [name, spec] : scenario.instances)
    check_type(checking, types, spec.instance_type, Place{"instances"} / name / "instance_type");
  for (const auto& [name, spec] : scenario.auto_scaling_groups)
    check_type(checking, types, spec.instance_type,
               Place{"auto_scaling_groups"} / name / "instance_type");
  for (const auto& [name, spec] : scenario.databases)
    check_class(checking, types, spec.instance_class, Place{"databases"} / name / "instance_class");
}

void review_types(const Checking& checking) {
  const auto& services = checking.scenario.services;
  const bool of_use = std::any_of(services.begin(), services.end(), [](const auto& service) {
    return !service.second.measured_on.empty();
  });
  if (checking.scenario.instance_families.empty() || of_use) return;
  const Place at{"instance_families"};
  checking.key_warning(at, "no service says what it was 'measured_on': all types are equally fast",
                       at, "write 'measured_on: m6i.large' at the services measured there");
}

}  // namespace squall::scenario
