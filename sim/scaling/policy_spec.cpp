#include "squall/scaling/policy_spec.hpp"

namespace squall::scaling {

std::optional<TrackedMetric> tracked_metric(std::string_view name) {
  if (name == "ASGAverageCPUUtilization") return TrackedMetric::asg_average_cpu_utilization;
  if (name == "ASGAverageNetworkIn") return TrackedMetric::asg_average_network_in;
  if (name == "ASGAverageNetworkOut") return TrackedMetric::asg_average_network_out;
  if (name == "ALBRequestCountPerTarget") return TrackedMetric::alb_request_count_per_target;
  return std::nullopt;
}

bool is_percent(std::string_view metric) {
  return metric == "ASGAverageCPUUtilization" || metric == "CPUUtilization";
}

}  // namespace squall::scaling

namespace squall {

using scaling::PolicyTarget;

std::optional<Problem> ScalarText<PolicyTarget>::read(std::string_view text, PolicyTarget& value) {
  const bool percent = text.ends_with('%');
  const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
  if (!number || *number < 0)
    return Problem{"is not a target of a metric", "write '50%', or '1000' for requests"};
  value = {*number, percent};
  return std::nullopt;
}

std::string ScalarText<PolicyTarget>::print(const PolicyTarget& value) {
  return print_number(value.value) + (value.percent ? "%" : "");
}

}  // namespace squall
