#include "squall/report/metrics.hpp"

#include "commands.hpp"
#include "output.hpp"
#include "outputs.hpp"

#include <cstdio>

#include <fmt/core.h>

namespace squall::tool {

int metrics(const MetricsOptions& options) {
  try {
    const auto scenario = scenario::load_file(options.file, options.load).scenario;
    return put(report::metrics_text(scenario, {static_cast<std::size_t>(width_of_output())})) ? 0
                                                                                              : 3;
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  }
  return 2;
}

}  // namespace squall::tool
