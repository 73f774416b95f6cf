#include "squall/network/round_trip.hpp"

#include "squall/network/catalogue.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::network;

TEST_CASE("a measured pair of regions takes what was measured, either way", "[network]") {
  CHECK(round_trip("ap-northeast-2", "us-east-1") == 174ms);
  CHECK(round_trip("us-east-1", "ap-northeast-2") == 174ms);
  CHECK(round_trip("eu-west-1", "eu-west-2") == 10500us);
  CHECK(round_trip("sa-east-1", "sa-east-1") == within_a_region);
}

TEST_CASE("a city is as far as its nearest region and the way to that", "[network]") {
  const Duration to_seoul = round_trip("busan", "ap-northeast-2") - within_a_region;
  CHECK(to_seoul > start_of_way);
  CHECK(to_seoul < start_of_way + per_1000_km / 2);
  CHECK(round_trip("busan", "us-east-1") == 174ms + to_seoul);
  CHECK(round_trip("us-east-1", "busan") == 174ms + to_seoul);
}

TEST_CASE("the distance meets the measured pairs as well as is said", "[network]") {
  // Paris and Stockholm have not been measured; 1,545 km lie between them.
  CHECK(seconds(round_trip("eu-west-3", "eu-north-1")) ==
        Approx(0.0045 + 0.015 * 1.545).margin(4e-4));
  std::vector<double> deviations;
  for (const MeasuredPair& pair : measured_pairs()) {
    INFO(pair.one << " - " << pair.other);
    CHECK(round_trip(pair.one, pair.other) == pair.round_trip);
    const Duration guessed = distance_round_trip(pair.one, pair.other);
    deviations.push_back(std::abs(seconds(guessed) / seconds(pair.round_trip) - 1));
    CHECK(deviations.back() < 0.41);
  }
  std::sort(deviations.begin(), deviations.end());
  CHECK(deviations[deviations.size() / 2] < 0.13);
}

TEST_CASE("the region that is named nearest to a city is the nearest", "[network]") {
  for (const KnownPlace& city : known_places()) {
    const Duration near = round_trip(city.name, city.nearest_region);
    for (const KnownRegion& region : known_regions()) {
      INFO(city.name << " - " << region.name);
      if (region.name != city.nearest_region) CHECK(round_trip(city.name, region.name) > near);
    }
  }
}
