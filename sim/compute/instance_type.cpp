#include "squall/compute/instance_type.hpp"

#include <map>
#include <span>

namespace squall::compute {

namespace {

struct Size {
  std::string_view word;
  int vcpus;
  Throughput network_mbps = {};
  Throughput ebs_mbps = {};
  Throughput ebs_iops = {};
};

struct BurstableSize {
  std::string_view word;
  int vcpus;
  int memory_mib;
  int vcpu_seconds_per_hour;
  Throughput network_mbps;
  Throughput ebs_mbps = {};
  Throughput ebs_iops = {};
};

constexpr BurstableSize t2_sizes[] = {
    {"nano", 1, 512, 180, {32, 512}},          {"micro", 1, 1024, 360, {64, 1024}},
    {"small", 1, 2048, 720, {128, 1024}},      {"medium", 2, 4096, 1440, {256, 1024}},
    {"large", 2, 8192, 2160, {512, 1024}},     {"xlarge", 4, 16384, 3240, {750, 1024}},
    {"2xlarge", 8, 32768, 4896, {1000, 1024}},
};

constexpr BurstableSize t3_sizes[] = {
    {"nano", 2, 512, 360, {32, 5000}, {43, 2085}, {250, 11800}},
    {"micro", 2, 1024, 720, {64, 5000}, {87, 2085}, {500, 11800}},
    {"small", 2, 2048, 1440, {128, 5000}, {174, 2085}, {1000, 11800}},
    {"medium", 2, 4096, 1440, {256, 5000}, {347, 2085}, {2000, 11800}},
    {"large", 2, 8192, 2160, {512, 5000}, {695, 2780}, {4000, 15700}},
    {"xlarge", 4, 16384, 5760, {1024, 5000}, {695, 2780}, {4000, 15700}},
    {"2xlarge", 8, 32768, 11520, {2048, 5000}, {695, 2780}, {4000, 15700}},
};

struct BurstableFamily {
  std::string_view name;
  std::span<const BurstableSize> sizes;
  int launch_vcpu_seconds;  // for each vCPU
};

constexpr BurstableFamily burstable_families[] = {
    {"t2", t2_sizes, 1800}, {"t3", t3_sizes, 0}, {"t3a", t3_sizes, 0}, {"t4g", t3_sizes, 0}};

constexpr Size fifth[] = {
    {"large", 2, {750, 10000}, {650, 4750}, {3600, 18750}},
    {"xlarge", 4, {1250, 10000}, {1150, 4750}, {6000, 18750}},
    {"2xlarge", 8, {2500, 10000}, {2300, 4750}, {12000, 18750}},
    {"4xlarge", 16, {5000, 10000}, {4750, 4750}, {18750, 18750}},
    {"8xlarge", 32},
    {"12xlarge", 48},
    {"16xlarge", 64},
    {"24xlarge", 96},
};

constexpr Size fifth_compute[] = {
    {"large", 2, {750, 10000}, {650, 4750}, {4000, 20000}},
    {"xlarge", 4, {1250, 10000}, {1150, 4750}, {6000, 20000}},
    {"2xlarge", 8, {2500, 10000}, {2300, 4750}, {10000, 20000}},
    {"4xlarge", 16, {5000, 10000}, {4750, 4750}, {20000, 20000}},
    {"9xlarge", 36},
    {"12xlarge", 48},
    {"18xlarge", 72},
    {"24xlarge", 96},
};

constexpr Size sixth_intel[] = {
    {"large", 2, {781, 12500}, {650, 10000}, {3600, 40000}},
    {"xlarge", 4, {1562, 12500}, {1250, 10000}, {6000, 40000}},
    {"2xlarge", 8, {3125, 12500}, {2500, 10000}, {12000, 40000}},
    {"4xlarge", 16, {6250, 12500}, {5000, 10000}, {20000, 40000}},
    {"8xlarge", 32},
    {"12xlarge", 48},
    {"16xlarge", 64},
    {"24xlarge", 96},
};

constexpr Size seventh_arm[] = {
    {"medium", 1, {520, 12500}, {315, 10000}, {2500, 40000}},
    {"large", 2, {937, 12500}, {630, 10000}, {3600, 40000}},
    {"xlarge", 4, {1876, 12500}, {1250, 10000}, {6000, 40000}},
    {"2xlarge", 8, {3750, 15000}, {2500, 10000}, {12000, 40000}},
    {"4xlarge", 16, {7500, 15000}, {5000, 10000}, {20000, 40000}},
    {"8xlarge", 32},
    {"12xlarge", 48},
    {"16xlarge", 64},
};

// Families of which vCPUs and memory alone are known here.
constexpr Size other_intel[] = {{"large", 2},     {"xlarge", 4},   {"2xlarge", 8},
                                {"4xlarge", 16},  {"8xlarge", 32}, {"12xlarge", 48},
                                {"16xlarge", 64}, {"24xlarge", 96}};
constexpr Size other_arm[] = {{"medium", 1},   {"large", 2},    {"xlarge", 4},    {"2xlarge", 8},
                              {"4xlarge", 16}, {"8xlarge", 32}, {"12xlarge", 48}, {"16xlarge", 64}};

struct Family {
  std::string_view name;
  int gib_per_vcpu;
  std::span<const Size> sizes;
};

constexpr Family families[] = {
    {"m5", 4, fifth},        {"m5a", 4, other_intel},  {"m6i", 4, sixth_intel},
    {"m6a", 4, other_intel}, {"m6g", 4, other_arm},    {"m7i", 4, other_intel},
    {"m7g", 4, seventh_arm}, {"c5", 2, fifth_compute}, {"c6i", 2, sixth_intel},
    {"c6a", 2, other_intel}, {"c6g", 2, other_arm},    {"c7i", 2, other_intel},
    {"c7g", 2, seventh_arm}, {"r5", 8, fifth},         {"r6i", 8, sixth_intel},
    {"r6g", 8, other_arm},   {"r7i", 8, other_intel},  {"r7g", 8, other_arm},
};

std::string joined(std::string_view family, std::string_view size) {
  return std::string(family) + "." + std::string(size);
}

std::vector<InstanceType> catalogue() {
  std::vector<InstanceType> types;
  for (const BurstableFamily& family : burstable_families) {
    for (const BurstableSize& size : family.sizes) {
      const BurstTerms burst{size.vcpu_seconds_per_hour, family.launch_vcpu_seconds * size.vcpus};
      types.push_back({joined(family.name, size.word), size.vcpus, size.memory_mib * 1_MiB, burst,
                       size.network_mbps, size.ebs_mbps, size.ebs_iops});
    }
  }
  for (const Family& family : families) {
    for (const Size& size : family.sizes) {
      types.push_back({joined(family.name, size.word),
                       size.vcpus,
                       size.vcpus * family.gib_per_vcpu * 1_GiB,
                       {},
                       size.network_mbps,
                       size.ebs_mbps,
                       size.ebs_iops});
    }
  }
  return types;
}

}  // namespace

std::string_view family_of(std::string_view type) { return type.substr(0, type.find('.')); }

const std::vector<InstanceType>& instance_types() {
  static const std::vector<InstanceType> types = catalogue();
  return types;
}

const InstanceType* find_instance_type(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const InstanceType*> found;
    for (const InstanceType& type : instance_types()) found.emplace(type.name, &type);
    return found;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::vector<std::string> instance_type_names() {
  std::vector<std::string> names;
  for (const InstanceType& type : instance_types()) names.push_back(type.name);
  return names;
}

}  // namespace squall::compute
