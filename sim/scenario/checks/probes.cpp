#include "squall/scenario/reader.hpp"
#include "squall/service/answers.hpp"

#include "scenario/checks/checking.hpp"

#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::HealthCheckSpec;
using balancing::HealthProtocol;

// A TCP probe asks for nothing and gets no status.
bool check_protocol(const Checking& checking, const HealthCheckSpec& spec, const Place& at) {
  if (spec.protocol != HealthProtocol::tcp) return true;
  for (const char* field : {"path", "matcher"}) {
    if (!checking.written.find(at / field)) continue;
    checking.key_error(at / field, fmt::format("'{}' means nothing to a TCP probe", field), at,
                       "write 'protocol: http', or leave it out");
    return false;
  }
  return true;
}

void check_handler(const Checking& checking, const HealthCheckSpec& spec, const std::string& group,
                   const Place& at) {
  const std::string handler(service::handler_at(spec.path));
  if (handler.empty()) return;
  if (spec.demand > Duration(0)) {
    return checking.key_error(at / "demand",
                              fmt::format("'demand' is what a probe of '/' costs, and 'path' is "
                                          "'{}'",
                                          spec.path),
                              at, fmt::format("handler '{}' says what that costs", handler));
  }
  std::set<std::string_view> seen;
  for (const Fleet* fleet : checking.topology.behind(group)) {
    const auto service = checking.scenario.services.find(std::string(fleet->service));
    if (service == checking.scenario.services.end() || !seen.insert(fleet->service).second)
      continue;
    if (service::handler_called(service->second, handler)) continue;
    std::vector<std::string_view> known;
    for (const auto& [name, steps] : service->second.handlers) known.push_back(name);
    checking.error(at / "path",
                   fmt::format("service '{}' has no handler '{}' for the probes of '{}'",
                               fleet->service, handler, spec.path),
                   at,
                   known.empty() ? fmt::format("write 'handlers: {{{}: [...]}}' in services.{}",
                                               handler, fleet->service)
                                 : guess(handler, known));
  }
}

}  // namespace

void check_probes(const Checking& checking) {
  const bool knows_targets = checking.sound({"services"}) && checking.sound({"instances"}) &&
                             checking.sound({"auto_scaling_groups"});
  for (const auto& [name, group] : checking.scenario.target_groups) {
    const Place at = Place{"target_groups"} / name / "health_check";
    const HealthCheckSpec& spec = group.health_check;
    if (!checking.sound(at)) continue;
    if (!spec.path.starts_with('/')) {
      checking.error(at / "path", fmt::format("'{}' is not a path", spec.path), at,
                     fmt::format("write '/{}'", spec.path));
    } else if (check_protocol(checking, spec, at) && knows_targets) {
      check_handler(checking, spec, name, at);
    }
  }
}

}  // namespace squall::scenario
