#include "scenario/checks/checking.hpp"

#include <map>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// The sections whose names a `to:` may say.
template <class Visit>
void for_each_endpoint(const world::Scenario& scenario, Visit visit) {
  for (const auto& [name, spec] : scenario.databases) visit("databases", name);
  for (const auto& [name, spec] : scenario.externals) visit("externals", name);
  for (const auto& [name, spec] : scenario.instances) visit("instances", name);
  for (const auto& [name, spec] : scenario.load_balancers) visit("load_balancers", name);
  for (const auto& [name, spec] : scenario.dns_records) visit("dns_records", name);
  for (const auto& [name, spec] : scenario.elastic_ips) visit("elastic_ips", name);
  for (const auto& [name, spec] : scenario.auto_scaling_groups) visit("auto_scaling_groups", name);
}

std::string_view noun(std::string_view section) {
  if (section == "databases") return "a database";
  if (section == "externals") return "an external";
  if (section == "elastic_ips") return "an elastic IP";
  if (section == "dns_records") return "a DNS record";
  if (section == "load_balancers") return "a load balancer";
  return section == "instances" ? "instances" : "an Auto Scaling group";
}

// Two things of one name: the one that stands later is wrong.
void say_twice(const Checking& checking, const Place& one, const Place& other) {
  const bool in_order = checking.written.key_mark(one) < checking.written.key_mark(other);
  const Place& first = in_order ? one : other;
  const Place& later = in_order ? other : one;
  const std::string& name = later.parts().back().key;
  checking.key_error(
      later, fmt::format("'{}' is also the name of {}", name, noun(first.parts().front().key)),
      later.parent(),
      fmt::format("first on line {}; 'to: {}' could mean either",
                  checking.written.key_mark(first).line, name));
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
    const auto [entry, number] = instance_name(name);
    const Fleet* of = number > 0 ? checking.topology.fleet(entry) : nullptr;
    if (!of || !checking.topology.is_instance_of(name, *of)) continue;
    const Place owner{of->section, of->name};
    const std::string others =
        of->section == "instances"
            ? fmt::format("its instances are {0}-1 to {0}-{1}", entry, of->most)
            : fmt::format("its instances are {0}-1, {0}-2 and so on", entry);
    checking.key_error(at, fmt::format("'{}' is also the name of an instance of '{}'", name, entry),
                       at.parent(),
                       fmt::format("{} is on line {}, {}", checking.written.text(owner),
                                   checking.written.key_mark(owner).line, others));
  }
}

}  // namespace squall::scenario
