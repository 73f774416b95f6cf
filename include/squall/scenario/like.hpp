#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <optional>
#include <string_view>

namespace squall::scenario {

/// One value laid over another: records and maps key by key, all else whole. A null takes away
/// what stands under its key.
Node laid_over(const Type& type, const Node& base, const Node& over);

/// Gives every thing with `like: NAME` what it takes from that thing of its section, which may be
/// like another one in turn. What is taken keeps its marks; a thing comes before those like it, so
/// that a mistake in it is first found where it was written. No `like` is left in the tree.
void resolve_likes(const Type& type, Node& root, Diagnostics& diagnostics);

/// What a thing of a section takes by its `like`; nothing where it takes nothing, or cannot.
std::optional<Node> taken_by(const Type& element, const Node& section, std::string_view thing);

}  // namespace squall::scenario
