#include "squall/scenario/loader.hpp"

#include "squall/scenario/checks.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/source_file.hpp"
#include "squall/scenario/writer.hpp"
#include "squall/scenario/yaml.hpp"

#include <utility>

namespace squall::scenario {

namespace {

// Every step works on the whole and gathers what is wrong; each needs the one before to have
// understood the file.
Loaded load(Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
            const LoadOptions& options) {
  Node root = read_yaml(sources, source, diagnostics);
  diagnostics.require_none();
  static_cast<void>(options);
  Loaded loaded;
  Reader(root, diagnostics).read(type_of<world::Scenario>(), root, &loaded.scenario);
  check(loaded.scenario, root, diagnostics);
  diagnostics.require_none();
  loaded.warnings = diagnostics.sorted();
  return loaded;
}

}  // namespace

Loaded load_file(const std::string& path, const LoadOptions& options) {
  Sources sources;
  Diagnostics diagnostics(sources);
  const Mark nowhere{sources.add(path, ""), 0, 0};
  const auto source = add_file(path, YamlLimits{}.bytes, nowhere, sources, diagnostics);
  diagnostics.require_none();
  return load(sources, *source, diagnostics, options);
}

Loaded load_text(const std::string& name, const std::string& text, const LoadOptions& options) {
  Sources sources;
  Diagnostics diagnostics(sources);
  return load(sources, sources.add(name, text), diagnostics, options);
}

std::string effective_yaml(const world::Scenario& scenario) {
  return write_yaml(write(type_of<world::Scenario>(), &scenario));
}

}  // namespace squall::scenario
