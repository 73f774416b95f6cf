#include "squall/network/catalogue.hpp"

namespace squall::network {

namespace {

constexpr KnownRegion regions[] = {
    {"af-south-1", "Cape Town", "abc"},
    {"ap-east-1", "Hong Kong", "abc"},
    {"ap-northeast-1", "Tokyo", "acd"},
    {"ap-northeast-2", "Seoul", "abcd"},
    {"ap-northeast-3", "Osaka", "abc"},
    {"ap-south-1", "Mumbai", "abc"},
    {"ap-southeast-1", "Singapore", "abc"},
    {"ap-southeast-2", "Sydney", "abc"},
    {"ca-central-1", "Canada Central", "abd"},
    {"eu-central-1", "Frankfurt", "abc"},
    {"eu-north-1", "Stockholm", "abc"},
    {"eu-west-1", "Ireland", "abc"},
    {"eu-west-2", "London", "abc"},
    {"eu-west-3", "Paris", "abc"},
    {"sa-east-1", "Sao Paulo", "abc"},
    {"us-east-1", "N. Virginia", "abcdef"},
    {"us-east-2", "Ohio", "abc"},
    {"us-west-1", "N. California", "ab"},
    {"us-west-2", "Oregon", "abcd"},
};

constexpr KnownPlace places[] = {
    {"busan", "ap-northeast-2"},  {"dublin", "eu-west-1"},         {"frankfurt", "eu-central-1"},
    {"london", "eu-west-2"},      {"montreal", "ca-central-1"},    {"mumbai", "ap-south-1"},
    {"new-york", "us-east-1"},    {"osaka", "ap-northeast-3"},     {"paris", "eu-west-3"},
    {"portland", "us-west-2"},    {"san-francisco", "us-west-1"},  {"sao-paulo", "sa-east-1"},
    {"seoul", "ap-northeast-2"},  {"singapore", "ap-southeast-1"}, {"stockholm", "eu-north-1"},
    {"sydney", "ap-southeast-2"}, {"tokyo", "ap-northeast-1"},     {"washington", "us-east-1"},
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

std::string zone_name(std::string_view region, std::string_view letter) {
  return std::string(region) + std::string(letter);
}

}  // namespace squall::network
