#include "scenario/checks/checking.hpp"

#include <map>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// The sections whose names a `to:` may say.
template <class Visit>
void for_each_endpoint(const world::Scenario& scenario, Visit visit) {
  for (const auto& [name, spec] : scenario.databases) visit("databases", name);
  for (const auto& [name, spec] : scenario.instances) visit("instances", name);
  for (const auto& [name, spec] : scenario.load_balancers) visit("load_balancers", name);
  for (const auto& [name, spec] : scenario.auto_scaling_groups) visit("auto_scaling_groups", name);
}

// Two things of one name: the one that stands later is wrong.
void say_twice(const Checking& checking, const Place& one, const Place& other) {
  const bool in_order = checking.written.key_mark(one) < checking.written.key_mark(other);
  const Place& first = in_order ? one : other;
  const Place& later = in_order ? other : one;
  checking.key_error(later,
                     fmt::format("'{}' is already the name of {}", later.parts().back().key,
                                 checking.written.text(first)),
                     later.parent(),
                     fmt::format("first on line {}; 'to: {}' could mean either",
                                 checking.written.key_mark(first).line, later.parts().back().key));
}

}  // namespace

void check_names(const Checking& checking) {
  std::map<std::string_view, Place> first;
  for_each_endpoint(checking.scenario, [&](std::string_view section, const std::string& name) {
    const Place at = Place{section} / name;
    const auto [known, is_new] = first.emplace(name, at);
    if (!is_new) say_twice(checking, known->second, at);
  });
  for (const auto& [name, at] : first) {
    if (checking.topology.fleet(name) == nullptr && instance_name(name).number == 0) continue;
    const auto [entry, number] = instance_name(name);
    if (number == 0 || !checking.topology.fleet(entry)) continue;
    const Fleet& of = *checking.topology.fleet(entry);
    if (of.section == "instances" && number > of.most) continue;
    const Place owner = Place{of.section, of.name};
    checking.key_error(
        at, fmt::format("'{}' is already the name of an instance of '{}'", name, entry),
        at.parent(),
        fmt::format("{} on line {} has {}", checking.written.text(owner),
                    checking.written.key_mark(owner).line,
                    of.section == "instances"
                        ? fmt::format("{}-1{}", entry,
                                      of.most > 1 ? fmt::format(" to {}-{}", entry, of.most) : "")
                        : fmt::format("{}-1, {}-2 and so on", entry, entry)));
  }
}

}  // namespace squall::scenario
