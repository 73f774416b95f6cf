#pragma once

#include "squall/core/diagnostic.hpp"
#include "squall/scenario/document.hpp"
#include "squall/world/scenario.hpp"

#include <optional>
#include <string>
#include <vector>

namespace squall::scenario {

/// What is changed about a file while it is loaded.
struct LoadOptions {
  std::optional<std::string> variant;  ///< one of the file's variants
  std::vector<std::string> sets;  ///< `asg.web.max_size=20` or `@FILE`, in order, after the variant
};

/// A scenario that can be run, and what a careful colleague would ask about it.
struct Loaded {
  world::Scenario scenario;
  std::vector<Diagnostic> warnings;
  std::vector<std::string> variant_names;  ///< in the order of the file
};

/// Reads, checks and completes a scenario file. Throws ScenarioError with every mistake in it.
/// A file that is loaded as it is, with no variant and no sets, has its variants checked too; those
/// of a large file as far as that is soon done, which a warning says.
Loaded load_file(const std::string& path, const LoadOptions& options = {});

/// The same for a text; `name` stands for the file in messages.
Loaded load_text(const std::string& name, const std::string& text, const LoadOptions& options = {});

/// The scenario as YAML with every default written out; loading it gives the same scenario.
std::string effective_yaml(const world::Scenario& scenario);

}  // namespace squall::scenario
