#include "squall/traffic/local_clock.hpp"

#include <algorithm>

namespace squall::traffic {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::year;

namespace {

year year_of(std::chrono::sys_seconds instant) {
  return std::chrono::year_month_day(floor<days>(instant)).year();
}

}  // namespace

LocalClock::LocalClock(Timestamp start, const ZoneTable& zone) : start_(start), zone_(zone) {
  const auto local = zone.local(start.instant).time_since_epoch();
  const auto today = floor<days>(local);
  const std::chrono::weekday weekday{std::chrono::sys_days(today)};
  first_weekday_ = static_cast<int>(weekday.iso_encoding()) - 1;
  first_reading_ = local - today;
  const auto offset = local - start.instant.time_since_epoch();
  for (const ZoneTable::Change& change : zone.changes())
    if (change.from > start.instant)
      changes_.push_back({Time(change.from - start.instant), change.offset - offset});
}

LocalClock::Reading LocalClock::read(Time time) const {
  const auto next = std::upper_bound(changes_.begin(), changes_.end(), time,
                                     [](Time at, const Change& each) { return at < each.from; });
  const Duration ahead = next == changes_.begin() ? Duration(0) : (next - 1)->ahead;
  const Duration local = first_reading_ + ahead + (time - Time{});
  const days passed = floor<days>(local);
  const auto weekday = (first_weekday_ + passed.count()) % 7;
  return {static_cast<int>(weekday < 0 ? weekday + 7 : weekday), local - passed,
          next == changes_.end() ? never : next->from};
}

Duration LocalClock::since_start(const Moment& moment) const {
  if (moment.kind != Moment::Kind::time_of_day) return Calendar{start_}.since_start(moment);
  const auto midnight = floor<days>(zone_.local(start_.instant));
  for (days later(0);; ++later) {
    const auto at = zone_.first_instant(midnight + later + moment.time_of_day.since_midnight);
    if (at >= start_.instant) return at - start_.instant;
  }
}

LocalClock local_clock(Timestamp start, Duration duration, const TimeZone& zone) {
  if (zone.name.empty()) return {start, ZoneTable(start.offset)};
  const auto end = start.instant + std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {start, zone_table(zone.name, year_of(start.instant) - std::chrono::years(1),
                            year_of(end) + std::chrono::years(1))};
}

}  // namespace squall::traffic
