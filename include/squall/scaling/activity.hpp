#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::scaling {

/// How far an activity has come.
enum class ActivityStatus : std::uint8_t {
  pre_in_service,
  in_progress,
  waiting_for_elb_connection_draining,
  waiting_for_instance_warmup,
  successful,
  failed,
  cancelled
};

/// In AWS's words: "WaitingForInstanceWarmup".
std::string_view word(ActivityStatus status);

/// Whether nothing more comes of it.
constexpr bool is_over(ActivityStatus status) { return status >= ActivityStatus::successful; }

/// Something that a group did, as its history tells it.
struct Activity {
  enum class Kind : std::uint8_t { launch, terminate, move };

  std::uint32_t id = 0;  ///< from 1, in the order in which they began
  Kind kind = Kind::launch;
  std::string description;  ///< "Launching a new EC2 instance: web-3"
  std::string cause;        ///< sentences in AWS's form
  std::string instance;     ///< empty where none came of it
  std::string zone;
  Time start{};
  std::optional<Time> end{};
  ActivityStatus status = ActivityStatus::in_progress;
  std::string status_message;
};

}  // namespace squall::scaling
