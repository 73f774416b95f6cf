#include "squall/network/round_trip.hpp"

#include "squall/core/invariant.hpp"
#include "squall/network/catalogue.hpp"

#include <cmath>
#include <numbers>

namespace squall::network {

namespace {

// Those of Seoul: a small exchange over TCP as cloudping.co timed it in 2022, which the project
// jvm-libp2p keeps. The others: the mean of pings between EC2 machines in June 2020, which the
// project fantoch keeps.
constexpr MeasuredPair pairs[] = {
    {"ap-northeast-2", "ap-northeast-1", 33ms}, {"ap-northeast-2", "ap-northeast-3", 24ms},
    {"ap-northeast-2", "ap-southeast-1", 70ms}, {"ap-northeast-2", "ap-southeast-2", 142ms},
    {"ap-northeast-2", "ap-south-1", 126ms},    {"ap-northeast-2", "us-west-2", 118ms},
    {"ap-northeast-2", "us-east-1", 174ms},     {"ap-northeast-2", "eu-central-1", 223ms},
    {"ap-northeast-2", "eu-west-1", 229ms},     {"ap-northeast-2", "sa-east-1", 285ms},
    {"us-east-1", "us-east-2", 10500us},        {"us-east-1", "us-west-2", 72500us},
    {"us-east-1", "ca-central-1", 15100us},     {"us-east-1", "eu-west-1", 70500us},
    {"us-east-1", "eu-central-1", 85600us},     {"us-east-1", "ap-northeast-1", 152400us},
    {"us-east-1", "ap-southeast-1", 235800us},  {"us-east-1", "sa-east-1", 113ms},
    {"us-west-2", "ap-northeast-1", 100900us},  {"eu-west-1", "eu-central-1", 23800us},
    {"eu-west-1", "eu-west-2", 10500us},        {"eu-central-1", "ap-southeast-1", 178ms},
    {"ap-northeast-1", "ap-southeast-1", 77ms}, {"ap-south-1", "ap-southeast-1", 63100us},
};

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

// In thousands of kilometres, by the haversine formula.
double great_circle(Position a, Position b) {
  constexpr double radius = 6.371;
  const auto half_sine = [](double angle) { return std::sin(angle / 2); };
  const double north = half_sine(radians(a.latitude - b.latitude));
  const double east = half_sine(radians(a.longitude - b.longitude));
  const double width = std::cos(radians(a.latitude)) * std::cos(radians(b.latitude));
  return 2 * radius * std::asin(std::sqrt(north * north + width * east * east));
}

Duration between_regions(const KnownRegion& from, const KnownRegion& to) {
  if (from.name == to.name) return within_a_region;
  for (const MeasuredPair& pair : pairs) {
    if (pair.one == from.name && pair.other == to.name) return pair.round_trip;
    if (pair.one == to.name && pair.other == from.name) return pair.round_trip;
  }
  return distance_round_trip(from.name, to.name);
}

// A region, and the way to it from the city that names it.
struct Entry {
  const KnownRegion* region;
  Duration way{};
};

Entry entry_of(std::string_view name) {
  if (const KnownRegion* region = find_region(name)) return {region};
  const KnownPlace* city = find_place(name);
  INVARIANT(city);
  return {find_region(city->nearest_region), distance_round_trip(name, city->nearest_region)};
}

Position position_of(std::string_view name) {
  if (const KnownRegion* region = find_region(name)) return region->at;
  const KnownPlace* city = find_place(name);
  INVARIANT(city);
  return city->at;
}

}  // namespace

std::span<const MeasuredPair> measured_pairs() { return pairs; }

// To 100 us: the last bits of a sine differ from one machine to another.
Duration distance_round_trip(std::string_view from, std::string_view to) {
  const double way = seconds(per_1000_km) * great_circle(position_of(from), position_of(to));
  return std::chrono::round<std::chrono::duration<std::int64_t, std::ratio<1, 10'000>>>(
      start_of_way + from_seconds(way));
}

Duration round_trip(std::string_view from, std::string_view to) {
  const Entry one = entry_of(from);
  const Entry other = entry_of(to);
  return one.way + between_regions(*one.region, *other.region) + other.way;
}

}  // namespace squall::network
