#pragma once

#include "squall/traffic/pieces.hpp"
#include "squall/world/promise.hpp"
#include "squall/world/result.hpp"

namespace squall::world {

/// Whether a run kept a promise in every window that it looks at. Every request that got no answer
/// is slower than any that did. Requires: the scenario is runnable.
class Judge {
 public:
  explicit Judge(const Promise& promise);

  /// At what became of the requests that were born in a window. Where nobody sent any, no promise
  /// about them is broken.
  void look(const traffic::Window& window, const traffic::Tally& tally);

  /// Requires: it has looked at a window.
  PromiseResult judgement() const;

 private:
  PromiseResult judged_;
  double worst_ = 0;
};

}  // namespace squall::world
