#pragma once

#include <map>
#include <string>
#include <tuple>

namespace squall::metrics {

/// What tells a metric from all others. Every set of dimensions is a metric of its own: none is
/// summed up from others, unless somebody publishes it.
struct MetricKey {
  std::string space;  ///< the namespace: "AWS/EC2"
  std::string name;
  std::map<std::string, std::string> dimensions;

  /// "AWS/EC2 CPUUtilization InstanceId=web-1".
  std::string text() const;

  // Not defaulted: not every library can compare maps in three ways.
  friend bool operator==(const MetricKey&, const MetricKey&) = default;
  friend bool operator<(const MetricKey& a, const MetricKey& b) {
    return std::tie(a.space, a.name, a.dimensions) < std::tie(b.space, b.name, b.dimensions);
  }
};

}  // namespace squall::metrics
