#pragma once

#include "squall/core/time.hpp"

#include <cstddef>
#include <vector>

namespace squall::traffic {

/// A part of a run: what was born in [from, until).
struct Window {
  Time from{};
  Time until = never;

  bool contains(Time born) const { return from <= born && born < until; }

  friend bool operator==(const Window&, const Window&) = default;
};

/// The part of a run that counts, cut so that whatever lies between two cuts can be told by itself.
///
///     cuts   10 s      20 s      25 s    30 s     steps of 10 s, and a promise from 25 s on
///              |    0    |    1    |   2   |
class Pieces {
 public:
  /// All in one piece.
  Pieces(const Window& whole = {}) : Pieces(whole.from, whole.until) {}
  Pieces(Time from, Time until) : cuts_{from, until} {}

  /// Requires: at least two cuts, each later than the one before.
  explicit Pieces(std::vector<Time> cuts);

  std::size_t count() const { return cuts_.size() - 1; }
  Window operator[](std::size_t piece) const { return {cuts_[piece], cuts_[piece + 1]}; }

  bool contain(Time born) const { return Window{cuts_.front(), cuts_.back()}.contains(born); }

  /// The piece in which something was born. Requires: they contain it.
  std::size_t at(Time born) const;

 private:
  std::vector<Time> cuts_;
};

}  // namespace squall::traffic
