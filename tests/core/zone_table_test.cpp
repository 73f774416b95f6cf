#include "squall/core/zone_table.hpp"

#include "squall/core/time.hpp"

#include "core/clocks.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::test;

TEST_CASE("without a table the clock shows UTC", "[core][zone_table]") {
  CHECK(ZoneTable{}.local(utc(2026, 7, 1, 12, 30)) == local(2026, 7, 1, 12, 30));
  CHECK(ZoneTable{}.first_instant(local(2026, 7, 1, 12, 30)) == utc(2026, 7, 1, 12, 30));
}

TEST_CASE("an offset holds from the instant of its change on", "[core][zone_table]") {
  const ZoneTable new_york = new_york_2026();
  CHECK(new_york.local(utc(2026, 1, 1, 12, 0)) == local(2026, 1, 1, 7, 0));
  CHECK(new_york.local(utc(2026, 3, 8, 6, 59)) == local(2026, 3, 8, 1, 59));
  CHECK(new_york.local(utc(2026, 3, 8, 7, 0)) == local(2026, 3, 8, 3, 0));
  CHECK(new_york.local(utc(2026, 11, 1, 5, 59)) == local(2026, 11, 1, 1, 59));
  CHECK(new_york.local(utc(2026, 11, 1, 6, 0)) == local(2026, 11, 1, 1, 0));
}

TEST_CASE("a skipped local time begins when the gap ends", "[core][zone_table]") {
  const ZoneTable new_york = new_york_2026();
  CHECK(new_york.first_instant(local(2026, 3, 8, 1, 59)) == utc(2026, 3, 8, 6, 59));
  CHECK(new_york.first_instant(local(2026, 3, 8, 2, 0)) == utc(2026, 3, 8, 7, 0));
  CHECK(new_york.first_instant(local(2026, 3, 8, 2, 59)) == utc(2026, 3, 8, 7, 0));
  CHECK(new_york.first_instant(local(2026, 3, 8, 3, 1)) == utc(2026, 3, 8, 7, 1));
}

TEST_CASE("a local time that occurs twice means the first", "[core][zone_table]") {
  const ZoneTable new_york = new_york_2026();
  CHECK(new_york.first_instant(local(2026, 11, 1, 1, 0)) == utc(2026, 11, 1, 5, 0));
  CHECK(new_york.first_instant(local(2026, 11, 1, 1, 59)) == utc(2026, 11, 1, 5, 59));
  CHECK(new_york.first_instant(local(2026, 11, 1, 2, 0)) == utc(2026, 11, 1, 7, 0));
}
