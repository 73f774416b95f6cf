#include "report/scaling.hpp"

#include "squall/core/display.hpp"
#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"
#include "squall/report/clock.hpp"
#include "squall/report/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::report {

namespace {

using Align = Table::Align;
using scaling::Activity;
using scaling::ActivityStatus;
using scaling::Decision;
using scaling::Limit;
using world::CapacityPoint;
using world::ScalingGroupResult;

std::size_t count(const ScalingGroupResult& group, Activity::Kind kind) {
  return static_cast<std::size_t>(std::count_if(
      group.activities.begin(), group.activities.end(),
      [kind](const Activity& each) { return each.kind == kind && !each.instance.empty(); }));
}

std::size_t failed(const ScalingGroupResult& group) {
  return static_cast<std::size_t>(
      std::count_if(group.activities.begin(), group.activities.end(),
                    [](const Activity& each) { return each.status == ActivityStatus::failed; }));
}

const CapacityPoint* point_at(const ScalingGroupResult& group, Duration at) {
  const CapacityPoint* found = nullptr;
  for (const CapacityPoint& each : group.capacity)
    if (each.at <= at) found = &each;
  return found;
}

}  // namespace

std::string scaling_table(const world::Result& result, std::size_t width) {
  if (result.auto_scaling_groups.empty()) return {};
  Table table({{"Auto Scaling", Align::left},
               {"desired"},
               {"in service"},
               {"mean"},
               {"least"},
               {"most"},
               {"launched"},
               {"terminated"},
               {"failed"}});
  for (const auto& [name, group] : result.auto_scaling_groups) {
    if (group.capacity.empty()) continue;
    int least = group.capacity.front().in_service;
    int most = least;
    for (const CapacityPoint& each : group.capacity) {
      least = std::min(least, each.in_service);
      most = std::max(most, each.in_service);
    }
    const CapacityPoint& last = group.capacity.back();
    table.add({name, std::to_string(last.desired), std::to_string(last.in_service),
               fmt::format("{:.1f}", group.mean_in_service), std::to_string(least),
               std::to_string(most), with_commas(count(group, Activity::Kind::launch)),
               with_commas(count(group, Activity::Kind::terminate)), with_commas(failed(group))});
  }
  return table.empty() ? "" : "\n" + table.text(2, width);
}

std::string scaling_why(const world::Result& result, Duration at, std::size_t width) {
  std::string text;
  const Clock clock(result);
  for (const auto& [name, group] : result.auto_scaling_groups) {
    const CapacityPoint* now = point_at(group, at);
    if (!now) continue;
    text += "\n  " +
            wrapped(fmt::format("{} wants {} of {} to {}: {} in service, {} pending, {} "
                                "terminating",
                                name, now->desired, now->min_size, now->max_size, now->in_service,
                                now->pending, now->terminating),
                    2, width) +
            "\n";
    const Decision* last = nullptr;
    for (const Decision& each : group.decisions)
      if (each.at - Time{} <= at) last = &each;
    if (!last) continue;
    const std::string change = last->from == last->to
                                   ? fmt::format("stays at {}", last->from)
                                   : fmt::format("{} → {}", last->from, last->to);
    text += "  " +
            wrapped(fmt::format("at {}: {}, {}", clock.moment(last->at - Time{}), change,
                                reason_of(*last)),
                    2, width) +
            "\n";
    Table table({{"policy", Align::left},
                 {"alarm", Align::left},
                 {"state", Align::left},
                 {"value"},
                 {"proposes"},
                 {"because", Align::left}});
    for (const scaling::Proposal& each : last->proposals)
      table.add({each.policy, each.alarm, std::string(metrics::word(each.state)),
                 each.value ? fmt::format("{:.4g}", *each.value) : "-",
                 each.capacity ? std::to_string(*each.capacity) : "-", each.reason});
    text += table.text(2, width);
  }
  return text;
}

std::vector<std::string> scaling_notes(const world::Result& result) {
  std::vector<std::string> notes;
  for (const auto& [name, group] : result.auto_scaling_groups) {
    Duration held{};
    int wanted = 0;
    int most = 0;
    for (const Decision& each : group.decisions) {
      if (each.limit != Limit::max_size) continue;
      held += each.until - each.at + Duration(1min);
      wanted = std::max(wanted, each.wanted);
      most = each.to;
    }
    if (wanted > 0)
      notes.push_back(fmt::format("max_size {} held {} back for {}: its policies wanted up to {}",
                                  most, name, ScalarText<Duration>::print(held), wanted));
    if (const std::size_t times = failed(group); times > 0)
      notes.push_back(
          fmt::format("{} could not launch {} times: EC2 had no room in a zone", name, times));
  }
  return notes;
}

}  // namespace squall::report
