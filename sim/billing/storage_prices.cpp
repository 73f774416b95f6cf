#include "squall/billing/storage_prices.hpp"

namespace squall::billing {

namespace {

using compute::VolumeType;

constexpr std::string_view priced_region = "us-east-1";
constexpr double hours_a_month = 720;

}  // namespace

std::optional<Usd> volume_month_price(std::string_view region, VolumeType type) {
  if (region != priced_region) return std::nullopt;
  switch (type) {
    case VolumeType::gp2:
      return 0.10_usd;
    case VolumeType::gp3:
      return 0.08_usd;
    case VolumeType::io1:
    case VolumeType::io2:
      return 0.125_usd;
    case VolumeType::st1:
      return 0.045_usd;
    case VolumeType::sc1:
      return 0.015_usd;
    case VolumeType::standard:
      break;
  }
  return 0.05_usd;
}

std::optional<Usd> snapshot_month_price(std::string_view region) {
  if (region != priced_region) return std::nullopt;
  return 0.05_usd;
}

double dollars_an_hour(Bytes size, Usd month_price) {
  return static_cast<double>(size.count) / static_cast<double>((1_GiB).count) *
         dollars(month_price) / hours_a_month;
}

}  // namespace squall::billing
