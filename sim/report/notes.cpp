#include "squall/report/notes.hpp"

#include "squall/core/text.hpp"
#include "squall/report/table.hpp"

#include "report/scaling.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace squall::report {

namespace {

using Notes = std::vector<std::string>;

// Fewer requests than this tell nothing.
constexpr std::uint64_t enough = 100;

std::string print(Duration time) {
  return ScalarText<Duration>::print(
      std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(time));
}

// How far from even, whether more or less.
double oddness(const world::UnevenShare& share) { return std::abs(std::log(share.ratio)); }

// Of a group only the target that is oddest.
void add_uneven(const std::string& group, const world::TargetGroupResult& result, Notes& notes) {
  const auto& all = result.uneven;
  const auto odd = std::max_element(
      all.begin(), all.end(), [](const auto& a, const auto& b) { return oddness(a) < oddness(b); });
  if (odd == all.end()) return;
  const std::string share = odd->ratio > 1 ? fmt::format("{:.1f} times", odd->ratio)
                                           : fmt::format("{} of", percent(odd->ratio));
  std::string others;
  if (all.size() > 1) others = fmt::format("; {} more were uneven", all.size() - 1);
  notes.push_back(fmt::format("{} got {} an even share of {} for {}, from {} on{}", odd->target,
                              share, group, print(odd->until - odd->from), print(odd->from),
                              others));
}

void add_groups(const world::Result& result, Notes& notes) {
  constexpr int flapping = 3;
  for (const auto& [name, group] : result.target_groups) {
    add_uneven(name, group, notes);
    if (group.unhealthy_routing_requests > 0)
      notes.push_back(fmt::format(
          "{} had too few healthy targets for {}: {} requests were sent to any of them", name,
          print(group.too_few_healthy), with_commas(group.unhealthy_routing_requests)));
    for (const auto& [target, its] : group.targets)
      if (its.turned_unhealthy >= flapping)
        notes.push_back(
            fmt::format("{} became unhealthy {} times in {}", target, its.turned_unhealthy, name));
  }
}

void add_balancers(const world::Result& result, Notes& notes) {
  for (const auto& [name, balancer] : result.load_balancers) {
    const auto made_503 = balancer.own_codes.find(503);
    if (made_503 != balancer.own_codes.end() && made_503->second > 0)
      notes.push_back(fmt::format("{} answered {} requests with 503: {}", name,
                                  with_commas(made_503->second),
                                  balancer.surge ? "no instance was healthy, or too many waited"
                                                 : "no target was registered"));
    if (balancer.flows && balancer.flows->rejected > 0)
      notes.push_back(fmt::format("{} refused {} connections: it had no target for them", name,
                                  with_commas(balancer.flows->rejected)));
    if (!balancer.flows && balancer.unheard > 0)
      notes.push_back(fmt::format("{} requests to {} met silence: their node was gone",
                                  with_commas(balancer.unheard), name));
  }
}

void add_attempts(const std::string& whose, std::uint64_t requests, std::uint64_t attempts,
                  Notes& notes) {
  constexpr double many = 1.5;
  const double each = static_cast<double>(attempts) / static_cast<double>(requests);
  if (requests >= enough && each >= many)
    notes.push_back(fmt::format(
        "{} took {:.1f} attempts each: retries made the load so much higher", whose, each));
}

void add_retries(const world::Result& result, Notes& notes) {
  for (const auto& [name, client] : result.clients)
    add_attempts("requests of " + name, client.total.requests, client.total.attempts, notes);
  for (const auto& [service, calls] : result.calls)
    for (const auto& [to, each] : calls)
      add_attempts(fmt::format("calls from {} to {}", service, to), each.requests.requests,
                   each.requests.attempts, notes);
}

void add_dropped(const world::Result& result, Notes& notes) {
  for (const auto& [between, attempts] : result.dropped)
    notes.push_back(
        fmt::format("security groups dropped {} attempts: {}", with_commas(attempts), between));
}

void add_wasted(const world::Result& result, Notes& notes) {
  constexpr double much = 0.1;
  std::uint64_t finished = 0;
  std::uint64_t wasted = 0;
  for (const auto& [name, server] : result.instances) {
    finished += server.finished;
    wasted += server.wasted;
  }
  const double part = static_cast<double>(wasted) / static_cast<double>(finished);
  if (finished >= enough && part >= much)
    notes.push_back(fmt::format(
        "{} of what the instances finished was for nobody: time-outs are shorter than answers take",
        percent(part)));
}

}  // namespace

Notes notes(const world::Result& result) {
  Notes all;
  add_groups(result, all);
  add_balancers(result, all);
  for (std::string& note : scaling_notes(result)) all.push_back(std::move(note));
  add_retries(result, all);
  add_dropped(result, all);
  add_wasted(result, all);
  return all;
}

}  // namespace squall::report
