#pragma once

#include "squall/core/field.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace squall::scaling {

/// Where an instance of a group is in its life there.
///
///   pending --> in_service --> terminating --> terminated
///                 ^    |---> standby --> pending
///                 |    '---> detached
enum class LifecycleState : std::uint8_t {
  pending,
  in_service,
  standby,
  detached,
  terminating,
  terminated
};

/// In AWS's words: "InService".
std::string_view word(LifecycleState state);

/// What a group can be told to leave undone for a while.
enum class Process : std::uint8_t {
  launch,
  terminate,
  add_to_load_balancer,
  alarm_notification,
  az_rebalance,
  health_check,
  replace_unhealthy,
  scheduled_actions
};

/// What a group takes an instance's health from, beside what EC2 says.
enum class HealthCheckType : std::uint8_t { ec2, elb };

/// Whom a group terminates first of those in the zone that has most.
enum class TerminationPolicy : std::uint8_t {
  usual,
  oldest_instance,
  newest_instance,
  closest_to_next_instance_hour
};

}  // namespace squall::scaling

template <>
struct squall::Words<squall::scaling::Process> {
  static constexpr std::string_view name = "process of a group";
  static constexpr std::array words{
      Word{"Launch", "no instance is launched"},
      Word{"Terminate", "no instance is terminated"},
      Word{"AddToLoadBalancer", "what is launched joins no target group, later neither"},
      Word{"AlarmNotification", "policies that alarms would run are not run"},
      Word{"AZRebalance", "zones are not evened out"},
      Word{"HealthCheck", "nobody is found unhealthy"},
      Word{"ReplaceUnhealthy", "who is unhealthy stays"},
      Word{"ScheduledActions", "scheduled actions are left out, also afterwards"},
  };
};

template <>
struct squall::Words<squall::scaling::HealthCheckType> {
  static constexpr std::string_view name = "type of health checks";
  static constexpr std::array words{
      Word{"EC2", "an instance is unhealthy when it does not run, or fails its status checks"},
      Word{"ELB", "the same, and when one of its target groups finds it unhealthy"},
  };
};

template <>
struct squall::Words<squall::scaling::TerminationPolicy> {
  static constexpr std::string_view name = "termination policy";
  static constexpr std::array words{
      Word{"Default", "the one closest to its next hour; all have the same template"},
      Word{"OldestInstance", "who was launched first"},
      Word{"NewestInstance", "who was launched last"},
      Word{"ClosestToNextInstanceHour", "who has least of the hour left that it has begun"},
  };
};
