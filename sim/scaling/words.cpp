#include "squall/scaling/words.hpp"

#include "squall/scaling/activity.hpp"
#include "squall/scaling/decision.hpp"

namespace squall::scaling {

std::string_view word(LifecycleState state) {
  switch (state) {
    case LifecycleState::pending:
      return "Pending";
    case LifecycleState::in_service:
      return "InService";
    case LifecycleState::standby:
      return "Standby";
    case LifecycleState::detached:
      return "Detached";
    case LifecycleState::terminating:
      return "Terminating";
    case LifecycleState::terminated:
      return "Terminated";
  }
  return {};
}

std::string_view word(ActivityStatus status) {
  switch (status) {
    case ActivityStatus::pre_in_service:
      return "PreInService";
    case ActivityStatus::in_progress:
      return "InProgress";
    case ActivityStatus::waiting_for_elb_connection_draining:
      return "WaitingForELBConnectionDraining";
    case ActivityStatus::waiting_for_instance_warmup:
      return "WaitingForInstanceWarmup";
    case ActivityStatus::successful:
      return "Successful";
    case ActivityStatus::failed:
      return "Failed";
    case ActivityStatus::cancelled:
      return "Cancelled";
  }
  return {};
}

std::string_view word(Limit limit) {
  switch (limit) {
    case Limit::none:
      return "";
    case Limit::max_size:
      return "max_size";
    case Limit::min_size:
      return "min_size";
    case Limit::warm_up:
      return "instances warm up";
    case Limit::disagreement:
      return "another policy disagrees";
  }
  return {};
}

}  // namespace squall::scaling
