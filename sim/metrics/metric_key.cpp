#include "squall/metrics/metric_key.hpp"

namespace squall::metrics {

std::string MetricKey::text() const {
  std::string text = space + ' ' + name;
  for (const auto& [dimension, value] : dimensions) text += ' ' + dimension + '=' + value;
  return text;
}

}  // namespace squall::metrics
