#include "squall/world/groups.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <algorithm>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace squall::world {

using balancing::HealthState;
using compute::LifeId;
using compute::LifeState;
using scaling::GroupId;
using scaling::LifecycleState;
using scaling::PolicyType;

void World::Plant::build_group(const std::string& name) {
  const scaling::GroupSpec& spec = scenario_.auto_scaling_groups.at(name);
  const auto id = static_cast<GroupId>(scaling_groups_.size());
  ScalingGroup& its = scaling_groups_.emplace_back();
  its.fleet = build_fleet(name);
  scaling::Park& park = *this;
  its.group = std::make_unique<scaling::Group>(
      engine, park, journal_, spec,
      scaling::Group::Identity{id, names_.id(name), key_of(seed_, "auto_scaling_groups." + name),
                               its.fleet.zones.size()});
  its.schedule = std::make_unique<scaling::Schedule>(
      engine, *its.group, Calendar{scenario_.start.value_or(Timestamp{})}, scenario_.duration,
      spec.scheduled_actions);
  for (const std::string& each : spec.target_groups) attend(each);
  if (scenario_.begin == Begin::cold) return;
  for (int i = 0; i < its.group->sizes().desired; ++i) {
    const std::size_t zone = static_cast<std::size_t>(i) % its.fleet.zones.size();
    auto& [made_name, made] = add_instance(its.fleet, zone);
    made.group = id;
    begin_life(made_name, made, its.fleet.kind);
    its.group->adopt(made.life, zone);
  }
}

// What the group has to know of those in it that are its own.
void World::Plant::attend(const std::string& target_group) {
  const auto found = groups_.find(target_group);
  if (found == groups_.end() || !found->second.group) return;
  Group& its = found->second;
  its.has_been_healthy = scenario_.begin != Begin::cold;
  its.group->health_changed.connect([&its](balancing::TargetId target) {
    its.has_been_healthy = its.has_been_healthy || its.group->health(target) == balancing::healthy;
  });
  its.group->sickened.connect([this, &its](balancing::TargetId target, balancing::NodeIndex) {
    const auto instance = instances_.find(name(its.group->target_name(target)));
    if (instance == instances_.end()) return;
    const LifeId life = instance->second.life;
    if (scaling::Group* group = group_of(life)) group->doubt(life);
  });
}

void World::Plant::build_scalers() {
  for (ScalingGroup& its : scaling_groups_) build_scaler(its.fleet.name, its);
}

void World::Plant::build_scaler(const std::string& name, ScalingGroup& its) {
  const scaling::GroupSpec& spec = scenario_.auto_scaling_groups.at(name);
  std::vector<scaling::Rule> rules;
  for (const auto& [policy_name, policy] : spec.policies) {
    scaling::Rule rule{policy_name, policy, {}};
    if (!policy.alarm.empty()) {
      rule.alarms.push_back(monitoring_->alarms().find(policy.alarm).value());
    } else {
      const auto watched = watched_by(name, policy);
      if (!watched) continue;  // nobody publishes it: it never runs
      for (const scaling::OwnAlarm& own : scaling::own_alarms(name, policy_name, policy, *watched))
        rule.alarms.push_back(monitoring_->alarms().add(own.name, own.terms));
    }
    rules.push_back(std::move(rule));
  }
  if (rules.empty()) return;
  its.scaler = std::make_unique<scaling::Scaler>(
      engine, monitoring_->alarms(), scaling::Sight{monitoring_->store(), monitoring_->alarms()},
      *its.group, std::move(rules));
}

std::optional<metrics::Alarm::Terms> World::Plant::watched_by(const std::string& group,
                                                              const scaling::PolicySpec& policy) {
  metrics::Alarm::Terms terms;
  terms.query.period = policy.period;
  if (!policy.expression.empty()) {
    terms.formula = monitoring_->formula(policy.expression, policy.metrics, group, policy.period);
    return terms;
  }
  const MetricCatalogue catalogue(scenario_);
  const MetricName name = metric_of(group, scenario_.auto_scaling_groups.at(group), policy);
  if (catalogue.problem_of(name)) return std::nullopt;
  PublishedMetric metric = catalogue.find(name).at(0);
  // What comes more often than EC2 tells it is told by an agent on the instances.
  if (policy.period < metric.terms.period && policy.period < Duration(60s)) {
    metric.key.space = "CWAgent";
    metric.terms.period = policy.period;
  }
  terms.query = {monitoring_->watch(metric), policy.statistic.value_or(metric.statistic),
                 policy.period};
  return terms;
}

void World::Plant::start_groups() {
  for (ScalingGroup& its : scaling_groups_) {
    its.group->start();
    its.schedule->start();
  }
}

scaling::Group* World::Plant::group_of(LifeId life) {
  const GroupId group = by_life_[life]->second.group;
  return group == no_group ? nullptr : scaling_groups_[group].group.get();
}

const World::Plant::ScalingGroup& World::Plant::group_called(const std::string& name) const {
  return *std::find_if(scaling_groups_.begin(), scaling_groups_.end(),
                       [&](const ScalingGroup& each) { return each.fleet.name == name; });
}

std::optional<LifeId> World::Plant::launch(GroupId group, std::size_t zone) {
  if (!has_room(group, zone)) return std::nullopt;
  ScalingGroup& its = scaling_groups_[group];
  auto& [made_name, made] = add_instance(its.fleet, zone);
  made.group = group;
  if (monitoring_) publish_from(made_name, made);
  fleet_.vanish(made.server);
  made.life =
      lives_.launch(its.fleet.kind, names_.id(made_name), key_of(seed_, "instances." + made_name));
  return made.life;
}

bool World::Plant::has_room(GroupId group, std::size_t zone) const {
  const auto found = no_room_.find(scaling_groups_[group].fleet.zones[zone]);
  return found == no_room_.end() || found->second <= engine.now();
}

void World::Plant::lose_room(const std::string& zone, std::optional<Duration> duration) {
  Time& until = no_room_[zone];
  until = std::max(until, duration ? engine.now() + *duration : never);
  if (until != never) engine.at(until, room_returns_);
}

void World::Plant::room_returns() {
  for (ScalingGroup& its : scaling_groups_) its.group->room_changed();
}

bool World::Plant::terminate(LifeId life) {
  const LifeState state = lives_.life(life).state();
  if (state == LifeState::shutting_down) return true;
  if (state == LifeState::terminated) return false;
  lives_.terminate(life);
  return true;
}

// Again where it has left before.
void World::Plant::join_targets(LifeId life) {
  for_each_target(by_life_[life]->first,
                  [](balancing::TargetGroup& group, balancing::TargetId target) {
                    group.register_again(target);
                  });
  join_groups(by_life_[life]->first, {});
}

void World::Plant::leave_targets(LifeId life) {
  for_each_target(
      by_life_[life]->first,
      [](balancing::TargetGroup& group, balancing::TargetId target) { group.deregister(target); });
}

bool World::Plant::has_targets(LifeId life) const {
  const std::string& name = by_life_[life]->first;
  return std::any_of(groups_.begin(), groups_.end(),
                     [&](const auto& each) { return each.second.targets.contains(name); });
}

bool World::Plant::is_drained(LifeId life) const {
  const std::string& name = by_life_[life]->first;
  return std::all_of(groups_.begin(), groups_.end(), [&](const auto& each) {
    const auto target = each.second.targets.find(name);
    if (target == each.second.targets.end()) return true;
    const balancing::TargetGroup& group = *each.second.group;
    return group.health(target->second).state != HealthState::draining ||
           group.traffic[target->second].open == 0;
  });
}

scaling::Vitals World::Plant::vitals(LifeId life) const {
  scaling::Vitals vitals;
  const LifeState state = lives_.life(life).state();
  vitals.runs = state == LifeState::pending || state == LifeState::running;
  const compute::Finding found = status_checks_.found(life);
  vitals.in_doubt = status_checks_.doubts(life);
  vitals.impaired = found.system_fails || found.instance_fails;
  const std::string& name = by_life_[life]->first;
  for (const auto& [each, group] : groups_) {
    const auto target = group.targets.find(name);
    if (target == group.targets.end()) continue;
    const HealthState health = group.group->health(target->second).state;
    vitals.target_unhealthy =
        vitals.target_unhealthy || (group.has_been_healthy && health == HealthState::unhealthy);
    vitals.awaits_health = vitals.awaits_health || health == HealthState::initial;
  }
  return vitals;
}

NameId World::Plant::name_id(LifeId life) const { return lives_.name(life); }

NameId World::Plant::zone_id(GroupId group, std::size_t zone) const {
  return scaling_groups_[group].fleet.zone_ids[zone];
}

std::string World::Plant::zone(GroupId group, std::size_t zone) const {
  return scaling_groups_[group].fleet.zones[zone];
}

std::string World::Plant::clock_text(Time at) const {
  const std::int64_t second = (at - Time{}) / Duration(1s);
  if (!scenario_.start)
    return fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  const auto instant = scenario_.start->instant + std::chrono::seconds(second);
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(instant.time_since_epoch().count()));
}

void World::Plant::act_on(const faults::UpdateGroup& update) {
  group_called(update.auto_scaling_group)
      .group->update({update.min_size, update.max_size, update.desired_capacity}, "user request");
}

namespace {

std::vector<scaling::Process> meant(std::vector<scaling::Process> processes) {
  if (!processes.empty()) return processes;
  const std::size_t count = Words<scaling::Process>::words.size();
  for (std::size_t i = 0; i < count; ++i) processes.push_back(static_cast<scaling::Process>(i));
  return processes;
}

}  // namespace

void World::Plant::act_on(const faults::SuspendProcesses& suspension) {
  scaling::Group& group = *group_called(suspension.auto_scaling_group).group;
  for (const scaling::Process each : meant(suspension.processes)) group.suspend(each);
}

void World::Plant::act_on(const faults::ResumeProcesses& resumption) {
  scaling::Group& group = *group_called(resumption.auto_scaling_group).group;
  for (const scaling::Process each : meant(resumption.processes)) group.resume(each);
}

void World::Plant::act_on(const faults::EnterStandby& entry) {
  for_each_member(entry.instances, [&entry](scaling::Group& group, LifeId life) {
    group.enter_standby(life, entry.decrement);
  });
}

void World::Plant::act_on(const faults::ExitStandby& exit) {
  for_each_member(exit.instances,
                  [](scaling::Group& group, LifeId life) { group.exit_standby(life); });
}

void World::Plant::act_on(const faults::DetachInstances& detachment) {
  for_each_member(detachment.instances, [&detachment](scaling::Group& group, LifeId life) {
    group.detach(life, detachment.decrement);
  });
}

void World::Plant::act_on(const faults::SetInstanceProtection& protection) {
  for_each_member(protection.instances, [&protection](scaling::Group& group, LifeId life) {
    group.protect(life, protection.is_protected);
  });
}

void World::Plant::act_on(const faults::SetInstanceHealth& word) {
  for_each_member(word.instances, [&word](scaling::Group& group, LifeId life) {
    group.say_health(life, word.health == faults::SaidHealth::healthy);
  });
}

void World::Plant::act_on(const faults::TerminateInGroup& termination) {
  for_each_member(termination.instances, [&termination](scaling::Group& group, LifeId life) {
    group.terminate(life, termination.decrement);
  });
}

void World::Plant::act_on(const faults::ExhaustZone& exhaustion) {
  lose_room(exhaustion.zone, exhaustion.duration);
}

// That they come and go says the group.
std::set<NameId> World::Plant::names_of_members() const {
  std::set<NameId> names;
  for (const ScalingGroup& its : scaling_groups_)
    for (const auto& [life, member] : its.group->members()) names.insert(lives_.name(life));
  return names;
}

// Where a capacity changes, in the order of time.
void World::Plant::add_decisions(Result& result) const {
  for (const ScalingGroup& its : scaling_groups_) {
    if (!its.scaler) continue;
    for (const scaling::Decision& each : its.scaler->decisions())
      if (each.from != each.to)
        result.journal.push_back(
            {each.at - Time{},
             fmt::format("{} {} → {}   {}", its.fleet.name, each.from, each.to, reason_of(each))});
  }
  std::stable_sort(result.journal.begin(), result.journal.end(),
                   [](const Happening& a, const Happening& b) { return a.at < b.at; });
}

// How many are in service on average is told of the run so far.
void World::Plant::report_groups(Result& result) const {
  const Time until(result.simulated);
  for (const ScalingGroup& its : scaling_groups_) {
    ScalingGroupResult& out = result.auto_scaling_groups[its.fleet.name];
    const auto& points = its.group->points();
    double total = 0;
    for (std::size_t i = 0; i < points.size() && points[i].at <= until; ++i) {
      const scaling::Group::Point& point = points[i];
      out.capacity.push_back({point.at - Time{}, point.sizes.min, point.sizes.max,
                              point.sizes.desired, point.pending, point.in_service, point.standby,
                              point.terminating});
      const Time next = i + 1 < points.size() ? std::min(points[i + 1].at, until) : until;
      total += point.in_service * seconds(next - point.at);
    }
    if (until > Time{}) out.mean_in_service = total / seconds(until - Time{});
    out.activities = its.group->history().all();
    if (its.scaler) out.decisions = its.scaler->decisions();
    for (const scaling::Process each : its.group->suspended())
      out.suspended.emplace_back(
          Words<scaling::Process>::words[static_cast<std::size_t>(each)].word);
    for (const auto& [life, member] : its.group->members()) {
      MemberResult& its_member = out.instances[by_life_[life]->first];
      its_member.state = scaling::word(member.state);
      if (member.launched > Time{}) its_member.launched = member.launched - Time{};
      if (member.in_service != never) its_member.in_service = member.in_service - Time{};
      if (member.ended != never) its_member.terminated = member.ended - Time{};
      result.instances.at(by_life_[life]->first).utilization = utilization(
          by_life_[life]->second.server, std::min(member.ended, engine.now()) - member.launched);
    }
  }
}

}  // namespace squall::world
