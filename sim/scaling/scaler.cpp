#include "squall/scaling/scaler.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace squall::scaling {

using metrics::AlarmState;

Scaler::Scaler(Engine& engine, metrics::Alarms& alarms, const Sight& sight, Group& group,
               std::vector<Rule> rules)
    : engine_(engine),
      alarms_(alarms),
      group_(group),
      decide_(engine.bind<&Scaler::decide>(Phase::scaling, *this)) {
  for (Rule& rule : rules) {
    auto policy = make_policy(rule, sight);
    entries_.push_back({std::move(rule), std::move(policy)});
  }
  alarms_.acts.connect([this](metrics::AlarmId alarm) { hear(alarm); });
  alarms_.stays.connect([this](metrics::AlarmId alarm) { hear(alarm); });
  group_.changed.connect([this] {
    if (!is_waiting_ || group_.is_busy()) return;
    is_waiting_ = false;
    cooldown_until_ = engine_.now() + cooldown_;
  });
}

void Scaler::hear(metrics::AlarmId alarm) {
  if (alarms_.state(alarm) != AlarmState::alarm) return;
  if (group_.is_suspended(Process::alarm_notification)) return;
  bool any = false;
  for (Entry& entry : entries_) {
    const auto& its = entry.rule.alarms;
    if (std::find(its.begin(), its.end(), alarm) == its.end()) continue;
    entry.fired = true;
    any = true;
  }
  if (any) engine_.at(engine_.now(), decide_);
}

Question Scaler::question() const {
  Question question;
  question.now = engine_.now();
  question.desired = group_.sizes().desired;
  question.warm = group_.warm();
  question.current =
      group_.count(LifecycleState::in_service) + group_.count(LifecycleState::terminating);
  question.is_busy = group_.is_busy() || is_waiting_;
  question.cooldown_until = cooldown_until_;
  question.past = &group_;
  return question;
}

// Several alarms may act at one moment: what they run is looked at together, once.
void Scaler::decide() {
  if (std::none_of(entries_.begin(), entries_.end(), [](const Entry& e) { return e.fired; }))
    return;
  const Question asked = question();
  std::vector<Proposal> proposals;
  for (const Entry& entry : entries_) proposals.push_back(entry.policy->propose(asked));
  const Decision decision = decided(proposals);
  for (Entry& entry : entries_) entry.fired = false;
  if (decision.winner.empty()) return;
  note(decision);
  if (decision.to != decision.from) apply(decision);
}

// Of those that their alarms run now; the others can only hold back.
Decision Scaler::decided(const std::vector<Proposal>& proposals) const {
  const int desired = group_.sizes().desired;
  Decision decision;
  decision.at = decision.until = engine_.now();
  decision.from = decision.to = desired;
  decision.proposals = proposals;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Proposal& its = proposals[i];
    if (!entries_[i].fired || !its.capacity || *its.capacity == desired) continue;
    if (!decision.winner.empty() && *its.capacity <= decision.wanted) continue;
    decision.winner = its.policy;
    decision.wanted = *its.capacity;
  }
  if (decision.winner.empty()) return decision;
  if (decision.wanted < desired) return shrunk(std::move(decision));
  decision.to = std::min(decision.wanted, std::max(desired, group_.sizes().max));
  if (decision.to < decision.wanted) decision.limit = Limit::max_size;
  return decision;
}

Decision Scaler::shrunk(Decision decision) const {
  const auto winner = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.rule.name == decision.winner;
  });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto& its = decision.proposals[i].capacity;
    const bool disagrees =
        !its && winner->policy->asks_for_agreement() && entries_[i].policy->holds_scale_in();
    if (disagrees ||
        (its && *its >= decision.from && decision.proposals[i].state == AlarmState::alarm)) {
      decision.limit = Limit::disagreement;
      return decision;
    }
    if (its && *its > decision.wanted) {
      decision.wanted = *its;
      decision.winner = entries_[i].rule.name;
    }
  }
  if (group_.any_warming()) {
    decision.limit = Limit::warm_up;
    return decision;
  }
  decision.to = std::max(decision.wanted, group_.sizes().min);
  if (decision.to > decision.wanted) decision.limit = Limit::min_size;
  return decision;
}

void Scaler::apply(const Decision& decision) {
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) {
    return each.rule.name == decision.winner;
  });
  const auto place = static_cast<std::size_t>(entry - entries_.begin());
  const Proposal& its = decision.proposals[place];
  group_.set_desired(
      decision.to,
      fmt::format("At {} a monitor alarm {} in state ALARM triggered policy {} changing the "
                  "desired capacity from {} to {}.",
                  group_.at_now(), its.alarm, its.policy, decision.from, decision.to),
      warmup_of(entry->rule.spec));
  if (entry->rule.spec.type == PolicyType::simple) wait_for_cooldown(entry->rule.spec);
}

void Scaler::wait_for_cooldown(const PolicySpec& spec) {
  is_waiting_ = true;
  cooldown_ = spec.cooldown.value_or(group_.spec().default_cooldown);
}

Duration Scaler::warmup_of(const PolicySpec& spec) const {
  const GroupSpec& group = group_.spec();
  if (spec.type == PolicyType::simple) return group.default_instance_warmup.value_or(0s);
  if (spec.estimated_instance_warmup) return *spec.estimated_instance_warmup;
  return group.default_instance_warmup.value_or(group.default_cooldown);
}

// An alarm runs its policy every minute: what comes to the same is told once.
void Scaler::note(Decision decision) {
  if (!decisions_.empty()) {
    Decision& last = decisions_.back();
    const bool same = last.from == decision.from && last.to == decision.to &&
                      last.winner == decision.winner && last.limit == decision.limit &&
                      last.to == last.from && decision.at - last.until <= Duration(5min);
    if (same) {
      last.until = decision.at;
      ++last.times;
      return;
    }
  }
  decisions_.push_back(std::move(decision));
}

}  // namespace squall::scaling
