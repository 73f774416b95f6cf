#pragma once

#include "squall/compute/spec.hpp"
#include "squall/core/joined.hpp"

#include <map>

namespace squall::compute {

/// One version of a launch template: what it says of instances, beside what its source says.
struct LaunchVersionSpec {
  std::optional<int> source_version;
  std::string instance_type;
  std::string service;
  std::optional<ImageSpec> image;
  std::optional<bool> public_ip;
  std::optional<bool> hibernation;
  std::optional<bool> termination_protection;
  std::optional<bool> auto_recovery;
  std::optional<bool> detailed_monitoring;
  std::optional<CreditMode> credits;
  std::optional<std::vector<std::string>> security_groups;
  std::string key_pair;

  friend bool operator==(const LaunchVersionSpec&, const LaunchVersionSpec&) = default;
};

/// What instances are launched with, by versions, or in short the only one.
struct LaunchTemplateSpec {
  std::optional<int> default_version;
  std::map<int, LaunchVersionSpec> versions;
  std::string instance_type;
  std::string service;
  std::optional<ImageSpec> image;
  std::optional<bool> public_ip;
  std::optional<bool> hibernation;
  std::optional<bool> termination_protection;
  std::optional<bool> auto_recovery;
  std::optional<bool> detailed_monitoring;
  std::optional<CreditMode> credits;
  std::optional<std::vector<std::string>> security_groups;
  std::string key_pair;

  friend bool operator==(const LaunchTemplateSpec&, const LaunchTemplateSpec&) = default;
};

/// The rows of what a template, or a version of one, may say of instances.
template <class Spec>
constexpr auto launch_parameters() {
  constexpr std::string_view otherwise = "what the instances say, or their own default";
  return std::array{
      field<&Spec::instance_type>("instance_type", "AWS's name of the hardware").like("t3.micro"),
      field<&Spec::service>("service", "the service that runs on them").naming("services"),
      field<&Spec::image>("image", "what they boot from").otherwise(otherwise),
      field<&Spec::public_ip>("public_ip", "whether each has a public address")
          .otherwise(otherwise),
      field<&Spec::hibernation>("hibernation", "whether they can be hibernated")
          .otherwise(otherwise),
      field<&Spec::termination_protection>("termination_protection",
                                           "whether 'terminate' is refused")
          .otherwise(otherwise),
      field<&Spec::auto_recovery>("auto_recovery",
                                  "whether AWS moves them to another host when theirs has failed")
          .otherwise(otherwise),
      field<&Spec::detailed_monitoring>("detailed_monitoring",
                                        "metrics every minute instead of every five")
          .otherwise(otherwise),
      field<&Spec::credits>("credits", "what a burstable type does without CPU credits")
          .otherwise(otherwise),
      field<&Spec::security_groups>("security_groups", "what may reach them, and whom they may")
          .naming("security_groups")
          .otherwise(otherwise),
      field<&Spec::key_pair>("key_pair", "the key pair whose key lets in by ssh")
          .naming("key_pairs")
          .like("alice")
          .otherwise(otherwise),
  };
}

}  // namespace squall::compute

template <>
struct squall::Fields<squall::compute::LaunchVersionSpec> {
  using Spec = squall::compute::LaunchVersionSpec;
  static constexpr std::string_view name = "version of a launch template";
  static constexpr auto table = squall::core::joined(
      std::array{
          field<&Spec::source_version>("source_version",
                                       "the earlier version that says what this one does not")
              .like("1")
              .at_least("1")
              .otherwise("none"),
      },
      squall::compute::launch_parameters<Spec>());
};

template <>
struct squall::Fields<squall::compute::LaunchTemplateSpec> {
  using Spec = squall::compute::LaunchTemplateSpec;
  static constexpr std::string_view name = "launch template";
  static constexpr auto table = squall::core::joined(
      std::array{
          field<&Spec::default_version>("default_version", "the version meant where none is named")
              .like("2")
              .at_least("1")
              .otherwise("1"),
          field<&Spec::versions>("versions",
                                 "its versions by their numbers; a template of one version says "
                                 "its parameters itself"),
      },
      squall::compute::launch_parameters<Spec>());
};
