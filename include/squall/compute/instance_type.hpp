#pragma once

#include "squall/core/units.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace squall::compute {

/// What a burstable type earns and may keep. A credit is one vCPU at work for a minute; all of a
/// type's numbers are whole seconds of a vCPU.
struct BurstTerms {
  int vcpu_seconds_per_hour = 0;
  int launch_vcpu_seconds = 0;  ///< given at each start, in standard mode

  double credits_per_hour() const { return vcpu_seconds_per_hour / 60.0; }
  double most_credits() const { return 24 * credits_per_hour(); }
  double launch_credits() const { return launch_vcpu_seconds / 60.0; }

  friend bool operator==(const BurstTerms&, const BurstTerms&) = default;
};

/// What a type has all the time, and what it reaches for a while. Zero: not known here.
struct Throughput {
  int baseline = 0;
  int burst = 0;

  friend bool operator==(const Throughput&, const Throughput&) = default;
};

/// What an instance type offers.
struct InstanceType {
  std::string name;
  int vcpus = 1;
  Bytes memory{};
  BurstTerms burst;  ///< earns nothing: not burstable
  Throughput network_mbps;
  Throughput ebs_mbps;
  Throughput ebs_iops;

  bool burstable() const { return burst.vcpu_seconds_per_hour > 0; }
  /// The part of each vCPU that it may use for ever: 0.1 of a t3.micro's, 1 of what does not burst.
  double baseline() const {
    return burstable() ? burst.vcpu_seconds_per_hour / 3600.0 / vcpus : 1.0;
  }

  friend bool operator==(const InstanceType&, const InstanceType&) = default;
};

/// "m6i" of "m6i.large".
std::string_view family_of(std::string_view type);

/// Null where AWS has no such type, or the catalogue does not know it.
const InstanceType* find_instance_type(std::string_view name);

/// The whole catalogue, family by family, small to large.
const std::vector<InstanceType>& instance_types();

/// Every type's name, for messages that guess.
std::vector<std::string> instance_type_names();

/// Where its figures are from, and when they were read.
inline constexpr std::string_view instance_types_source =
    "Amazon EC2 user guide (instance types, network bandwidth, EBS-optimized instances, CPU "
    "credits), as of 2026";

}  // namespace squall::compute
