#include "squall/compute/types.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace squall;
using compute::Types;

TEST_CASE("a scenario's own types stand beside those of AWS", "[compute][types]") {
  const Types types({{"box.large", {16, 64_GiB}}}, {});
  REQUIRE(types.find("box.large"));
  CHECK(types.find("box.large")->vcpus == 16);
  CHECK(types.find("box.large")->memory == 64_GiB);
  CHECK_FALSE(types.find("box.large")->burstable());
  REQUIRE(types.find("m6i.large"));
  CHECK(types.find("m6i.large")->vcpus == 2);
  CHECK_FALSE(types.find("box.small"));
  const auto names = types.names();
  CHECK(std::count(names.begin(), names.end(), "box.large") == 1);
}

TEST_CASE("a database runs on the type that its class names", "[compute][types]") {
  const Types types({{"box.large", {16, 64_GiB}}}, {});
  CHECK(types.find_of_class("db.box.large")->vcpus == 16);
  CHECK(types.find_of_class("db.m6i.xlarge")->vcpus == 4);
  CHECK_FALSE(types.find_of_class("m6i.xlarge"));
}

TEST_CASE("work takes longer the slower the family, and as long as said where nothing is known",
          "[compute][types]") {
  const Types types({}, {{"m5", {Ratio{0.8}}}, {"c7i", {Ratio{1.6}}}});
  CHECK(types.slowness("c7i.large", "m5.xlarge") == 0.5);
  CHECK(types.slowness("m5.large", "m6i.large") == 1.25);
  CHECK(types.slowness("m6i.large", "r5.large") == 1);
  CHECK(types.slowness("c7i.large", "") == 1);
}
