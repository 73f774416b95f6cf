#include "squall/report/clock.hpp"

#include "squall/core/text.hpp"

#include <chrono>

#include <fmt/format.h>

namespace squall::report {

namespace {

using Tenths = std::chrono::duration<std::int64_t, std::deci>;
using Days = std::chrono::days;

Duration since_midnight(const Timestamp& start) {
  const auto local = start.instant + start.offset;
  return local - std::chrono::floor<Days>(local);
}

}  // namespace

Clock::Clock(const world::Result& result) : start_(result.start) {
  has_days_ = start_ && since_midnight(*start_) + result.simulated > Duration(24h);
}

std::string Clock::on_clock(Duration at, bool with_seconds) const {
  const auto tenths = std::chrono::round<Tenths>(at);
  const auto local = start_->instant + start_->offset + tenths;
  const auto day = std::chrono::floor<Days>(local);
  const std::chrono::hh_mm_ss time(local - day);
  std::string text;
  if (has_days_) {
    const std::chrono::year_month_day date(day);
    text = fmt::format("{:02}-{:02} ", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
  }
  text += fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  if (with_seconds) text += fmt::format(":{:02}", time.seconds().count());
  const auto tenth = (local - std::chrono::floor<std::chrono::seconds>(local)).count();
  if (tenth != 0) text += fmt::format(".{}", tenth);
  return text;
}

std::string Clock::time(Duration at) const {
  if (start_) return on_clock(at, true);
  return ScalarText<Duration>::print(std::chrono::round<Tenths>(at));
}

std::string Clock::moment(Duration at) const {
  return start_ ? on_clock(at, at % 60s != Duration(0)) : time(at);
}

std::string Clock::tick(Duration at, Duration apart) const {
  if (start_ && apart >= 1s) return on_clock(at, apart % 60s != 0s);
  return ScalarText<Duration>::print(at);
}

}  // namespace squall::report
