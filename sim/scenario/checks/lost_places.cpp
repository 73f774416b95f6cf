#include "scenario/checks/lost_places.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/compute/types.hpp"
#include "squall/network/paths.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/addresses.hpp"
#include "scenario/checks/storage.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using faults::Action;
using world::Scenario;

std::string guess_among(std::string_view word, const std::vector<std::string>& known) {
  return guess(word, std::vector<std::string_view>(known.begin(), known.end()));
}

std::optional<WrongPlace> wrong_in(const Action::FailZone& failure, const Scenario& scenario) {
  const auto meant = zones_meant(scenario, failure.zone);
  if (meant.size() == 1) return std::nullopt;
  if (!meant.empty())
    return WrongPlace{"fail_zone", fmt::format("'{}' is a zone of several regions", failure.zone),
                      fmt::format("write '{}' or '{}'", meant[0], meant[1])};
  std::vector<std::string> known;
  for (const std::string& region : regions_of(scenario))
    for (const std::string& letter : zone_letters(scenario, region))
      known.push_back(full_zone_name(scenario, region, letter).value());
  return WrongPlace{"fail_zone",
                    fmt::format("no zone of the scenario is called '{}'", failure.zone),
                    guess_among(failure.zone, known)};
}

std::optional<WrongPlace> wrong_in(const Action::FailRegion& failure, const Scenario& scenario) {
  const auto known = regions_of(scenario);
  if (std::find(known.begin(), known.end(), failure.region) != known.end()) return std::nullopt;
  return WrongPlace{"fail_region", fmt::format("nothing is in a region '{}'", failure.region),
                    guess_among(failure.region, known)};
}

struct Crossing {
  const std::string* cuts_flows = nullptr;  // a group that does
  const std::string* to_alb = nullptr;      // one with an ALB
};

// What AWS does not shift where an NLB crosses zones: it wants it to let flows be.
Crossing crossing(const balancing::LoadBalancerSpec& balancer, const Scenario& scenario) {
  const auto albs = balancing::balancers_by_group(scenario.load_balancers);
  Crossing found;
  for (const auto& [port, listener] : balancer.listeners) {
    for (const auto& [group, weight] : listener.forward) {
      const auto spec = scenario.target_groups.find(group);
      if (spec == scenario.target_groups.end()) continue;
      const bool crosses = spec->second.cross_zone.value_or(balancer.cross_zone.value_or(false));
      if (!crosses) continue;
      const bool cuts_flows = spec->second.unhealthy_connection_termination;
      if (cuts_flows && !found.cuts_flows) found.cuts_flows = &spec->first;
      if (albs.contains(group)) found.to_alb = &spec->first;
    }
  }
  return found;
}

std::optional<WrongPlace> wrong_in(const Action::ZonalShift& shift, const Scenario& scenario) {
  const auto balancer = scenario.load_balancers.find(shift.load_balancer);
  if (balancer == scenario.load_balancers.end()) {
    std::vector<std::string> known;
    for (const auto& [name, spec] : scenario.load_balancers) known.push_back(name);
    return WrongPlace{"zonal_shift",
                      fmt::format("no load balancer is called '{}'", shift.load_balancer),
                      guess_among(shift.load_balancer, known)};
  }
  const auto& [name, spec] = *balancer;
  if (!spec.zonal_shift)
    return WrongPlace{"zonal_shift", fmt::format("'{}' allows no zonal shift", name),
                      fmt::format("write 'zonal_shift: true' in load_balancers.{}", name)};
  const bool network = spec.type == balancing::BalancerType::network;
  const Crossing crosses = network ? crossing(spec, scenario) : Crossing{};
  if (crosses.to_alb)
    return WrongPlace{"zonal_shift",
                      fmt::format("'{}' crosses zones to an ALB, by '{}', which AWS does not shift",
                                  name, *crosses.to_alb),
                      fmt::format("write 'cross_zone: false' in load_balancers.{}", name)};
  if (crosses.cuts_flows)
    return WrongPlace{
        "zonal_shift",
        fmt::format("'{}' crosses zones and resets connections to unhealthy targets, which AWS "
                    "does not shift",
                    name),
        fmt::format("write 'unhealthy_connection_termination: false' in target_groups.{}",
                    *crosses.cuts_flows)};
  const auto zones = zones_of(scenario, spec.region, spec.zones);
  const auto zone = full_zone_name(scenario, world::region_of(scenario, spec.region), shift.zone);
  if (zone && std::find(zones.begin(), zones.end(), *zone) != zones.end()) return std::nullopt;
  return WrongPlace{"away_from", fmt::format("'{}' has no node in '{}'", name, shift.zone),
                    guess_among(shift.zone, zones)};
}

std::optional<WrongPlace> wrong_link(const char* key, const network::LinkEnds& link,
                                     const Scenario& scenario) {
  const network::Paths paths(scenario.regions, scenario.links, scenario.network);
  if (paths.linked(link.one, link.other)) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& place : paths.places()) known.push_back(place.name);
  for (const std::string& end : {link.one, link.other})
    if (!paths.knows(end))
      return WrongPlace{key, fmt::format("no city, region or zone is called '{}'", end),
                        guess_among(end, known)};
  return WrongPlace{key, fmt::format("no link joins '{}' and '{}'", link.one, link.other),
                    fmt::format("'squall places --from {} --to {}' shows the links between them",
                                link.one, link.other)};
}

std::optional<WrongPlace> wrong_in(const Action::CutLink& cut, const Scenario& scenario) {
  return wrong_link("cut_link", cut.link, scenario);
}

std::optional<WrongPlace> wrong_in(const Action::SlowLink& slow, const Scenario& scenario) {
  return wrong_link("slow_link", slow.link, scenario);
}

std::optional<WrongPlace> wrong_in(const Action::AssociateAddress& association,
                                   const Scenario& scenario) {
  const auto elastic = scenario.elastic_ips.find(association.elastic_ip);
  if (elastic == scenario.elastic_ips.end()) return std::nullopt;  // which has been said
  auto wrong = wrong_holder(elastic->second, association.instance, scenario);
  if (!wrong) return std::nullopt;
  return WrongPlace{"instance", std::move(wrong->what), std::move(wrong->hint)};
}

std::optional<WrongPlace> wrong_in(const Action::ModifyInstance& change, const Scenario& scenario) {
  const compute::Types types(scenario.instance_types, scenario.instance_families);
  const std::string& type = change.instance_type;
  if (types.find(type)) return std::nullopt;
  return WrongPlace{"instance_type", fmt::format("unknown instance type '{}'", type),
                    guess_among(type, types.names())};
}

bool is_private(std::uint32_t address) {
  constexpr Cidr blocks[] = {{0x0a00'0000, 8}, {0xac10'0000, 12}, {0xc0a8'0000, 16}};
  return std::any_of(std::begin(blocks), std::end(blocks),
                     [address](const Cidr& block) { return block.holds(address); });
}

std::optional<Problem> wrong_origin(const faults::Origin& origin, const Scenario& scenario) {
  if (const auto* address = std::get_if<std::uint32_t>(&origin.form)) {
    if (!is_private(*address)) return std::nullopt;
    return Problem{
        fmt::format("'{}' is a private address", ScalarText<faults::Origin>::print(origin)),
        "what is inside tries by its name, such as 'from: web-1'"};
  }
  const std::string& name = std::get<std::string>(origin.form);
  if (scenario.clients.contains(name) || !wrong_instance(name, scenario)) return std::nullopt;
  auto wrong = wrong_instance(name, scenario);
  if (!wrong->hint.empty()) return wrong;
  std::vector<std::string> known;
  for (const auto& [client, spec] : scenario.clients) known.push_back(client);
  for (const auto& [entry, spec] : scenario.instances) known.push_back(entry + "-1");
  return Problem{fmt::format("no client or instance is called '{}'", name),
                 guess_among(name, known)};
}

std::optional<Problem> wrong_address(const std::string& asked, const Scenario& scenario) {
  if (scenario.elastic_ips.contains(asked) || scenario.databases.contains(asked))
    return std::nullopt;
  const auto owner = world::owner_of_address(asked);
  const auto wrong = wrong_instance(owner.value_or(asked), scenario);
  if (!wrong || !wrong->hint.empty()) return wrong;
  if (owner)
    return Problem{fmt::format("'{}' is no instance, it has no public IP of its own", *owner),
                   fmt::format("write '{}'", *owner)};
  return Problem{fmt::format("'{}' is neither an instance nor an address", asked),
                 fmt::format("write '{}.public_ip'", asked.substr(0, asked.find('.')))};
}

std::optional<WrongPlace> wrong_in(const Action::Try& action, const Scenario& scenario) {
  const std::string_view key =
      Alternatives<faults::TrySpec>::table[action.attempt.form.index()].key;
  return std::visit(
      [&](const auto& form) -> std::optional<WrongPlace> {
        if (auto wrong = wrong_address(form.to, scenario))
          return WrongPlace{key, wrong->what, wrong->hint, "try"};
        if (auto wrong = wrong_origin(form.from, scenario))
          return WrongPlace{"from", wrong->what, wrong->hint, "try"};
        return std::nullopt;
      },
      action.attempt.form);
}

std::optional<WrongPlace> wrong_in(const faults::ExhaustZone& exhaustion,
                                   const Scenario& scenario) {
  auto wrong = wrong_in(Action::FailZone{exhaustion.zone}, scenario);
  if (wrong) wrong->key = "exhaust_zone";
  return wrong;
}

// The others are about instances, or an address alone.
template <class Form>
std::optional<WrongPlace> wrong_in(const Form&, const Scenario&) {
  return std::nullopt;
}

}  // namespace

std::optional<WrongPlace> wrong_place(const Action& action, const Scenario& scenario) {
  return std::visit([&](const auto& form) { return wrong_in(form, scenario); }, action.form);
}

}  // namespace squall::scenario
