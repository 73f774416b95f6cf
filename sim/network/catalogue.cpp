#include "squall/network/catalogue.hpp"

namespace squall::network {

namespace {

constexpr KnownRegion regions[] = {
    {"af-south-1", "Cape Town", "abc", {-33.9, 18.4}},
    {"ap-east-1", "Hong Kong", "abc", {22.3, 114.2}},
    {"ap-northeast-1", "Tokyo", "acd", {35.7, 139.7}},
    {"ap-northeast-2", "Seoul", "abcd", {37.6, 127.0}},
    {"ap-northeast-3", "Osaka", "abc", {34.7, 135.5}},
    {"ap-south-1", "Mumbai", "abc", {19.1, 72.9}},
    {"ap-southeast-1", "Singapore", "abc", {1.4, 103.8}},
    {"ap-southeast-2", "Sydney", "abc", {-33.9, 151.2}},
    {"ca-central-1", "Canada Central", "abd", {45.5, -73.6}},
    {"eu-central-1", "Frankfurt", "abc", {50.1, 8.7}},
    {"eu-north-1", "Stockholm", "abc", {59.3, 18.1}},
    {"eu-west-1", "Ireland", "abc", {53.3, -6.3}},
    {"eu-west-2", "London", "abc", {51.5, -0.1}},
    {"eu-west-3", "Paris", "abc", {48.9, 2.4}},
    {"sa-east-1", "Sao Paulo", "abc", {-23.6, -46.6}},
    {"us-east-1", "N. Virginia", "abcdef", {39.0, -77.5}},
    {"us-east-2", "Ohio", "abc", {40.0, -83.0}},
    {"us-west-1", "N. California", "ab", {37.4, -121.9}},
    {"us-west-2", "Oregon", "abcd", {45.8, -119.7}},
};

constexpr KnownPlace places[] = {
    {"busan", "ap-northeast-2", {35.2, 129.1}},
    {"dublin", "eu-west-1", {53.3, -6.3}},
    {"frankfurt", "eu-central-1", {50.1, 8.7}},
    {"london", "eu-west-2", {51.5, -0.1}},
    {"montreal", "ca-central-1", {45.5, -73.6}},
    {"mumbai", "ap-south-1", {19.1, 72.9}},
    {"new-york", "us-east-1", {40.7, -74.0}},
    {"osaka", "ap-northeast-3", {34.7, 135.5}},
    {"paris", "eu-west-3", {48.9, 2.4}},
    {"portland", "us-west-2", {45.5, -122.7}},
    {"san-francisco", "us-west-1", {37.8, -122.4}},
    {"sao-paulo", "sa-east-1", {-23.6, -46.6}},
    {"seoul", "ap-northeast-2", {37.6, 127.0}},
    {"singapore", "ap-southeast-1", {1.4, 103.8}},
    {"stockholm", "eu-north-1", {59.3, 18.1}},
    {"sydney", "ap-southeast-2", {-33.9, 151.2}},
    {"tokyo", "ap-northeast-1", {35.7, 139.7}},
    {"washington", "us-east-1", {38.9, -77.0}},
};

}  // namespace

std::span<const KnownRegion> known_regions() { return regions; }
std::span<const KnownPlace> known_places() { return places; }

const KnownRegion* find_region(std::string_view name) {
  for (const KnownRegion& region : regions)
    if (region.name == name) return &region;
  return nullptr;
}

const KnownPlace* find_place(std::string_view name) {
  for (const KnownPlace& place : places)
    if (place.name == name) return &place;
  return nullptr;
}

std::optional<Position> position_of(std::string_view name) {
  if (const KnownRegion* region = find_region(name)) return region->at;
  if (const KnownPlace* place = find_place(name)) return place->at;
  return std::nullopt;
}

std::string zone_name(std::string_view region, std::string_view letter) {
  return std::string(region) + std::string(letter);
}

}  // namespace squall::network
