#include "squall/network/paths.hpp"

#include "squall/network/catalogue.hpp"
#include "squall/network/round_trip.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

using namespace squall;
using namespace squall::network;

namespace {

const std::map<std::string, RegionSpec> my_dc{{"my-dc", {{"x", "y"}, "seoul", {}}}};

LinkSpec link(const std::string& one, const std::string& other, Duration round_trip) {
  return {{one, other}, round_trip};
}

// The places on a way, without those at its ends.
std::string over(const Paths& paths, std::string_view from, std::string_view to) {
  std::string text;
  for (const Paths::Leg& leg : paths.way(from, to))
    if (leg.to != to) text += (text.empty() ? "" : " ") + leg.to;
  return text;
}

// What parts the two when it is lost: "(one-other)" is a link.
std::string single_points(const Paths& paths, std::string_view from, std::string_view to) {
  std::string text;
  for (const Paths::Leg& leg : paths.way(from, to)) {
    if (leg.only_link) text += "(" + leg.from + "-" + leg.to + ")";
    if (leg.only_place) text += leg.to;
  }
  return text;
}

}  // namespace

TEST_CASE("a measured pair of regions takes what was measured, either way", "[network]") {
  const Paths paths;
  CHECK(paths.round_trip("ap-northeast-2", "us-east-1") == 174ms);
  CHECK(paths.round_trip("us-east-1", "ap-northeast-2") == 174ms);
  CHECK(paths.round_trip("eu-west-1", "eu-west-2") == 10500us);
  for (const MeasuredPair& pair : measured_pairs()) {
    INFO(pair.one << " - " << pair.other);
    CHECK(paths.round_trip(pair.one, pair.other) == pair.round_trip);
  }
}

TEST_CASE("a measured pair is no way round, though one is faster", "[network]") {
  const Paths paths;
  CHECK(paths.round_trip("us-east-1", "ap-northeast-1").value() +
            paths.round_trip("ap-northeast-1", "ap-southeast-1").value() <
        235800us);
  CHECK(paths.round_trip("us-east-1", "ap-southeast-1") == 235800us);
}

TEST_CASE("zones of a region are near, a zone is nearer to itself", "[network]") {
  const Paths paths;
  CHECK(paths.round_trip("ap-northeast-2a", "ap-northeast-2a") == within_a_zone);
  CHECK(paths.round_trip("ap-northeast-2a", "ap-northeast-2c") == between_zones);
  CHECK(paths.round_trip("ap-northeast-2", "ap-northeast-2") == between_zones);
  CHECK(paths.round_trip("ap-northeast-2", "ap-northeast-2c") == between_zones);
}

TEST_CASE("what was measured between regions is from zone to zone", "[network]") {
  const Paths paths;
  CHECK(paths.round_trip("ap-northeast-2a", "us-east-1f") == 174ms);
  CHECK(paths.round_trip("seoul", "ap-northeast-2a") ==
        paths.round_trip("seoul", "ap-northeast-2"));
}

TEST_CASE("a city is as far as its nearest region and the way to that", "[network]") {
  const Paths paths;
  const Duration to_seoul = paths.round_trip("busan", "ap-northeast-2").value();
  CHECK(to_seoul > start_of_way);
  CHECK(to_seoul < start_of_way + per_1000_km / 2);
  CHECK(paths.round_trip("busan", "us-east-1") == 174ms + to_seoul);
  CHECK(over(paths, "us-east-1", "busan") == "ap-northeast-2");
}

TEST_CASE("the region that is named nearest to a city is the nearest", "[network]") {
  const Paths paths;
  for (const KnownPlace& city : known_places()) {
    const auto near = paths.round_trip(city.name, city.nearest_region);
    for (const KnownRegion& region : known_regions()) {
      INFO(city.name << " - " << region.name);
      if (region.name != city.nearest_region)
        CHECK(paths.round_trip(city.name, region.name) > near);
    }
  }
}

TEST_CASE("nobody knows the way to a place that is not on the map", "[network]") {
  const Paths paths;
  CHECK(!paths.knows("my-dc"));
  CHECK(!paths.round_trip("seoul", "my-dc"));
  CHECK(!paths.round_trip("my-dc", "seoul"));
}

TEST_CASE("an own region hangs on the nearest of AWS's", "[network]") {
  const Paths paths(my_dc);
  const Duration to_seoul = paths.round_trip("my-dc", "ap-northeast-2").value();
  CHECK(to_seoul == start_of_way);
  CHECK(paths.round_trip("my-dcx", "us-east-1a") == 174ms + to_seoul);
  CHECK(paths.round_trip("my-dcx", "my-dcy") == between_zones);
  const Paths on_the_equator({{"boat", {{"a"}, "", Position{0, 100}}}});
  CHECK(over(on_the_equator, "boat", "us-east-1") == "ap-southeast-1");
}

TEST_CASE("a region that says nowhere where it is has its links alone", "[network]") {
  const std::map<std::string, RegionSpec> moon{{"moon", {{"a", "b"}, "", {}}}};
  CHECK(!Paths(moon).round_trip("moon", "seoul"));
  CHECK(Paths(moon).round_trip("moona", "moonb") == between_zones);
  const Paths linked(moon, {{"beam", link("moon", "us-east-1", 2600ms)}});
  CHECK(linked.round_trip("moona", "us-east-1a") == 2600ms);
  CHECK(linked.round_trip("moon", "ap-northeast-2") == 2774ms);
}

TEST_CASE("a link counts instead of what the catalogue knows, faster or slower", "[network]") {
  const std::map<std::string, LinkSpec> links{{"lease", link("my-dc", "ap-northeast-2", 4ms)},
                                              {"slow", link("us-east-1", "us-east-2", 90ms)},
                                              {"near", link("ap-south-1a", "ap-south-1b", 250us)}};
  const Paths paths(my_dc, links);
  CHECK(paths.round_trip("my-dc", "ap-northeast-2") == 4ms);
  CHECK(paths.round_trip("my-dcy", "us-east-1") == 178ms);
  CHECK(paths.round_trip("us-east-1", "us-east-2") == 90ms);
  CHECK(paths.round_trip("ap-south-1a", "ap-south-1b") == 250us);
  CHECK(paths.round_trip("ap-south-1a", "ap-south-1c") == between_zones);
  CHECK(paths.way("my-dc", "ap-northeast-2").front().name == "lease");
}

TEST_CASE("of two links between the same places the faster counts", "[network]") {
  Paths paths({{"moon", {{"a"}, "", {}}}},
              {{"old", link("moon", "seoul", 9s)}, {"new", link("seoul", "moon", 3s)}});
  CHECK(paths.round_trip("moon", "seoul") == 3s);
  CHECK(single_points(paths, "moon", "seoul").empty());
}

TEST_CASE("a cut link is gone round by the fastest other region, and comes back", "[network]") {
  Paths paths;
  Duration fastest = Duration::max();
  for (const KnownRegion& by : known_regions()) {
    if (by.name == "us-east-1" || by.name == "ap-northeast-2") continue;
    fastest = std::min(fastest, paths.round_trip("ap-northeast-2", by.name).value() +
                                    paths.round_trip(by.name, "us-east-1").value());
  }
  REQUIRE(paths.cut("us-east-1", "ap-northeast-2"));
  CHECK(paths.round_trip("ap-northeast-2", "us-east-1") == fastest);
  CHECK(paths.way("seoul", "us-east-1").size() == 3);
  REQUIRE(paths.restore("ap-northeast-2", "us-east-1"));
  CHECK(paths.round_trip("ap-northeast-2", "us-east-1") == 174ms);
  CHECK(!paths.cut("busan", "us-east-1"));
}

TEST_CASE("cut links part the world", "[network]") {
  Paths paths(my_dc, {{"lease", link("my-dc", "ap-northeast-2", 4ms)}});
  REQUIRE(paths.cut("my-dc", "ap-northeast-2"));
  CHECK(!paths.round_trip("my-dcx", "seoul"));
  CHECK(paths.round_trip("my-dcx", "my-dcy") == between_zones);
  REQUIRE(paths.cut("ap-northeast-2a", "ap-northeast-2"));
  CHECK(!paths.round_trip("ap-northeast-2a", "ap-northeast-2c"));
  CHECK(paths.round_trip("ap-northeast-2b", "ap-northeast-2c") == between_zones);
}

TEST_CASE("a single point of failure is what parts the two when it is lost", "[network]") {
  std::map<std::string, LinkSpec> links{{"lease", link("my-dc", "ap-northeast-2", 4ms)}};
  CHECK(single_points(Paths(my_dc, links), "my-dc", "us-east-1") ==
        "(my-dc-ap-northeast-2)ap-northeast-2");
  CHECK(single_points(Paths(), "ap-northeast-2", "us-east-1").empty());
  links["spare"] = link("my-dc", "ap-northeast-1", 40ms);
  const Paths doubled(my_dc, links);
  CHECK(single_points(doubled, "my-dc", "us-east-1").empty());
  CHECK(single_points(doubled, "my-dc", "seoul") == "ap-northeast-2(ap-northeast-2-seoul)");
}
