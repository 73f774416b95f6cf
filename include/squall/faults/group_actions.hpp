#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time.hpp"
#include "squall/scaling/words.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::faults {

/// What somebody says that an instance is.
enum class SaidHealth : std::uint8_t { healthy, unhealthy };

/// The sizes of a group, by hand.
struct UpdateGroup {
  std::string auto_scaling_group;
  std::optional<int> min_size = std::nullopt;
  std::optional<int> max_size = std::nullopt;
  std::optional<int> desired_capacity = std::nullopt;
  friend bool operator==(const UpdateGroup&, const UpdateGroup&) = default;
};

struct SuspendProcesses {
  std::string auto_scaling_group;
  std::vector<scaling::Process> processes;
  friend bool operator==(const SuspendProcesses&, const SuspendProcesses&) = default;
};

struct ResumeProcesses {
  std::string auto_scaling_group;
  std::vector<scaling::Process> processes;
  friend bool operator==(const ResumeProcesses&, const ResumeProcesses&) = default;
};

struct EnterStandby {
  std::vector<std::string> instances;
  bool decrement = true;
  friend bool operator==(const EnterStandby&, const EnterStandby&) = default;
};

struct ExitStandby {
  std::vector<std::string> instances;
  friend bool operator==(const ExitStandby&, const ExitStandby&) = default;
};

struct DetachInstances {
  std::vector<std::string> instances;
  bool decrement = true;
  friend bool operator==(const DetachInstances&, const DetachInstances&) = default;
};

struct SetInstanceProtection {
  std::vector<std::string> instances;
  bool is_protected = true;
  friend bool operator==(const SetInstanceProtection&, const SetInstanceProtection&) = default;
};

struct SetInstanceHealth {
  std::vector<std::string> instances;
  SaidHealth health = SaidHealth::unhealthy;
  friend bool operator==(const SetInstanceHealth&, const SetInstanceHealth&) = default;
};

struct TerminateInGroup {
  std::vector<std::string> instances;
  bool decrement = false;
  friend bool operator==(const TerminateInGroup&, const TerminateInGroup&) = default;
};

/// EC2 has no capacity left in a zone.
struct ExhaustZone {
  std::string zone;
  std::optional<Duration> duration = std::nullopt;
  friend bool operator==(const ExhaustZone&, const ExhaustZone&) = default;
};

}  // namespace squall::faults

template <>
struct squall::Words<squall::faults::SaidHealth> {
  static constexpr std::string_view name = "health of an instance";
  static constexpr std::array words{
      Word{"Healthy", "it is left alone"},
      Word{"Unhealthy", "it is replaced"},
  };
};

template <>
struct squall::Fields<squall::faults::UpdateGroup> {
  using Spec = squall::faults::UpdateGroup;
  static constexpr std::string_view name = "update of a group";
  static constexpr std::array table{
      field<&Spec::auto_scaling_group>("update_auto_scaling_group",
                                       "the group that gets other sizes, whatever its policies say")
          .naming("auto_scaling_groups")
          .like("web")
          .required(),
      field<&Spec::min_size>("min_size", "never fewer instances from now on")
          .within("0", "100000")
          .otherwise("as it is"),
      field<&Spec::max_size>("max_size", "never more instances from now on")
          .within("0", "100000")
          .otherwise("as it is"),
      field<&Spec::desired_capacity>("desired_capacity", "how many instances it has from now on")
          .within("0", "100000")
          .otherwise("as it is, within the sizes"),
  };
};

template <>
struct squall::Fields<squall::faults::SuspendProcesses> {
  using Spec = squall::faults::SuspendProcesses;
  static constexpr std::string_view name = "suspension of processes";
  static constexpr std::array table{
      field<&Spec::auto_scaling_group>("suspend_processes", "the group that leaves things undone")
          .naming("auto_scaling_groups")
          .like("web")
          .required(),
      field<&Spec::processes>("processes", "what").like("[AZRebalance]").otherwise("all of them"),
  };
};

template <>
struct squall::Fields<squall::faults::ResumeProcesses> {
  using Spec = squall::faults::ResumeProcesses;
  static constexpr std::string_view name = "resumption of processes";
  static constexpr std::array table{
      field<&Spec::auto_scaling_group>("resume_processes",
                                       "the group that no longer leaves things undone")
          .naming("auto_scaling_groups")
          .like("web")
          .required(),
      field<&Spec::processes>("processes", "what").like("[AZRebalance]").otherwise("all of them"),
  };
};

template <>
struct squall::Fields<squall::faults::EnterStandby> {
  using Spec = squall::faults::EnterStandby;
  static constexpr std::string_view name = "entry into standby";
  static constexpr std::array table{
      field<&Spec::instances>("enter_standby",
                              "instances of a group that leave its target groups and go on running")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
      field<&Spec::decrement>("decrement", "whether the group is content with fewer meanwhile"),
  };
};

template <>
struct squall::Fields<squall::faults::ExitStandby> {
  using Spec = squall::faults::ExitStandby;
  static constexpr std::string_view name = "exit from standby";
  static constexpr std::array table{
      field<&Spec::instances>("exit_standby",
                              "instances on standby that come back: the group has as many more")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::DetachInstances> {
  using Spec = squall::faults::DetachInstances;
  static constexpr std::string_view name = "detachment of instances";
  static constexpr std::array table{
      field<&Spec::instances>("detach_instances",
                              "instances that leave their group and its target groups for good, "
                              "and go on running")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
      field<&Spec::decrement>("decrement", "whether the group is content with fewer from now on"),
  };
};

template <>
struct squall::Fields<squall::faults::SetInstanceProtection> {
  using Spec = squall::faults::SetInstanceProtection;
  static constexpr std::string_view name = "protection of instances";
  static constexpr std::array table{
      field<&Spec::instances>("set_instance_protection",
                              "instances of a group that are spared when it shrinks")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
      field<&Spec::is_protected>("protected", "whether they are"),
  };
};

template <>
struct squall::Fields<squall::faults::SetInstanceHealth> {
  using Spec = squall::faults::SetInstanceHealth;
  static constexpr std::string_view name = "word on the health of instances";
  static constexpr std::array table{
      field<&Spec::instances>("set_instance_health",
                              "instances of a group of which somebody says how they are")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
      field<&Spec::health>("health", "how they are"),
  };
};

template <>
struct squall::Fields<squall::faults::TerminateInGroup> {
  using Spec = squall::faults::TerminateInGroup;
  static constexpr std::string_view name = "termination in a group";
  static constexpr std::array table{
      field<&Spec::instances>("terminate_instance_in_auto_scaling_group",
                              "instances that their group lets finish what they have, and "
                              "terminates")
          .naming("instances|auto_scaling_groups")
          .like("web-1")
          .required(),
      field<&Spec::decrement>("decrement", "whether the group is content with fewer from now on"),
  };
};

template <>
struct squall::Fields<squall::faults::ExhaustZone> {
  using Spec = squall::faults::ExhaustZone;
  static constexpr std::string_view name = "exhaustion of a zone";
  static constexpr std::array table{
      field<&Spec::zone>("exhaust_zone",
                         "EC2 has no capacity left in the zone: what groups launch there fails, "
                         "what runs goes on")
          .like("a")
          .required(),
      field<&Spec::duration>("for", "how long").like("20m").otherwise("for good"),
  };
};
