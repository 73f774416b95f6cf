#include "squall/balancing/byte_meter.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::balancing;

TEST_CASE("the busiest 10 s are those in which the most went by, not those with the largest",
          "[balancing][byte_meter]") {
  ByteMeter meter;
  meter.add(Bytes{600}, Time(9s));
  meter.add(Bytes{500}, Time(10s));
  meter.add(Bytes{400}, Time(19s));
  CHECK(meter.busiest() == Bytes{900});
  meter.add(Bytes{800}, Time(20s));
  CHECK(meter.busiest() == Bytes{900});
  CHECK(meter.total() == Bytes{2300});
}
