#include "squall/core/cron.hpp"

#include "core/cron_parser.hpp"

namespace squall {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

namespace {

constexpr bool contains(std::uint64_t set, std::int64_t value) { return ((set >> value) & 1) != 0; }

}  // namespace

std::variant<Cron, CronError> Cron::parse(std::string_view expression) {
  return CronParser(expression).parse();
}

sys_seconds Cron::next(sys_seconds after, const ZoneTable& zone) const {
  // first_instant() never falls as local time grows, so the first local time that is late enough
  // is the answer. More than one step is needed only in the hour that occurs twice.
  LocalMinutes time = next_local(floor<minutes>(zone.local(after)));
  while (zone.first_instant(time) <= after) time = next_local(time);
  return zone.first_instant(time);
}

bool Cron::matches(LocalMinutes time) const {
  const local_days day = floor<days>(time);
  const auto of_day = time - day;
  const hours hour = floor<hours>(of_day);
  return contains(minutes_, (of_day - hour).count()) && contains(hours_, hour.count()) &&
         month_matches(year_month_day(day).month()) && day_matches(day);
}

Cron::LocalMinutes Cron::next_local(LocalMinutes after) const {
  // Whatever does not match is left behind as a whole: a month, a day, an hour. It ends, because
  // parse() admits only dates that exist, and these meet every weekday within 400 years.
  LocalMinutes time = after + minutes(1);
  while (true) {
    const local_days day = floor<days>(time);
    const year_month_day date(day);
    if (!month_matches(date.month())) {
      time = local_days((date.year() / date.month() + months(1)) / 1);
      continue;
    }
    if (!day_matches(day)) {
      time = day + days(1);
      continue;
    }
    const hours hour = floor<hours>(time - day);
    if (!contains(hours_, hour.count())) {
      time = day + hour + hours(1);
      continue;
    }
    if (contains(minutes_, (time - day - hour).count())) return time;
    time += minutes(1);
  }
}

bool Cron::day_matches(local_days day) const {
  const bool of_month = contains(days_, unsigned{year_month_day(day).day()});
  const bool of_week = contains(weekdays_, std::chrono::weekday(day).c_encoding());
  return either_day_ ? of_month || of_week : of_month && of_week;
}

bool Cron::month_matches(std::chrono::month month) const {
  return contains(months_, unsigned{month});
}

}  // namespace squall
