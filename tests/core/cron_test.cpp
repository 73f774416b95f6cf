#include "squall/core/cron.hpp"

#include "squall/core/time.hpp"

#include "core/clocks.hpp"
#include "support/catch.hpp"

#include <optional>
#include <random>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using namespace squall::test;
using std::chrono::minutes;
using std::chrono::sys_seconds;

namespace {

Cron cron(std::string_view expression) {
  auto parsed = Cron::parse(expression);
  if (const auto* error = std::get_if<CronError>(&parsed)) FAIL(expression << ": " << error->what);
  return std::get<Cron>(parsed);
}

sys_seconds next(std::string_view expression, sys_seconds after, const ZoneTable& zone = {}) {
  return cron(expression).next(after, zone);
}

/// "3: what is wrong", or nothing.
std::string complaint(std::string_view expression) {
  const auto parsed = Cron::parse(expression);
  const auto* error = std::get_if<CronError>(&parsed);
  return error ? fmt::format("{}: {}", error->column, error->what) : "";
}

/// The next time, minute by minute: the first instant at which the clock passes a matching time.
sys_seconds next_by_trying(const Cron& cron, sys_seconds after, const ZoneTable& zone) {
  auto furthest = std::chrono::floor<minutes>(zone.local(after - 24h));
  for (sys_seconds at = after - 24h;; at += minutes(1)) {
    const auto shown = std::chrono::floor<minutes>(zone.local(at));
    for (; furthest < shown; furthest += minutes(1)) {
      if (at > after && cron.matches(furthest + minutes(1))) return at;
    }
  }
}

}  // namespace

TEST_CASE("a cron time is the next one named, never the present one", "[core][cron]") {
  const auto tuesday = utc(2026, 1, 6, 6, 30);
  CHECK(next("30 6 * * 2", tuesday - 1s) == tuesday);
  CHECK(next("30 6 * * 2", tuesday) == tuesday + 24h * 7);
  CHECK(next("* * * * *", tuesday + 1s) == tuesday + 1min);
  CHECK(next("*/20 * * * *", tuesday) == tuesday + 10min);
  CHECK(next("0 22-23,3 * * *", utc(2026, 1, 1, 23, 0)) == utc(2026, 1, 2, 3, 0));
  CHECK(next("5-59/15 * * * *", utc(2026, 1, 1, 0, 35)) == utc(2026, 1, 1, 0, 50));
  CHECK(next("0 0 1 jan *", utc(2026, 1, 1, 0, 0)) == utc(2027, 1, 1, 0, 0));
  CHECK(next("0 0 1 1 *", utc(1960, 5, 1, 0, 0)) == utc(1961, 1, 1, 0, 0));
}

TEST_CASE("names, numbers and both sundays mean the same days", "[core][cron]") {
  const auto saturday = utc(2026, 1, 3, 12, 0);
  const auto sunday = utc(2026, 1, 4, 0, 0);
  for (const auto* expression : {"0 0 * * 0", "0 0 * * 7", "0 0 * * sun", "0 0 * * SUN",
                                 "0 0 * * sun-mon", "0 0 * JAN-mar 7", "0 0 * * fri-sun"}) {
    INFO(expression);
    CHECK(next(expression, saturday) == sunday);
  }
  CHECK(next("0 0 * * mon-fri", saturday) == utc(2026, 1, 5, 0, 0));
  CHECK(next("0 0 * * 5-7", sunday) == utc(2026, 1, 9, 0, 0));
}

TEST_CASE("an alias is its five fields", "[core][cron]") {
  const auto [alias, expression] = GENERATE(table<std::string, std::string>({
      {"@yearly", "0 0 1 1 *"},
      {"@annually", "0 0 1 1 *"},
      {"@monthly", "0 0 1 * *"},
      {"@weekly", "0 0 * * 0"},
      {"@daily", "0 0 * * *"},
      {"@midnight", "0 0 * * *"},
      {" @hourly ", "0 * * * *"},
  }));
  const auto after = utc(2026, 2, 3, 4, 5);
  CHECK(next(alias, after) == next(expression, after));
}

TEST_CASE("where both day fields are restricted either is enough", "[core][cron]") {
  // 13 February 2026 is a friday.
  CHECK(next("0 0 13 * fri", utc(2026, 2, 6, 0, 0)) == utc(2026, 2, 13, 0, 0));
  CHECK(next("0 0 13 * fri", utc(2026, 2, 13, 0, 0)) == utc(2026, 2, 20, 0, 0));
  CHECK(next("0 0 13 * fri", utc(2026, 4, 10, 0, 0)) == utc(2026, 4, 13, 0, 0));
  CHECK(next("0 0 30 2 mon", utc(2026, 1, 30, 0, 0)) == utc(2026, 2, 2, 0, 0));
  // A field that begins with '*' restricts nothing by itself: both must match.
  CHECK(next("0 0 */2 * mon", utc(2026, 1, 1, 0, 0)) == utc(2026, 1, 5, 0, 0));
  CHECK(next("0 0 */2 * mon", utc(2026, 1, 5, 0, 0)) == utc(2026, 1, 19, 0, 0));
}

TEST_CASE("months are as long as they are", "[core][cron]") {
  CHECK(next("0 0 31 * *", utc(2026, 1, 31, 0, 0)) == utc(2026, 3, 31, 0, 0));
  CHECK(next("0 0 30 * *", utc(2026, 1, 30, 0, 0)) == utc(2026, 3, 30, 0, 0));
  CHECK(next("0 0 29 2 *", utc(2024, 2, 29, 0, 0)) == utc(2028, 2, 29, 0, 0));
  CHECK(next("0 0 29 2 *", utc(2096, 2, 29, 0, 0)) == utc(2104, 2, 29, 0, 0));
  CHECK(next("0 0 29 2 */7", utc(2088, 2, 29, 0, 0)) == utc(2128, 2, 29, 0, 0));
}

TEST_CASE("an expression that is wrong says where and why", "[core][cron]") {
  CHECK(complaint("75 * * * *") == "1: minute 75 must be 0 to 59");
  CHECK(complaint("* 24 * * *") == "3: hour 24 must be 0 to 23");
  CHECK(complaint("* * 0 * *") == "5: day of month 0 must be 1 to 31");
  CHECK(complaint("* * * 13 *") == "7: month 13 must be 1 to 12");
  CHECK(complaint("* * * * 8") == "9: day of week 8 must be 0 to 7");
  CHECK(complaint("99999999999999999999 * * * *") ==
        "1: minute 99999999999999999999 must be 0 to 59");
  CHECK(complaint("* * * * mno") == "9: unknown day of week 'mno' (write sun to sat, or 0 to 7)");
  CHECK(complaint("0 0 * sept *") == "7: unknown month 'sept' (write jan to dec, or 1 to 12)");
  CHECK(complaint("5,x * * * *") == "3: expected a number for the minute, found 'x'");
  CHECK(complaint("0 ? * * *") == "3: expected a number for the hour, found '?'");
  CHECK(complaint("* * * * 1-") == "11: expected a number for the day of week");
  CHECK(complaint("20-10 * * * *") == "1: the range '20-10' runs backwards");
  CHECK(complaint("* * * * fri-mon") == "9: the range 'fri-mon' runs backwards");
  CHECK(complaint("*/0 * * * *") == "3: a step must be at least 1");
  CHECK(complaint("5/15 * * * *") == "2: a step needs a range (write '5-59/15' or '*/15')");
  CHECK(complaint("*5 * * * *") == "2: unexpected '5' in the minute");
  CHECK(complaint("0 0 * * 5L") == "10: unexpected 'L' in the day of week");
}

TEST_CASE("an expression has five fields", "[core][cron]") {
  CHECK(complaint("") ==
        "1: the minute is missing (5 fields: minute hour day-of-month month day-of-week)");
  CHECK(complaint("0 0 * * ") ==
        "9: the day of week is missing (5 fields: minute hour day-of-month month day-of-week)");
  CHECK(complaint("0 0 * * * 2026") ==
        "11: a cron expression has 5 fields: minute hour day-of-month month day-of-week");
  CHECK(complaint("@reboot") ==
        "1: unknown name '@reboot' (known: @yearly, @annually, @monthly, @weekly, @daily, "
        "@midnight, @hourly)");
  CHECK(complaint("\t0  0\t* * *  ").empty());
}

TEST_CASE("a date that never comes is refused", "[core][cron]") {
  CHECK(complaint("0 0 30 2 *") == "1: never matches: no month named here has such a day");
  CHECK(complaint("0 0 31 2,4,6,9,11 *") == "1: never matches: no month named here has such a day");
  CHECK(complaint("0 0 31 2,3 *").empty());
  CHECK(complaint("0 0 30 2 mon").empty());
}

TEST_CASE("eight in New York is an hour earlier in UTC while clocks are forward", "[core][cron]") {
  const ZoneTable new_york = new_york_2026();
  CHECK(next("0 8 * * *", utc(2026, 3, 7, 0, 0), new_york) == utc(2026, 3, 7, 13, 0));
  CHECK(next("0 8 * * *", utc(2026, 3, 8, 0, 0), new_york) == utc(2026, 3, 8, 12, 0));
  CHECK(next("0 8 * * *", utc(2026, 11, 1, 0, 0), new_york) == utc(2026, 11, 1, 13, 0));
}

TEST_CASE("a skipped local time runs at the end of the gap, once", "[core][cron]") {
  const ZoneTable new_york = new_york_2026();
  const auto end_of_gap = utc(2026, 3, 8, 7, 0);
  CHECK(next("30 2 * * *", utc(2026, 3, 8, 0, 0), new_york) == end_of_gap);
  CHECK(next("30 2 * * *", end_of_gap, new_york) == utc(2026, 3, 9, 6, 30));
  CHECK(next("*/10 2 * * *", utc(2026, 3, 8, 0, 0), new_york) == end_of_gap);
  CHECK(next("*/10 2 * * *", end_of_gap, new_york) == utc(2026, 3, 9, 6, 0));
  CHECK(next("0 3 * * *", utc(2026, 3, 8, 0, 0), new_york) == end_of_gap);
}

TEST_CASE("a local time that occurs twice runs at the first occurrence only", "[core][cron]") {
  const ZoneTable new_york = new_york_2026();
  const auto first = utc(2026, 11, 1, 5, 30);
  CHECK(next("30 1 * * *", utc(2026, 11, 1, 0, 0), new_york) == first);
  CHECK(next("30 1 * * *", first, new_york) == utc(2026, 11, 2, 6, 30));
  CHECK(next("30 1 * * *", first + 45min, new_york) == utc(2026, 11, 2, 6, 30));
  CHECK(next("*/15 * * * *", utc(2026, 11, 1, 5, 45), new_york) == utc(2026, 11, 1, 7, 0));
}

namespace {

// One draw a statement: the order in which a compiler evaluates arguments is its own.
std::string random_field(std::mt19937_64& random, int low, int high) {
  const auto in = [&](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
  };
  const auto form = random() % 5;
  const int first = in(low, high);
  const int last = in(first, high);
  const int step = in(1, 9);
  switch (form) {
    case 0:
      return fmt::format("*/{}", step);
    case 1:
      return fmt::format("{}-{}", first, last);
    case 2:
      return fmt::format("{},{}", last, first);
    case 3:
      return fmt::format("{}-{}/{}", first, last, step);
    default:
      return "*";
  }
}

std::string random_expression(std::mt19937_64& random) {
  std::string expression = random_field(random, 0, 59);
  expression += ' ' + random_field(random, 0, 23);
  expression += ' ' + random_field(random, 1, 31);
  expression += ' ' + random_field(random, 1, 12);
  return expression += ' ' + random_field(random, 0, 7);
}

}  // namespace

TEST_CASE("next agrees with trying every minute, for random expressions about clock changes",
          "[core][cron]") {
  constexpr std::uint64_t seed = 4242;
  std::mt19937_64 random(seed);
  const ZoneTable new_york = new_york_2026();
  int compared = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::string expression = random_expression(random);
    const auto parsed = Cron::parse(expression);
    const auto* cron = std::get_if<Cron>(&parsed);
    if (cron == nullptr) continue;  // a date that never comes
    const auto base = i % 2 ? utc(2026, 3, 8, 5, 0) : utc(2026, 11, 1, 3, 0);
    const auto after = base + std::chrono::seconds(random() % (6 * 3600));
    const auto found = cron->next(after, new_york);
    INFO("seed " << seed << ", case " << i << ": " << expression);
    REQUIRE(found > after);
    if (found - after > 24h * 40) continue;  // too far to try every minute
    ++compared;
    REQUIRE(found == next_by_trying(*cron, std::chrono::floor<minutes>(after), new_york));
  }
  CHECK(compared > 500);
}
