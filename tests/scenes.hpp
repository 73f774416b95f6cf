#pragma once

#include <cstddef>
#include <string>

#include <fmt/format.h>

/// Scenarios that tests and benchmarks share, so that a number belongs to a verified behaviour.
namespace squall::scenes {

/// A scenario of `instances` entries of one instance each, in 1 target group for every 50 of them,
/// written as people write it: about 100 bytes an entry.
inline std::string many_entries(std::size_t instances) {
  const std::size_t groups = instances < 50 ? 1 : instances / 50;
  std::string text =
      "region: ap-northeast-2\n"
      "duration: 10m\n"
      "services: {web: {handler: {cpu: {exponential: 20ms}}}}\n"
      "target_groups:\n";
  for (std::size_t i = 0; i < groups; ++i)
    text += fmt::format("  group-{}: {{health_check: {{interval: 10s, timeout: 3s}}}}\n", i);
  text += "instances:\n";
  for (std::size_t i = 0; i < instances; ++i) {
    text += fmt::format(
        "  machine-{}:\n    instance_type: m6i.large\n    service: web\n"
        "    target_groups: [group-{}]\n",
        i, i % groups);
  }
  text += "load_balancers:\n";
  for (std::size_t i = 0; i < groups; ++i)
    text += fmt::format("  front-{0}: {{listeners: {{80: {{forward: group-{0}}}}}}}\n", i);
  text += "clients:\n";
  for (std::size_t i = 0; i < groups; ++i)
    text += fmt::format("  users-{0}: {{to: front-{0}, rate: 60/s}}\n", i);
  return text;
}

}  // namespace squall::scenes
