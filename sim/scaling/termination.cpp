#include "squall/scaling/termination.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace squall::scaling {

namespace {

// What is left of the hour that it has begun.
Duration left_of_hour(const Member& member, Time now) {
  return Duration(1h) - (now - member.launched) % Duration(1h);
}

// Smaller goes first.
std::int64_t rank(const Member& member, TerminationPolicy policy, Time now) {
  switch (policy) {
    case TerminationPolicy::oldest_instance:
      return (member.launched - Time{}).count();
    case TerminationPolicy::newest_instance:
      return -(member.launched - Time{}).count();
    case TerminationPolicy::usual:
    case TerminationPolicy::closest_to_next_instance_hour:
      return left_of_hour(member, now).count();
  }
  return 0;
}

std::vector<const Member*> of_zone(const std::vector<const Member*>& members, std::size_t zone) {
  std::vector<const Member*> those;
  for (const Member* each : members)
    if (each->zone == zone) those.push_back(each);
  return those;
}

void keep_first(std::vector<const Member*>& members, TerminationPolicy policy, Time now) {
  std::int64_t least = INT64_MAX;
  for (const Member* each : members) least = std::min(least, rank(*each, policy, now));
  std::erase_if(members, [&](const Member* each) { return rank(*each, policy, now) != least; });
}

}  // namespace

// Zones with equally many are all looked at.
const Member* choose_victim(const std::vector<const Member*>& candidates, std::size_t zones,
                            std::span<const TerminationPolicy> policies, Time now, Key chance) {
  std::size_t most = 0;
  std::vector<const Member*> left;
  for (std::size_t zone = 0; zone < zones; ++zone) {
    std::vector<const Member*> those = of_zone(candidates, zone);
    const std::size_t count = those.size();
    std::erase_if(those, [](const Member* each) { return each->is_protected; });
    if (those.empty() || count < most) continue;
    if (count > most) left.clear();
    most = count;
    left.insert(left.end(), those.begin(), those.end());
  }
  if (left.empty()) return nullptr;
  for (const TerminationPolicy policy : policies) keep_first(left, policy, now);
  Draw draw(chance, hash_of("victim"));
  const auto place = static_cast<std::size_t>(draw.uniform() * static_cast<double>(left.size()));
  return left[std::min(place, left.size() - 1)];
}

std::size_t choose_zone(std::span<const int> counts, const std::vector<bool>& tried) {
  std::size_t chosen = counts.size();
  for (std::size_t zone = 0; zone < counts.size(); ++zone)
    if (!tried[zone] && (chosen == counts.size() || counts[zone] < counts[chosen])) chosen = zone;
  INVARIANT(chosen < counts.size());
  return chosen;
}

}  // namespace squall::scaling
