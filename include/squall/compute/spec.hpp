#pragma once

#include "squall/compute/credit_terms.hpp"
#include "squall/core/distribution_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace squall::compute {

/// What an instance has earned before the run: by so much idle time since its launch, or a number
/// of credits.
struct InitialCredits {
  std::optional<Duration> idle;
  double credits = 0;  ///< where it was not idle

  friend bool operator==(const InitialCredits&, const InitialCredits&) = default;
};

/// A type that AWS does not have.
struct TypeSpec {
  int vcpus = 1;
  Bytes memory{};

  friend bool operator==(const TypeSpec&, const TypeSpec&) = default;
};

/// What is said of all types of a family: m6i of m6i.large.
struct FamilySpec {
  Ratio speed{1};

  friend bool operator==(const FamilySpec&, const FamilySpec&) = default;
};

/// What a machine is made from: an image of its region, or one that nobody else knows.
struct ImageSpec {
  static constexpr distributions::Constant usual_boot{30s};

  std::string name;
  std::optional<DistributionSpec> boot;

  friend bool operator==(const ImageSpec&, const ImageSpec&) = default;
};

/// A version of a launch template: one by its number, the latest, or the default.
struct VersionChoice {
  int number = 0;  ///< 0: not by its number
  bool latest = false;

  friend bool operator==(const VersionChoice&, const VersionChoice&) = default;
};

/// What instances are launched from.
struct LaunchUse {
  std::string name;
  VersionChoice version;

  friend bool operator==(const LaunchUse&, const LaunchUse&) = default;
};

/// Instances that are there from the start: `web` with a count of 2 is web-1 and web-2.
struct InstanceSpec {
  int count = 1;
  std::optional<LaunchUse> launch_template;
  std::string instance_type;
  std::string service;
  std::string region;
  std::vector<std::string> zones;
  std::vector<std::string> target_groups;
  ImageSpec image;
  bool launched = true;
  bool public_ip = true;
  bool hibernation = false;
  bool termination_protection = false;
  bool auto_recovery = true;
  bool detailed_monitoring = false;
  std::optional<CreditMode> credits;
  std::optional<InitialCredits> initial_credits;
  std::vector<std::string> security_groups;
  std::string key_pair;

  friend bool operator==(const InstanceSpec&, const InstanceSpec&) = default;
};

/// A key that instances are launched with, and who has it gets in by ssh.
struct KeyPairSpec {
  std::string region;

  friend bool operator==(const KeyPairSpec&, const KeyPairSpec&) = default;
};

/// An address that the account keeps, whatever becomes of the instance that has it.
struct ElasticIpSpec {
  std::string region;
  std::string instance;
  bool allocated = true;

  friend bool operator==(const ElasticIpSpec&, const ElasticIpSpec&) = default;
};

}  // namespace squall::compute

template <>
struct squall::Words<squall::compute::CreditMode> {
  static constexpr std::string_view name = "mode of CPU credits";
  static constexpr std::array words{
      Word{"standard", "without credits the CPU is held at its baseline"},
      Word{"unlimited",
           "without credits it goes on, and what is not earned within a day is charged"},
  };
};

template <>
struct squall::ScalarText<squall::compute::InitialCredits> {
  using Initial = squall::compute::InitialCredits;
  static constexpr std::string_view name = "idle time or number of credits";
  static constexpr std::string_view example = "24h";
  static constexpr std::string_view pattern =
      R"(^([0-9]+(\.[0-9]+)?|([0-9]+(\.[0-9]+)?(w|d|h|m|min|s|ms|us|µs|ns))+)$)";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Initial& value);
  static std::string print(const Initial& value);
};

template <>
struct squall::ScalarText<squall::compute::VersionChoice> {
  using Choice = squall::compute::VersionChoice;
  static constexpr std::string_view name = "choice of a version";
  static constexpr std::string_view example = "2";
  static constexpr std::string_view pattern = R"(^([1-9][0-9]{0,8}|\$Latest|\$Default)$)";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Choice& value);
  static std::string print(const Choice& value);
};

template <>
struct squall::Fields<squall::compute::LaunchUse> {
  using Spec = squall::compute::LaunchUse;
  static constexpr std::string_view name = "use of a launch template";
  static constexpr std::string_view shorthand = "name";
  static constexpr std::array table{
      field<&Spec::name>("name", "which").naming("launch_templates").like("web").required(),
      field<&Spec::version>("version", "which of its versions"),
  };
};

template <>
struct squall::Fields<squall::compute::TypeSpec> {
  using Spec = squall::compute::TypeSpec;
  static constexpr std::string_view name = "instance type";
  static constexpr std::array table{
      field<&Spec::vcpus>("vcpus", "how many threads run at once")
          .like("4")
          .within("1", "4096")
          .required(),
      field<&Spec::memory>("memory", "what it has").like("16GiB").required(),
  };
};

template <>
struct squall::Fields<squall::compute::FamilySpec> {
  using Spec = squall::compute::FamilySpec;
  static constexpr std::string_view name = "instance family";
  static constexpr std::string_view shorthand = "speed";
  static constexpr std::array table{
      field<&Spec::speed>("speed",
                          "how fast one of its vCPUs is beside those of other families, for "
                          "services that say what they were 'measured_on'")
          .within("1%", "10000%"),
  };
};

template <>
struct squall::Fields<squall::compute::ImageSpec> {
  using Spec = squall::compute::ImageSpec;
  static constexpr std::string_view name = "image";
  static constexpr std::string_view shorthand = "boot";
  static constexpr std::string_view word = "name";
  static constexpr std::array table{
      field<&Spec::name>("name", "an image of the region")
          .naming("images")
          .like("golden")
          .otherwise("one that is always there"),
      field<&Spec::boot>("boot",
                         "from the launch until the system answers; the service's 'startup' comes "
                         "after it")
          .like("40s")
          .otherwise("what the named image says, or 30s"),
  };
};

template <>
struct squall::Fields<squall::compute::InstanceSpec> {
  using Spec = squall::compute::InstanceSpec;
  static constexpr std::string_view name = "instances";
  static constexpr std::array table{
      field<&Spec::count>("count", "how many of them there are").within("1", "100000"),
      field<&Spec::launch_template>("launch_template",
                                    "what says of them all that they do not say themselves")
          .otherwise("none"),
      field<&Spec::instance_type>("instance_type", "AWS's name of the hardware")
          .like("t3.micro")
          .required(),
      field<&Spec::service>("service", "the service that runs on them")
          .naming("services")
          .required(),
      field<&Spec::region>("region", "where they are")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zones>("zones", "the zones they are spread over, one after the other")
          .like("[a, c]")
          .otherwise("the scenario's zones"),
      field<&Spec::target_groups>("target_groups", "the target groups they are registered in")
          .naming("target_groups"),
      field<&Spec::image>("image", "what they boot from"),
      field<&Spec::launched>("launched",
                             "whether they are there when the run begins, and not only once the "
                             "timeline launches them"),
      field<&Spec::public_ip>("public_ip",
                              "whether each has a public address: another one after each stop"),
      field<&Spec::hibernation>("hibernation",
                                "whether they can be hibernated: the service goes on without a "
                                "start-up"),
      field<&Spec::termination_protection>("termination_protection",
                                           "whether 'terminate' is refused"),
      field<&Spec::auto_recovery>("auto_recovery",
                                  "whether AWS moves them to another host when theirs has failed"),
      field<&Spec::detailed_monitoring>("detailed_monitoring",
                                        "metrics every minute instead of every five"),
      field<&Spec::credits>("credits", "what a burstable type does without CPU credits")
          .otherwise("standard for T2, unlimited for T3, T3a and T4g"),
      field<&Spec::initial_credits>("initial_credits",
                                    "what a burstable type has at the start: earned by idle time "
                                    "since its launch, or a number of credits")
          .otherwise("24h"),
      field<&Spec::security_groups>("security_groups",
                                    "what may reach them, and whom they may; without any "
                                    "everything passes")
          .naming("security_groups")
          .unlike_aws("AWS gives them the default group, which lets in only its own"),
      field<&Spec::key_pair>("key_pair",
                             "the key pair that they are launched with: its key lets in by ssh; "
                             "nothing changes that later")
          .naming("key_pairs")
          .like("alice")
          .otherwise("none: nobody gets in by ssh"),
  };
};

template <>
struct squall::Fields<squall::compute::KeyPairSpec> {
  using Spec = squall::compute::KeyPairSpec;
  static constexpr std::string_view name = "key pair";
  static constexpr std::array table{
      field<&Spec::region>("region", "where instances may be launched with it")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
  };
};

template <>
struct squall::Fields<squall::compute::ElasticIpSpec> {
  using Spec = squall::compute::ElasticIpSpec;
  static constexpr std::string_view name = "elastic IP";
  static constexpr std::array table{
      field<&Spec::region>("region", "where instances may have it")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::instance>("instance", "who has it when the run begins")
          .naming("instances")
          .like("web-1")
          .otherwise("nobody"),
      field<&Spec::allocated>("allocated",
                              "whether the account has it when the run begins, and not only once "
                              "the timeline allocates it"),
  };
};
