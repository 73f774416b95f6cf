#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/scenario/edits.hpp"

#include <string>
#include <vector>

namespace squall::scenario {

/// What a file calls other than itself: named edits of it.
///
///     variants: {hot: {asg.web.policies.cpu.target: 65%}, step: {asg.web.policies: {...}}}
struct Variant {
  std::string name;
  std::vector<Edit> edits;
};

/// The variants in a tree, in the order of the file.
std::vector<Variant> read_variants(const Node& root, const Sources& sources,
                                   Diagnostics& diagnostics);

/// The one with a name; null, with an error, where there is none.
const Variant* choose_variant(const std::string& name, const std::vector<Variant>& variants,
                              Sources& sources, Diagnostics& diagnostics);

}  // namespace squall::scenario
