#include "squall/billing/on_demand.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <span>

namespace squall::billing {

namespace {

// A ten-thousandth of a dollar, as the price list counts.
constexpr Usd step{100'000};

struct SizePrice {
  std::string_view size;
  int steps;
};

struct FamilyPrices {
  std::string_view families;  // "m5 m6i": the same for each
  std::span<const SizePrice> sizes;
};

struct RegionPrices {
  std::string_view region;
  std::string_view source;
  std::span<const FamilyPrices> families;
};

constexpr SizePrice virginia_t2[] = {{"nano", 58},     {"micro", 116}, {"small", 230},
                                     {"medium", 464},  {"large", 928}, {"xlarge", 1856},
                                     {"2xlarge", 3712}};
constexpr SizePrice virginia_t3[] = {{"nano", 52},     {"micro", 104}, {"small", 208},
                                     {"medium", 416},  {"large", 832}, {"xlarge", 1664},
                                     {"2xlarge", 3328}};
constexpr SizePrice virginia_t4g[] = {{"nano", 42},     {"micro", 84},  {"small", 168},
                                      {"medium", 336},  {"large", 672}, {"xlarge", 1344},
                                      {"2xlarge", 2688}};
constexpr SizePrice virginia_m5[] = {{"large", 960},      {"xlarge", 1920},   {"2xlarge", 3840},
                                     {"4xlarge", 7680},   {"8xlarge", 15360}, {"12xlarge", 23040},
                                     {"16xlarge", 30720}, {"24xlarge", 46080}};
constexpr SizePrice virginia_m7g[] = {{"medium", 408},   {"large", 816},    {"xlarge", 1632},
                                      {"2xlarge", 3264}, {"4xlarge", 6528}, {"8xlarge", 13056}};
constexpr SizePrice virginia_c5[] = {{"large", 850},      {"xlarge", 1700},   {"2xlarge", 3400},
                                     {"4xlarge", 6800},   {"9xlarge", 15300}, {"12xlarge", 20400},
                                     {"18xlarge", 30600}, {"24xlarge", 40800}};
constexpr SizePrice virginia_c6i[] = {{"large", 850},    {"xlarge", 1700},   {"2xlarge", 3400},
                                      {"4xlarge", 6800}, {"8xlarge", 13600}, {"12xlarge", 20400}};
constexpr SizePrice virginia_c7g[] = {{"medium", 363},   {"large", 725},    {"xlarge", 1450},
                                      {"2xlarge", 2900}, {"4xlarge", 5800}, {"8xlarge", 11600}};
constexpr SizePrice virginia_r5[] = {
    {"large", 1260}, {"xlarge", 2520}, {"2xlarge", 5040}, {"4xlarge", 10080}, {"8xlarge", 20160}};

constexpr FamilyPrices virginia[] = {
    {"t2", virginia_t2},     {"t3", virginia_t3},   {"t4g", virginia_t4g},
    {"m5 m6i", virginia_m5}, {"m7g", virginia_m7g}, {"c5", virginia_c5},
    {"c6i", virginia_c6i},   {"c7g", virginia_c7g}, {"r5 r6i", virginia_r5},
};

constexpr SizePrice seoul_t2[] = {{"nano", 72},     {"micro", 144},  {"small", 288},
                                  {"medium", 576},  {"large", 1152}, {"xlarge", 2304},
                                  {"2xlarge", 4608}};
// nano, small and medium by size from the others.
constexpr SizePrice seoul_t3[] = {{"nano", 65},     {"micro", 130},  {"small", 260},
                                  {"medium", 520},  {"large", 1040}, {"xlarge", 2080},
                                  {"2xlarge", 4160}};
constexpr SizePrice seoul_t4g[] = {{"nano", 52},     {"micro", 104}, {"small", 208},
                                   {"medium", 416},  {"large", 832}, {"xlarge", 1664},
                                   {"2xlarge", 3328}};
constexpr SizePrice seoul_m5[] = {
    {"large", 1180}, {"xlarge", 2360}, {"2xlarge", 4720}, {"4xlarge", 9440}};
// large and xlarge by size from the others.
constexpr SizePrice seoul_c5[] = {
    {"large", 960}, {"xlarge", 1920}, {"2xlarge", 3840}, {"4xlarge", 7680}};
constexpr SizePrice seoul_r5[] = {{"large", 1520}, {"xlarge", 3040}, {"2xlarge", 6080}};

constexpr FamilyPrices seoul[] = {
    {"t2", seoul_t2},     {"t3", seoul_t3},     {"t4g", seoul_t4g},
    {"m5 m6i", seoul_m5}, {"c5 c6i", seoul_c5}, {"r5 r6i", seoul_r5},
};

constexpr RegionPrices regions[] = {
    {"us-east-1", "AWS price list, 2026-07-20", virginia},
    {"ap-northeast-2", "published price tables of 2023, some sizes in proportion", seoul},
};

const RegionPrices* find(std::string_view region) {
  for (const RegionPrices& each : regions)
    if (each.region == region) return &each;
  return nullptr;
}

// Whether the word stands among others, with blanks between.
bool among(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::optional<UsdPerHour> on_demand_price(std::string_view region, std::string_view instance_type) {
  const RegionPrices* prices = find(region);
  const std::size_t dot = instance_type.find('.');
  if (!prices || dot == std::string_view::npos) return std::nullopt;
  for (const FamilyPrices& family : prices->families) {
    if (!among(family.families, instance_type.substr(0, dot))) continue;
    for (const SizePrice& size : family.sizes)
      if (size.size == instance_type.substr(dot + 1)) return UsdPerHour{step * size.steps};
  }
  return std::nullopt;
}

std::vector<std::string_view> priced_regions() {
  std::vector<std::string_view> names;
  for (const RegionPrices& each : regions) names.push_back(each.region);
  return names;
}

std::string_view prices_source(std::string_view region) {
  const RegionPrices* prices = find(region);
  INVARIANT(prices);
  return prices->source;
}

}  // namespace squall::billing
