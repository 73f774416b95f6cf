#include "squall/core/time_zone.hpp"

#include "squall/core/text.hpp"

#include "core/clocks.hpp"
#include "support/catch.hpp"

using namespace squall;
using squall::test::local;
using squall::test::utc;
using std::chrono::year;

namespace {

auto clock_in(std::string_view zone, std::chrono::sys_seconds instant) {
  return zone_table(zone, year(2025), year(2027)).local(instant);
}

}  // namespace

TEST_CASE("a place without summer time has one offset all year", "[core][time_zone]") {
  CHECK(clock_in("Asia/Seoul", utc(2026, 1, 1, 0, 0)) == local(2026, 1, 1, 9, 0));
  CHECK(clock_in("Asia/Kolkata", utc(2026, 7, 1, 0, 0)) == local(2026, 7, 1, 5, 30));
  CHECK(clock_in("-05:30", utc(2026, 7, 1, 6, 0)) == local(2026, 7, 1, 0, 30));
  CHECK(clock_in("UTC", utc(2026, 7, 1, 6, 0)) == local(2026, 7, 1, 6, 0));
}

TEST_CASE("clocks change where and when the rules of 2026 say", "[core][time_zone]") {
  // The last minute before a change, and the first after it.
  CHECK(clock_in("America/New_York", utc(2026, 3, 8, 6, 59)) == local(2026, 3, 8, 1, 59));
  CHECK(clock_in("America/New_York", utc(2026, 3, 8, 7, 0)) == local(2026, 3, 8, 3, 0));
  CHECK(clock_in("America/New_York", utc(2026, 11, 1, 5, 59)) == local(2026, 11, 1, 1, 59));
  CHECK(clock_in("America/New_York", utc(2026, 11, 1, 6, 0)) == local(2026, 11, 1, 1, 0));
  CHECK(clock_in("Europe/Paris", utc(2026, 3, 29, 0, 59)) == local(2026, 3, 29, 1, 59));
  CHECK(clock_in("Europe/Paris", utc(2026, 3, 29, 1, 0)) == local(2026, 3, 29, 3, 0));
  CHECK(clock_in("Europe/London", utc(2026, 10, 25, 0, 59)) == local(2026, 10, 25, 1, 59));
  CHECK(clock_in("Europe/London", utc(2026, 10, 25, 1, 0)) == local(2026, 10, 25, 1, 0));
  CHECK(clock_in("Australia/Sydney", utc(2026, 4, 4, 15, 59)) == local(2026, 4, 5, 2, 59));
  CHECK(clock_in("Australia/Sydney", utc(2026, 4, 4, 16, 0)) == local(2026, 4, 5, 2, 0));
  CHECK(clock_in("Australia/Sydney", utc(2026, 10, 3, 16, 0)) == local(2026, 10, 4, 3, 0));
  CHECK(clock_in("Pacific/Auckland", utc(2026, 9, 26, 14, 0)) == local(2026, 9, 27, 3, 0));
  CHECK(clock_in("Asia/Jerusalem", utc(2026, 3, 27, 0, 0)) == local(2026, 3, 27, 3, 0));
  CHECK(clock_in("Asia/Jerusalem", utc(2026, 10, 24, 23, 0)) == local(2026, 10, 25, 1, 0));
}

TEST_CASE("a table of the south begins in summer", "[core][time_zone]") {
  CHECK(zone_table("Australia/Sydney", year(2026), year(2026)).local(utc(2026, 1, 1, 0, 0)) ==
        local(2026, 1, 1, 11, 0));
}

TEST_CASE("every known time zone is one, and reads back", "[core][time_zone]") {
  for (const std::string_view name : time_zone_names()) {
    CAPTURE(name);
    TimeZone zone;
    CHECK(!ScalarText<TimeZone>::read(name, zone));
    CHECK(ScalarText<TimeZone>::print(zone) == name);
  }
  TimeZone zone;
  CHECK(ScalarText<TimeZone>::read("Asia/Seol", zone)->hint == "did you mean 'Asia/Seoul'?");
  for (const std::string_view wrong : {"+9:00", "+09:60", "+24:00", "KST", "", "9"})
    CHECK(ScalarText<TimeZone>::read(wrong, zone));
}
