#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/document.hpp"

namespace squall::scenario {

/// The value as a tree with every field written out, defaults too; reading the tree gives the same
/// value. What is absent is left out.
Node write(const Type& type, const void* value);

}  // namespace squall::scenario
