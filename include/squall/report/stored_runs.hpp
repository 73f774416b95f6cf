#pragma once

#include "squall/world/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace squall::report {

/// The runs that a file holds.
struct StoredRuns {
  std::string squall_version;  ///< of the program that has written them
  bool partial = false;        ///< somebody stopped it before all runs had ended
  std::vector<world::Result> runs;
};

/// Whether a text is a result as JSON, or means to be one: of whatever format and version.
bool is_stored(const std::string& text);

/// Reads what `findings_json` has written: of each run its seed, its time, the totals with every
/// latency, and which promises it kept; not what its clients, balancers and instances did. Else a
/// sentence about what is wrong, and what to write instead.
std::optional<std::string> read_runs(const std::string& text, StoredRuns& stored);

}  // namespace squall::report
