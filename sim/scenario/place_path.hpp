#pragma once

#include "scenario/places.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// Paths as people write them, matched with places().

/// The path with its first part written out: asg is auto_scaling_groups.
std::string with_full_section(std::string_view path);

/// The place at a path whose names are given, stand as NAME, or are left out; list indices are
/// ignored. Where nothing is there, the first place that ends so. Null where there is none.
const LanguagePlace* find_place(std::string_view path);

/// The first part of a path that nothing is called, and what could stand there.
struct Unknown {
  std::string before;
  std::string part;
  std::vector<std::string_view> known;
};

/// Requires: find_place gives null.
Unknown first_unknown(std::string_view path);

/// The last part of a path where it was read as a name, and the keys that it is beside; all empty
/// where it was not.
Unknown last_name(std::string_view path);

}  // namespace squall::scenario
