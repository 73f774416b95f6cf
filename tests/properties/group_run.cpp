#include "properties/group_run.hpp"

#include <algorithm>

namespace squall::test {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool GroupRun::has(std::initializer_list<const char*> features) const {
  return std::any_of(features.begin(), features.end(),
                     [this](const char* each) { return random.features().contains(each); });
}

bool GroupRun::never_does(scaling::Process process) const {
  const auto& all = spec().suspended_processes;
  return std::find(all.begin(), all.end(), process) != all.end() && !has({"a resumption"});
}

std::vector<world::CapacityPoint> GroupRun::around(Duration at) const {
  const auto& points = web().capacity;
  const auto later =
      std::upper_bound(points.begin(), points.end(), at,
                       [](Duration time, const auto& each) { return time < each.at; });
  const auto first = later - std::min<std::ptrdiff_t>(later - points.begin(), 2);
  return {first, later};
}

Duration GroupRun::in_service(const std::string& instance) const {
  return web().instances.at(instance).in_service.value_or(Duration::max());
}

std::map<std::string, GroupRun::Service> GroupRun::services() const {
  std::map<std::string, Service> all;
  for (const auto& [name, member] : web().instances) all[name] = {};
  for (const scaling::Activity& each : web().activities) {
    if (each.instance.empty()) continue;
    Service& its = all[each.instance];
    if (each.kind != scaling::Activity::Kind::launch)
      its.until = std::min(its.until, each.start - Time{});
    else
      its.warm = std::max(each.end.value_or(never) - Time{}, in_service(each.instance));
  }
  return all;
}

bool GroupRun::goes_one_way() const {
  return std::none_of(web().activities.begin(), web().activities.end(), [](const auto& each) {
    return contains(each.cause, "moved out of standby");
  });
}

}  // namespace squall::test
