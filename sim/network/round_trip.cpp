#include "squall/network/round_trip.hpp"

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

}  // namespace

std::span<const MeasuredPair> measured_pairs() { return pairs; }

std::optional<Duration> measured_round_trip(std::string_view one, std::string_view other) {
  for (const MeasuredPair& pair : pairs) {
    if (pair.one == one && pair.other == other) return pair.round_trip;
    if (pair.one == other && pair.other == one) return pair.round_trip;
  }
  return std::nullopt;
}

// To 100 us: the last bits of a sine differ from one machine to another.
Duration distance_round_trip(Position one, Position other) {
  const double way = seconds(per_1000_km) * great_circle(one, other);
  return std::chrono::round<std::chrono::duration<std::int64_t, std::ratio<1, 10'000>>>(
      start_of_way + from_seconds(way));
}

}  // namespace squall::network
