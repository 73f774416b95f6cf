#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// One step of a path into a scenario.
struct PathPart {
  enum class Kind : std::uint8_t {
    name,   ///< a field, or a thing by its name
    every,  ///< `*`: each thing that there is
    item,   ///< `[0]`: an item of a list, from 0
  };

  Kind kind = Kind::name;
  std::string text;
  std::size_t item = 0;
  Mark mark;
};

/// Reads `asg.web.policies.cpu.target`, `alarms."too.hot".period`, `timeline[0].at` or
/// `clients.*.scale`; the text begins at `start`. Nothing, with a diagnostic, where it is no path.
std::optional<std::vector<PathPart>> read_path(std::string_view text, const Mark& start,
                                               Diagnostics& diagnostics);

}  // namespace squall::scenario
