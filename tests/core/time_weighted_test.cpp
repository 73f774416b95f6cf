#include "squall/core/time_weighted.hpp"

#include "support/catch.hpp"

using namespace squall;

TEST_CASE("the mean of a queue weighs each length by how long it lasted", "[core][time_weighted]") {
  TimeWeighted queue;
  queue.add(Time(1s), 3);
  queue.add(Time(3s), -2);
  CHECK(queue.value() == 1);
  CHECK(queue.read(Time(4s)).area == Wide(7'000'000'000));
  CHECK(mean({}, queue.read(Time(4s))) == 1.75);
}

TEST_CASE("a mean between two readings forgets what was before", "[core][time_weighted]") {
  TimeWeighted busy(100);
  const auto noon = busy.read(Time(12h));
  busy.set(Time(12h), 2);
  busy.set(Time(12h + 30s), 4);
  CHECK(mean(noon, busy.read(Time(12h + 1min))) == 3.0);
}

TEST_CASE("a change at the moment of a reading counts from there on", "[core][time_weighted]") {
  TimeWeighted queue(1);
  queue.set(Time(1s), 5);
  queue.set(Time(1s), 2);
  CHECK(queue.read(Time(1s)).area == Wide(1'000'000'000));
  CHECK(queue.read(Time(2s)).area == Wide(3'000'000'000));
}

TEST_CASE("a century of large numbers neither overflows nor loses a nanosecond",
          "[core][time_weighted]") {
  const Time end(24h * 36'500);
  TimeWeighted bytes(std::int64_t(1) << 50);
  const auto before = bytes.read(end - 1ns);
  CHECK(bytes.read(end).area - before.area == Wide(1) << 50);
  CHECK(mean({}, bytes.read(end)) == 0x1p50);
}
