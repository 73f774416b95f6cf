#include "scenario/checks/addresses.hpp"

#include "squall/compute/addresses.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/checking.hpp"

#include <cstddef>
#include <cstdint>
#include <map>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::int64_t most_instances = 500'000;  // a zone's subnet has few addresses more

// The entry of an instance, or of all of them.
const compute::InstanceSpec* entry_of(const world::Scenario& scenario, const std::string& name) {
  const auto whole = scenario.instances.find(name);
  if (whole != scenario.instances.end()) return &whole->second;
  const auto [entry, number] = instance_name(name);
  const auto found = scenario.instances.find(std::string(entry));
  return found == scenario.instances.end() ? nullptr : &found->second;
}

// The elastic IP that it has when the run begins; empty where it has none.
std::string elastic_of(const world::Scenario& scenario, const std::string& instance) {
  for (const auto& [name, elastic] : scenario.elastic_ips)
    if (!elastic.instance.empty() && instance_called(scenario, elastic.instance) == instance)
      return name;
  return {};
}

void check_client(const Checking& checking, const traffic::ClientSpec& client, const Place& at) {
  const world::Scenario& scenario = checking.scenario;
  const auto error = [&](std::string what, std::string hint) {
    checking.error(at / "to", std::move(what), at, std::move(hint));
  };
  const auto elastic = scenario.elastic_ips.find(client.to);
  if (elastic != scenario.elastic_ips.end() && !elastic->second.allocated) {
    return error(fmt::format("'{}' is not allocated when the run begins", client.to),
                 "nobody can know its address yet");
  }
  const auto owner = world::owner_of_address(client.to);
  if (!owner) return;
  const compute::InstanceSpec* instance = entry_of(scenario, *owner);
  if (!instance) {
    return error(fmt::format("'{}' is no instance, it has no public IP of its own", *owner),
                 fmt::format("write 'to: {}'", *owner));
  }
  const std::string has = elastic_of(scenario, instance_called(scenario, *owner));
  if (!has.empty()) {
    return error(fmt::format("the public IP of '{}' is the elastic IP '{}'", *owner, has),
                 fmt::format("write 'to: {}'", has));
  }
  if (!instance->launched) {
    return error(fmt::format("'{}' is not there when the run begins", *owner),
                 "nobody can know its address yet");
  }
  if (!instance->public_ip)
    error(fmt::format("'{}' has no public IP", *owner), "write 'public_ip: true' there");
}

void check_elastic_ips(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::map<std::string, std::string> taken;  // by the instance
  for (const auto& [name, elastic] : scenario.elastic_ips) {
    const Place at = Place{"elastic_ips"} / name;
    const Place instance = at / "instance";
    if (elastic.instance.empty() || !checking.sound(at)) continue;
    if (!elastic.allocated) {
      checking.error(instance, fmt::format("'{}' is not allocated, nobody can have it", name), at,
                     "leave out 'allocated: false', or associate it in the timeline");
      continue;
    }
    if (const auto wrong = wrong_holder(elastic, elastic.instance, scenario)) {
      checking.error(instance, wrong->what, at, wrong->hint);
      continue;
    }
    if (!entry_of(scenario, elastic.instance)->launched) {
      checking.error(instance,
                     fmt::format("'{}' is not there when the run begins", elastic.instance), at,
                     "associate it in the timeline, once that is launched");
      continue;
    }
    const auto [known, is_new] =
        taken.try_emplace(instance_called(scenario, elastic.instance), name);
    if (is_new) continue;
    checking.error(instance,
                   fmt::format("'{}' has the elastic IP '{}'", known->first, known->second), at,
                   "an instance has one");
  }
}

void check_room(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::map<std::string, std::int64_t> counts;  // by region
  for (const auto& [name, spec] : scenario.instances) {
    const std::string& region = region_of(scenario, spec.region);
    std::int64_t& count = counts[region];
    count += spec.count;
    if (count <= most_instances || count - spec.count > most_instances) continue;
    checking.error(Place{"instances"} / name / "count",
                   fmt::format("{} has {} instances with these, it has addresses for {}", region,
                               count, most_instances),
                   Place{"instances"} / name);
  }
}

// From outside nobody finds an instance that has no public address.
void review_clients(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  for (const auto& [name, client] : scenario.clients) {
    if (scenario.load_balancers.contains(client.to) || scenario.dns_records.contains(client.to) ||
        scenario.elastic_ips.contains(client.to))
      continue;
    const compute::InstanceSpec* instance = entry_of(scenario, client.to);
    if (!instance || instance->public_ip) continue;
    if (!elastic_of(scenario, instance_called(scenario, client.to)).empty()) continue;
    const Place at = Place{"clients"} / name;
    checking.warning(
        at / "to",
        fmt::format("'{}' has no public IP: in AWS nobody outside reaches it", client.to), at,
        "write 'public_ip: true' there, or put a balancer before it");
  }
}

}  // namespace

std::optional<Problem> wrong_instance(const std::string& instance,
                                      const world::Scenario& scenario) {
  const compute::InstanceSpec* spec = entry_of(scenario, instance);
  if (!spec) return Problem{fmt::format("'{}' is no instance", instance), ""};
  if (!scenario.instances.contains(instance) || spec->count == 1) return std::nullopt;
  return Problem{fmt::format("'{}' is {} instances", instance, spec->count),
                 fmt::format("name one, '{}-1'", instance)};
}

std::optional<Problem> wrong_holder(const compute::ElasticIpSpec& elastic,
                                    const std::string& instance, const world::Scenario& scenario) {
  if (auto wrong = wrong_instance(instance, scenario)) return wrong;
  const std::string& its = region_of(scenario, entry_of(scenario, instance)->region);
  const std::string& region = region_of(scenario, elastic.region);
  if (its == region) return std::nullopt;
  return Problem{fmt::format("'{}' is in {}, the elastic IP in {}", instance, its, region),
                 "an address does not leave its region"};
}

void check_addresses(const Checking& checking) {
  if (!checking.sound({"instances"}) || !checking.sound({"region"})) return;
  check_room(checking);
  if (!checking.sound({"elastic_ips"})) return;
  check_elastic_ips(checking);
  for (const auto& [name, client] : checking.scenario.clients) {
    const Place at = Place{"clients"} / name;
    if (checking.sound(at / "to")) check_client(checking, client, at);
  }
}

void review_addresses(const Checking& checking) {
  review_clients(checking);
  std::map<std::string, std::size_t> counts;  // by region
  for (const auto& [name, elastic] : checking.scenario.elastic_ips) {
    const std::string& region = region_of(checking.scenario, elastic.region);
    if (!elastic.allocated || ++counts[region] != compute::Addresses::most_elastic + 1) continue;
    checking.key_warning(Place{"elastic_ips"} / name,
                         fmt::format("'{}' is one more than AWS's quota of {} in {}", name,
                                     compute::Addresses::most_elastic, region),
                         {"elastic_ips"}, "AWS raises it on request");
  }
}

}  // namespace squall::scenario
