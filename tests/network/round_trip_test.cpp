#include "squall/network/round_trip.hpp"

#include "squall/network/catalogue.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::network;

TEST_CASE("the distance meets the measured pairs as well as is said", "[network]") {
  // 1,545 km lie between Paris and Stockholm.
  CHECK(seconds(distance_round_trip(position_of("eu-west-3").value(),
                                    position_of("eu-north-1").value())) ==
        Approx(0.0045 + 0.015 * 1.545).margin(4e-4));
  std::vector<double> deviations;
  for (const MeasuredPair& pair : measured_pairs()) {
    INFO(pair.one << " - " << pair.other);
    const Duration guessed =
        distance_round_trip(position_of(pair.one).value(), position_of(pair.other).value());
    deviations.push_back(std::abs(seconds(guessed) / seconds(pair.round_trip) - 1));
    CHECK(deviations.back() < 0.41);
  }
  std::sort(deviations.begin(), deviations.end());
  CHECK(deviations[deviations.size() / 2] < 0.13);
}

TEST_CASE("two regions that nobody has measured have no measured time", "[network]") {
  CHECK(measured_round_trip("us-east-1", "ap-northeast-2") == 174ms);
  CHECK(!measured_round_trip("eu-west-3", "eu-north-1"));
}
