// Whatever bytes a file holds: it loads, or it is refused with diagnostics; and what has loaded
// loads again from its own effective text, as the same scenario.

#include "squall/scenario/loader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace squall;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const world::Scenario scenario = scenario::load_text("fuzz.yaml", text).scenario;
    const std::string effective = scenario::effective_yaml(scenario);
    try {
      if (scenario::load_text("effective.yaml", effective).scenario == scenario) return 0;
      std::fprintf(stderr, "the effective text is another scenario:\n%s", effective.c_str());
    } catch (const ScenarioError& error) {
      std::fprintf(stderr, "the effective text is refused: %s\n%s",
                   one_line(error.diagnostics().front()).c_str(), effective.c_str());
    }
    std::abort();
  } catch (const ScenarioError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics())
      if (to_text(diagnostic).empty()) std::abort();
  }
  return 0;
}
