#include "squall/billing/storage_prices.hpp"

#include "support/catch.hpp"

using namespace squall;
using compute::VolumeType;

TEST_CASE("a volume costs by its type and size, at 720 hours a month", "[billing][storage]") {
  const auto price = billing::volume_month_price("us-east-1", VolumeType::gp3);
  REQUIRE(price);
  CHECK(billing::dollars_an_hour(100_GiB, *price) * 720 == Approx(8.0));
  CHECK(billing::volume_month_price("us-east-1", VolumeType::gp2).value() == 0.10_usd);
  CHECK(billing::volume_month_price("us-east-1", VolumeType::io1).value() == 0.125_usd);
  CHECK(billing::volume_month_price("us-east-1", VolumeType::io2).value() == 0.125_usd);
  CHECK(billing::volume_month_price("us-east-1", VolumeType::st1).value() == 0.045_usd);
  CHECK(billing::volume_month_price("us-east-1", VolumeType::sc1).value() == 0.015_usd);
  CHECK(billing::volume_month_price("us-east-1", VolumeType::standard).value() == 0.05_usd);
  CHECK(billing::snapshot_month_price("us-east-1").value() == 0.05_usd);
}

TEST_CASE("what volumes cost in another region is not known", "[billing][storage]") {
  CHECK_FALSE(billing::volume_month_price("ap-northeast-2", VolumeType::gp3));
  CHECK_FALSE(billing::snapshot_month_price("ap-northeast-2"));
}
