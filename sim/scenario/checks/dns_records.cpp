#include "squall/core/text.hpp"
#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/steps.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::DnsRecordSpec;
using balancing::DnsRouting;

std::string word(DnsRouting routing) {
  return std::string(Words<DnsRouting>::words[static_cast<std::size_t>(routing)].word);
}

void check_targets(const Checking& checking, const DnsRecordSpec& record, const Place& at) {
  const Place to = at / "to";
  if (record.to.empty()) return checking.error(to, "'to' names nobody", at);
  std::string names;
  for (const auto& [name, weight] : record.to) {
    names += (names.empty() ? "" : ", ") + name;
    const Asked asked = checking.topology.asked(name);
    if (!asked.request_class.empty()) {
      return checking.key_error(to / name, fmt::format("'{}' names a class of requests", name), at,
                                fmt::format("write '{}'", name.substr(0, name.find('.'))));
    }
    const Fleet* fleet = checking.topology.fleet(name);
    if (fleet && fleet->section == "instances" && fleet->most > 1) {
      return checking.key_error(
          to / name, fmt::format("'{}' is {} instances", name, fleet->most), at,
          fmt::format("name them, '{0}-1' and so on, or put a load balancer in front", name));
    }
  }
  const bool weighs = std::any_of(record.to.begin(), record.to.end(),
                                  [](const auto& each) { return each.second.value != 1; });
  if (record.routing != DnsRouting::weighted && weighs) {
    checking.error(to, fmt::format("'routing: {}' goes by no weights", word(record.routing)), at,
                   fmt::format("write 'to: [{}]', or 'routing: weighted'", names));
  }
}

void check_health(const Checking& checking, const DnsRecordSpec& record, const Place& at) {
  const Place health = at / "health_check";
  if (record.routing == DnsRouting::simple && record.health_check != DnsRecordSpec().health_check) {
    return checking.key_error(health, "'routing: simple' asks nobody how he is", at,
                              "leave 'health_check' out, or write 'routing: failover'");
  }
  const Duration interval = record.health_check.interval;
  if (interval == 10s || interval == 30s) return;
  checking.error(
      health / "interval",
      fmt::format("'interval' is {}, must be 10s or 30s", ScalarText<Duration>::print(interval)),
      health);
}

bool calls(const Checking& checking, const std::string& service, const std::string& record) {
  const auto found = checking.scenario.services.find(service);
  bool any = false;
  if (found == checking.scenario.services.end()) return any;
  for_each_handler(service, found->second, [&](const service::Steps& steps, const Place& place) {
    for_each_step(steps, place, [&](const service::Step& step, const Place&) {
      const auto* call = std::get_if<service::CallStep>(&step.form);
      any = any || (call && checking.topology.asked(call->to).endpoint == record);
    });
  });
  return any;
}

// By latency it leads only where a way is known.
void check_ways(const Checking& checking, const std::string& name, const DnsRecordSpec& record,
                const Place& at) {
  if (record.routing != DnsRouting::latency) return;
  const auto check_from = [&](const std::string& from, const Place& place) {
    for (const auto& [to, weight] : record.to) {
      const std::string region(checking.topology.region_of(to));
      if (region.empty() || checking.topology.paths().round_trip(from, region)) continue;
      checking.error(place, fmt::format("no way leads from {} to {}", from, region), at,
                     "say where it is: 'near: seoul' in 'regions', or a link of it in 'links'");
      return;
    }
  };
  for (const auto& [client, spec] : checking.scenario.clients) {
    if (spec.to != name) continue;
    const Place from = Place{"clients"} / client / "from";
    if (checking.sound(from)) check_from(world::region_of(checking.scenario, spec.from), from);
  }
  for (const auto& [instance, spec] : checking.scenario.instances) {
    if (calls(checking, spec.service, name))
      check_from(world::region_of(checking.scenario, spec.region),
                 Place{"instances"} / instance / "region");
  }
}

}  // namespace

void check_dns_records(const Checking& checking) {
  const bool knows_places = checking.sound({"region"}) && checking.sound({"regions"}) &&
                            checking.sound({"links"}) && checking.sound({"instances"}) &&
                            checking.sound({"load_balancers"}) && checking.sound({"clients"}) &&
                            checking.sound({"services"});
  for (const auto& [name, record] : checking.scenario.dns_records) {
    const Place at = Place{"dns_records"} / name;
    if (!checking.sound(at)) continue;
    check_targets(checking, record, at);
    check_health(checking, record, at);
    if (knows_places) check_ways(checking, name, record, at);
  }
}

}  // namespace squall::scenario
