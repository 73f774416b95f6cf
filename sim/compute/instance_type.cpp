#include "squall/compute/instance_type.hpp"

#include <functional>
#include <map>
#include <utility>

namespace squall::compute {

namespace {

struct Size {
  std::string_view word;
  int vcpus;
};

// The sizes that most families share.
constexpr Size common_sizes[] = {{"medium", 1},    {"large", 2},     {"xlarge", 4},
                                 {"2xlarge", 8},   {"4xlarge", 16},  {"8xlarge", 32},
                                 {"12xlarge", 48}, {"16xlarge", 64}, {"24xlarge", 96}};

constexpr Size small_t2[] = {{"nano", 1}, {"micro", 1}, {"small", 1}, {"medium", 2}};
constexpr Size small_t3[] = {{"nano", 2}, {"micro", 2}, {"small", 2}, {"medium", 2}};

struct Family {
  std::string_view name;
  bool burstable;
  std::string_view smallest;  // of the common sizes
  std::string_view largest;
};

constexpr Family families[] = {
    {"t2", true, "large", "2xlarge"},     {"t3", true, "large", "2xlarge"},
    {"t3a", true, "large", "2xlarge"},    {"t4g", true, "large", "2xlarge"},
    {"m5", false, "large", "24xlarge"},   {"m5a", false, "large", "24xlarge"},
    {"m6i", false, "large", "24xlarge"},  {"m6a", false, "large", "24xlarge"},
    {"m6g", false, "medium", "16xlarge"}, {"m7i", false, "large", "24xlarge"},
    {"m7g", false, "medium", "16xlarge"}, {"c5", false, "large", "4xlarge"},
    {"c6i", false, "large", "24xlarge"},  {"c6a", false, "large", "24xlarge"},
    {"c6g", false, "medium", "16xlarge"}, {"c7i", false, "large", "24xlarge"},
    {"c7g", false, "medium", "16xlarge"}, {"r5", false, "large", "24xlarge"},
    {"r6i", false, "large", "24xlarge"},  {"r6g", false, "medium", "16xlarge"},
    {"r7i", false, "large", "24xlarge"},  {"r7g", false, "medium", "16xlarge"},
};

template <class Visit>
void for_each_type(Visit visit) {
  for (const Family& family : families) {
    const std::string prefix = std::string(family.name) + ".";
    if (family.burstable) {
      for (const Size& size : family.name == "t2" ? small_t2 : small_t3)
        visit(prefix + std::string(size.word), size.vcpus);
    }
    bool offered = false;
    for (const Size& size : common_sizes) {
      offered = offered || size.word == family.smallest;
      if (offered) visit(prefix + std::string(size.word), size.vcpus);
      if (size.word == family.largest) break;
    }
  }
}

}  // namespace

std::optional<InstanceType> find_instance_type(std::string_view name) {
  static const auto vcpus_by_name = [] {
    std::map<std::string, int, std::less<>> types;
    for_each_type([&](std::string type, int vcpus) { types.emplace(std::move(type), vcpus); });
    return types;
  }();
  const auto found = vcpus_by_name.find(name);
  if (found == vcpus_by_name.end()) return std::nullopt;
  return InstanceType{found->first, found->second};
}

std::vector<std::string> instance_type_names() {
  std::vector<std::string> names;
  for_each_type([&](std::string type, int) { names.push_back(std::move(type)); });
  return names;
}

}  // namespace squall::compute
