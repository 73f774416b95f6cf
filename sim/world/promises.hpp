#pragma once

#include "squall/world/promise.hpp"
#include "squall/world/result.hpp"

namespace squall::world {

/// Whether a run kept a promise. Every request that got no answer is slower than any that did.
/// Requires: the scenario is runnable.
PromiseResult judge(const Promise& promise, const Result& result);

}  // namespace squall::world
