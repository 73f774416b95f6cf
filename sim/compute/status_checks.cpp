#include "squall/compute/status_checks.hpp"

#include "squall/compute/journal.hpp"

namespace squall::compute {

namespace {

constexpr Duration interval = 1min;
constexpr int failures_before_recovery = 2;

constexpr std::uint64_t phase_purpose = hash_of("status check");

// When it is looked at, in each minute.
Duration phase_of(Key key) {
  const double part = Draw(key, phase_purpose).uniform();
  return Duration(static_cast<std::int64_t>(part * static_cast<double>(interval.count())));
}

}  // namespace

StatusChecks::StatusChecks(Engine& engine, Journal& journal, StatusWatcher& watcher)
    : engine_(engine),
      journal_(journal),
      watcher_(watcher),
      look_(engine.bind<&StatusChecks::look>(Phase::change, *this)) {}

void StatusChecks::doubt(LifeId life, NameId name, Key key) {
  if (!doubts_.try_emplace(life, Doubt{name}).second) return;
  const Duration since = (engine_.now() - Time{} - phase_of(key)) % interval;
  engine_.after(since < Duration(0) ? -since : interval - since, look_, life);
}

Finding StatusChecks::found(LifeId life) const {
  const auto doubt = doubts_.find(life);
  return doubt == doubts_.end() ? Finding{} : doubt->second.found;
}

void StatusChecks::look(LifeId life) {
  Doubt& doubt = doubts_.at(life);
  if (!watcher_.is_checked(life)) {
    doubts_.erase(life);
    return;
  }
  const Finding now = watcher_.look_at(life);
  write(doubt, now);
  doubt.found = now;
  if (!now.instance_fails) {
    doubts_.erase(life);
    return;
  }
  engine_.after(interval, look_, life);
  doubt.system_failures = now.system_fails ? doubt.system_failures + 1 : 0;
  if (doubt.system_failures == failures_before_recovery) watcher_.recover(life);
}

void StatusChecks::write(const Doubt& doubt, const Finding& now) {
  const Finding& before = doubt.found;
  if (now.system_fails && !before.system_fails)
    journal_.append(engine_.now(), system_check_fails, doubt.name);
  if (!now.system_fails && now.instance_fails && !before.instance_fails)
    journal_.append(engine_.now(), instance_check_fails, doubt.name);
  if (!now.instance_fails && before.instance_fails)
    journal_.append(engine_.now(), checks_pass, doubt.name);
}

}  // namespace squall::compute
