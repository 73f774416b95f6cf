#include "squall/balancing/dns_record.hpp"

#include "squall/balancing/journal.hpp"
#include "squall/balancing/target_group.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace squall::balancing {

namespace {

constexpr std::uint64_t target_draw = hash_of("dns_record/target");
constexpr std::uint64_t checks = hash_of("dns_record/checks");

HealthCheckSpec check_of(const DnsHealthCheckSpec& spec) {
  HealthCheckSpec check;
  check.matcher = Matcher{{{200, 399}}};
  check.interval = spec.interval;
  check.timeout = DnsRecord::check_timeout;
  check.healthy_threshold = check.unhealthy_threshold = spec.failure_threshold;
  return check;
}

}  // namespace

DnsRecord::DnsRecord(const Setting& setting, const DnsRecordSpec& spec, const Identity& identity,
                     std::vector<RecordTarget> targets)
    : setting_(setting),
      spec_(spec),
      identity_(identity),
      targets_(std::move(targets)),
      healthy_(targets_.size(), true) {
  INVARIANT(!targets_.empty());
  if (spec_.routing != DnsRouting::simple) look_after_targets();
}

void DnsRecord::look_after_targets() {
  checker_.emplace(setting_.engine, setting_.exchange, check_of(spec_.health_check),
                   child(identity_.key, checks));
  checker_->changed.connect([this](TargetId target) { judge(target); });
  for (std::uint32_t target = 0; target < targets_.size(); ++target) {
    checker_->meet(target, *targets_[target].endpoint);
    checker_->watch(target, balancing::healthy);
    for (TargetGroup* group : targets_[target].groups) {
      group->registered.connect([this, target](TargetId) { judge(target); });
      group->health_changed.connect([this, target](TargetId) { judge(target); });
    }
    judge(target);
  }
}

void DnsRecord::judge(std::uint32_t target) {
  const bool answers = checker_->health(target) == balancing::healthy;
  const bool good = answers && groups_are_fit(targets_[target]);
  if (good == healthy_[target]) return;
  healthy_[target] = good;
  const JournalKind& kind = good      ? record_target_healthy
                            : answers ? record_target_empty
                                      : record_target_unhealthy;
  setting_.journal.append(setting_.engine.now(), kind, {targets_[target].name, identity_.name},
                          std::abs(checker_->streak(target)));
  for (Place& place : places_) place.door.say(answer_for(place.ways), setting_.engine.now());
}

bool DnsRecord::groups_are_fit(const RecordTarget& target) const {
  bool any = target.groups.empty();
  for (const TargetGroup* group : target.groups) {
    any = any || group->has_healthy_targets();
    if (group->has_targets() && !group->has_healthy_targets()) return false;
  }
  return any;
}

service::Endpoint& DnsRecord::door(std::vector<Duration> ways,
                                   std::vector<service::Endpoint*> targets) {
  if (spec_.routing != DnsRouting::latency) ways.clear();
  if (targets.empty())
    for (const RecordTarget& target : targets_) targets.push_back(target.endpoint);
  for (Place& known : places_)
    if (known.ways == ways && known.targets == targets) return known.door;
  const std::uint64_t purpose = child(identity_.key, target_draw).word;
  DnsDoor door(setting_.exchange, targets, spec_.ttl, purpose, answer_for(ways));
  places_.push_back({std::move(ways), std::move(targets), std::move(door)});
  return places_.back().door;
}

DnsDoor::Answer DnsRecord::answer_for(const std::vector<Duration>& ways) const {
  std::vector<std::uint32_t> among;
  for (std::uint32_t target = 0; target < targets_.size(); ++target)
    if (healthy_[target]) among.push_back(target);
  if (among.empty()) {
    among.resize(targets_.size());
    std::iota(among.begin(), among.end(), 0u);
  }
  switch (spec_.routing) {
    case DnsRouting::latency:
      return {{1, *std::min_element(among.begin(), among.end(),
                                    [&](auto a, auto b) { return ways[a] < ways[b]; })}};
    case DnsRouting::failover:
      return {{1, among.front()}};
    case DnsRouting::weighted:
    case DnsRouting::simple:
      break;
  }
  DnsDoor::Answer answer;
  double sum = 0;
  for (const std::uint32_t target : weighed(std::move(among))) {
    const double weight = targets_[target].weight.value;
    answer.push_back({sum += weight > 0 ? weight : 1, target});
  }
  return answer;
}

// Those of weight 0 only where there is no other.
std::vector<std::uint32_t> DnsRecord::weighed(std::vector<std::uint32_t> among) const {
  std::vector<std::uint32_t> heavy;
  for (const std::uint32_t target : among)
    if (targets_[target].weight.value > 0) heavy.push_back(target);
  return heavy.empty() ? among : heavy;
}

}  // namespace squall::balancing
