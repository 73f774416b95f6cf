#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace squall {

namespace {

struct Unit {
  std::string_view word;
  std::int64_t ns;
};

// The order matters where one word begins another.
constexpr Unit units[] = {{"ms", 1'000'000},
                          {"min", 60'000'000'000},
                          {"us", 1'000},
                          {"µs", 1'000},
                          {"ns", 1},
                          {"w", 604'800'000'000'000},
                          {"d", 86'400'000'000'000},
                          {"h", 3'600'000'000'000},
                          {"m", 60'000'000'000},
                          {"s", 1'000'000'000}};

constexpr double longest = 9.2e18;  // nanoseconds

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes a whole number of exactly `digits` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

// "09:45" or "09:45:30" off the front.
std::optional<std::chrono::seconds> take_clock(std::string_view& text) {
  std::string_view rest = text;
  const bool two_digits = rest.size() > 1 && is_digit(rest[1]);
  const auto hours = take_digits(rest, two_digits ? 2 : 1);
  if (!hours || !take(rest, ":")) return std::nullopt;
  const auto minutes = take_digits(rest, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  std::chrono::seconds clock = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  if (take(rest, ":")) {
    const auto seconds = take_digits(rest, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    clock += std::chrono::seconds(*seconds);
  }
  text = rest;
  return clock;
}

// "Z", "+09:00" or nothing at the end.
std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
  if (text.empty() || take(text, "Z")) return std::chrono::seconds(0);
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  return west ? -*clock : *clock;
}

std::string print_clock(std::chrono::seconds clock) {
  const auto count = clock.count();
  std::string text = fmt::format("{:02}:{:02}", count / 3600, count / 60 % 60);
  if (count % 60 != 0) text += fmt::format(":{:02}", count % 60);
  return text;
}

}  // namespace

std::optional<Problem> ScalarText<Duration>::read(std::string_view text, Duration& value) {
  const Problem unreadable{"is not a duration", "write '10s', '250ms' or '1h30m'"};
  if (text == "0") {
    value = Duration(0);
    return std::nullopt;
  }
  if (text.starts_with('-')) return Problem{"must not be negative", {}};
  if (text.empty()) return unreadable;
  // Whole nanoseconds of each part, so that a long duration keeps its last digits.
  double total = 0;
  std::int64_t count = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    std::size_t length = 0;
    while (length < rest.size() && (is_digit(rest[length]) || rest[length] == '.')) ++length;
    const std::string_view digits = rest.substr(0, length);
    const auto number = read_number(digits);
    if (!number) return unreadable;
    rest.remove_prefix(length);
    if (rest.empty())
      return Problem{"needs a unit", fmt::format("write '{0}s' or '{0}ms'", digits)};
    if (const auto word = rest.find_first_not_of(' '); word != 0 && word != rest.npos) {
      return Problem{"has a space before its unit",
                     fmt::format("write '{}{}'", digits, rest.substr(word))};
    }
    bool known = false;
    for (const Unit& unit : units) {
      if (!take(rest, unit.word)) continue;
      const double part = *number * static_cast<double>(unit.ns);
      total += part;
      if (total < longest) count += std::llround(part);
      known = true;
      break;
    }
    if (!known) {
      return Problem{fmt::format("has the unknown unit '{}'", rest),
                     "known: ns, us, ms, s, m, h, d, w"};
    }
    if (!rest.empty() && !is_digit(rest.front())) return unreadable;
  }
  if (!(total < longest)) return Problem{"is longer than 292 years", {}};
  value = Duration(count);
  return std::nullopt;
}

std::string ScalarText<Duration>::print(const Duration& value) {
  std::int64_t left = value.count();
  if (left == 0) return "0s";
  std::string text = left < 0 ? "-" : "";
  left = std::abs(left);
  if (left < 1'000'000'000) {
    for (const Unit unit : {units[0], units[2], units[4]}) {
      if (left < unit.ns) continue;
      const double amount = static_cast<double>(left) / static_cast<double>(unit.ns);
      return text + fmt::format("{}{}", amount, unit.word);
    }
  }
  for (const Unit unit : {units[6], units[7], units[8]}) {
    if (left >= unit.ns) text += fmt::format("{}{}", left / unit.ns, unit.word);
    left %= unit.ns;
  }
  if (left > 0) {
    std::string fraction = fmt::format("{}.{:09}", left / 1'000'000'000, left % 1'000'000'000);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (fraction.ends_with('.')) fraction.pop_back();
    text += fraction + "s";
  }
  return text;
}

std::optional<Problem> ScalarText<TimeOfDay>::read(std::string_view text, TimeOfDay& value) {
  const auto clock = take_clock(text);
  if (!clock || !text.empty()) return Problem{"is not a time of day", "write '09:45'"};
  value.since_midnight = *clock;
  return std::nullopt;
}

std::string ScalarText<TimeOfDay>::print(const TimeOfDay& value) {
  return print_clock(value.since_midnight);
}

std::optional<Problem> ScalarText<Timestamp>::read(std::string_view text, Timestamp& value) {
  const Problem unreadable{"is not a timestamp", "write '2026-11-27T09:00+09:00'"};
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) return unreadable;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) return unreadable;
  const auto day = take_digits(text, 2);
  if (!day) return unreadable;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return Problem{"is a day that does not exist", "months have 28 to 31 days"};
  std::chrono::seconds clock{0};
  std::chrono::seconds offset{0};
  if (take(text, "T") || take(text, " ")) {
    const auto read_clock = take_clock(text);
    if (!read_clock) return unreadable;
    clock = *read_clock;
    const auto read_offset = take_offset(text);
    if (!read_offset) return unreadable;
    offset = *read_offset;
  }
  if (!text.empty()) return unreadable;
  value.instant = std::chrono::sys_days(date) + clock - offset;
  value.offset = offset;
  return std::nullopt;
}

std::string ScalarText<Timestamp>::print(const Timestamp& value) {
  const auto local = value.instant + value.offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::string zone =
      value.offset.count() == 0
          ? "Z"
          : (value.offset.count() < 0 ? "-" : "+") + print_clock(std::chrono::abs(value.offset));
  return fmt::format("{:04}-{:02}-{:02}T{}{}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     print_clock(local - day), zone);
}

std::optional<Problem> ScalarText<TimeZone>::read(std::string_view text, TimeZone& value) {
  if (!is_time_zone(text)) {
    const auto near = nearest(text, time_zone_names());
    return Problem{
        "is not a time zone that Squall knows",
        near ? "did you mean '" + std::string(*near) + "'?" : "write 'Asia/Seoul' or '+09:00'"};
  }
  value.name = text;
  return std::nullopt;
}

std::string ScalarText<TimeZone>::print(const TimeZone& value) { return value.name; }

std::optional<Problem> ScalarText<Moment>::read(std::string_view text, Moment& value) {
  Moment moment;
  if (!ScalarText<Duration>::read(text, moment.since_start)) {
    moment.kind = Moment::Kind::since_start;
  } else if (!ScalarText<TimeOfDay>::read(text, moment.time_of_day)) {
    moment.kind = Moment::Kind::time_of_day;
  } else if (!ScalarText<Timestamp>::read(text, moment.timestamp)) {
    moment.kind = Moment::Kind::timestamp;
  } else {
    if (const auto number = read_number(text))
      return Problem{"needs a unit", fmt::format("write '{0}s' or '{0}m'", text)};
    return Problem{"is not a moment", "write '40m', '11:40' or '2026-11-27T11:40+09:00'"};
  }
  value = moment;
  return std::nullopt;
}

std::string ScalarText<Moment>::print(const Moment& value) {
  switch (value.kind) {
    case Moment::Kind::since_start:
      return ScalarText<Duration>::print(value.since_start);
    case Moment::Kind::time_of_day:
      return ScalarText<TimeOfDay>::print(value.time_of_day);
    case Moment::Kind::timestamp:
      return ScalarText<Timestamp>::print(value.timestamp);
  }
  return {};
}

Duration Calendar::since_start(const Moment& moment) const {
  switch (moment.kind) {
    case Moment::Kind::since_start:
      return moment.since_start;
    case Moment::Kind::time_of_day: {
      const auto local = start.instant + start.offset;
      const auto midnight = std::chrono::floor<std::chrono::days>(local);
      auto until = midnight + moment.time_of_day.since_midnight - local;
      if (until < std::chrono::seconds(0)) until += std::chrono::days(1);
      return until;
    }
    case Moment::Kind::timestamp:
      return moment.timestamp.instant - start.instant;
  }
  return {};
}

}  // namespace squall
