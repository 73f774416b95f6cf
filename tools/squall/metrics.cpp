#include "squall/report/metrics.hpp"

#include "commands.hpp"
#include "output.hpp"

#include <cstdio>

#include <fmt/core.h>

namespace squall::tool {

int metrics(const MetricsOptions& options) {
  try {
    const auto scenario = scenario::load_file(options.file, options.load).scenario;
    return write_whole("-", report::metrics_text(scenario)) ? 0 : 3;
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  }
  return 2;
}

}  // namespace squall::tool
