#pragma once

#include <map>
#include <string>

namespace squall::metrics {

/// What tells a metric from all others. Every set of dimensions is a metric of its own: none is
/// summed up from others, unless somebody publishes it.
struct MetricKey {
  std::string space;  ///< the namespace: "AWS/EC2"
  std::string name;
  std::map<std::string, std::string> dimensions;

  /// "AWS/EC2 CPUUtilization InstanceId=web-1".
  std::string text() const;

  friend auto operator<=>(const MetricKey&, const MetricKey&) = default;
};

}  // namespace squall::metrics
