#include "squall/scaling/schedule.hpp"

#include "squall/core/invariant.hpp"
#include "squall/core/time_zone.hpp"

#include <chrono>
#include <variant>

namespace squall::scaling {

namespace {

using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::year;

ZoneTable clocks_of(const TimeZone& zone, std::chrono::sys_seconds from, Duration run) {
  if (zone.name.empty()) return {};
  const auto year_of = [](std::chrono::sys_seconds at) {
    return std::chrono::year_month_day(floor<std::chrono::days>(at)).year();
  };
  return zone_table(zone.name, year_of(from) - std::chrono::years(1),
                    year_of(from + floor<seconds>(run)) + std::chrono::years(1));
}

}  // namespace

Schedule::Schedule(Engine& engine, Group& group, const Calendar& calendar, Duration run,
                   const std::map<std::string, ScheduledActionSpec>& actions)
    : engine_(engine),
      group_(group),
      calendar_(calendar),
      act_(engine.bind<&Schedule::act>(Phase::action, *this)) {
  for (const auto& [name, spec] : actions) {
    Entry entry{spec, {}, clocks_of(spec.timezone, calendar.start.instant, run)};
    if (spec.recurrence) {
      auto cron = Cron::parse(spec.recurrence->text);
      INVARIANT(std::holds_alternative<Cron>(cron));
      entry.cron = std::get<Cron>(std::move(cron));
    }
    entries_.push_back(std::move(entry));
  }
}

void Schedule::start() {
  for (std::uint32_t id = 0; id < entries_.size(); ++id) {
    const Entry& entry = entries_[id];
    if (entry.spec.at)
      engine_.at(Time(calendar_.since_start(*entry.spec.at)), act_, id);
    else
      plan(id, Time(-1s));  // what is due at the start is done then
  }
}

void Schedule::plan(std::uint32_t id, Time after) {
  const Entry& entry = entries_[id];
  if (!entry.cron) return;
  const auto start = calendar_.start.instant;
  const auto next = entry.cron->next(start + floor<seconds>(after - Time{}), entry.zone);
  const Time at(next - start);
  if (entry.spec.until && at >= Time(calendar_.since_start(*entry.spec.until))) return;
  engine_.at(at, act_, id);
}

void Schedule::act(std::uint32_t id) {
  plan(id, engine_.now());
  if (group_.is_suspended(Process::scheduled_actions)) return;
  const ScheduledActionSpec& spec = entries_[id].spec;
  group_.update({spec.min_size, spec.max_size, spec.desired_capacity}, "scheduled action");
}

}  // namespace squall::scaling
