#pragma once

#include "squall/scenario/diagnostics.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace squall::scenario {

/// Adds a file to the sources, its text as far as `most_bytes`. Nothing, with a diagnostic at
/// `mark`, where it cannot be read: missing, a folder, a device, too large.
std::optional<std::uint32_t> add_file(const std::string& path, std::size_t most_bytes,
                                      const Mark& mark, Sources& sources, Diagnostics& diagnostics);

/// The path of a file that is named at `mark`: relative to the file that names it, or to the
/// scenario's file where an edit on the command line does.
std::string beside(const std::string& file, const Mark& mark, std::uint32_t scenario,
                   const Sources& sources);

}  // namespace squall::scenario
