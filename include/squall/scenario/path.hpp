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

/// A word that stands for a section at the beginning of a path.
struct SectionAlias {
  std::string_view word;
  std::string_view section;
};

constexpr SectionAlias section_aliases[] = {
    {"asg", "auto_scaling_groups"}, {"lb", "load_balancers"},  {"tg", "target_groups"},
    {"lt", "launch_templates"},     {"sg", "security_groups"}, {"db", "databases"}};

/// The section that a path begins with: asg is auto_scaling_groups, other words are themselves.
std::string_view full_section(std::string_view word);

/// Reads `asg.web.policies.cpu.target`, `alarms."too.hot".period`, `timeline[0].at` or
/// `clients.*.scale`; the text begins at `start`. Nothing, with a diagnostic, where it is no path.
std::optional<std::vector<PathPart>> read_path(std::string_view text, const Mark& start,
                                               Diagnostics& diagnostics);

}  // namespace squall::scenario
