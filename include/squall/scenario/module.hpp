#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/document.hpp"

#include <string>
#include <string_view>

namespace squall::scenario {

/// Holds names of places in the world, which no file owns: they are not renamed.
constexpr std::string_view shared_section = "regions";

/// Gives a region, or zones, to every thing of a scenario's tree that could name them and does
/// not. A thing that is like another of its section takes them from there.
void place_things(const Type& type, const std::string& field, const Node& value, Node& root);

/// Calls every thing `web` of a tree `prefix/web`, wherever it is named.
void rename_things(const Type& type, const std::string& prefix, Node& root);

}  // namespace squall::scenario
