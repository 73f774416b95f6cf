#pragma once

#include "squall/core/ratio.hpp"
#include "squall/core/units.hpp"
#include "squall/traffic/spec.hpp"

#include <cstddef>
#include <vector>

namespace squall::traffic {

/// A RateSpec made ready: the sum of its parts, times its scale, as straight pieces.
///
///   piece 0 [0, t1)   piece 1 [t1, t2)   ..   the last one, flat, for ever
///
/// Integrals over pieces are areas of trapezoids, and so is what undoes them: both closed forms.
class RateCurve {
 public:
  /// Requires: no rate and no time of it is negative.
  RateCurve(const RateSpec& spec, Ratio scale);

  /// At a jump, what holds from then on.  Requires: time >= Time{}, here and below.
  Rate at(Time time) const;

  /// How many arrivals are expected in [from, to).  Requires: from <= to.
  double expected(Time from, Time to) const;

  /// The moment at which `expected(from, moment)` reaches the count, to the nearest nanosecond;
  /// `never` where it does not, or not within a century. `piece` is that of `from`.
  Time reach(Time from, double count, std::size_t piece) const;

  /// The piece that holds `time`, found by walking on from an earlier one.
  /// Requires: piece `near` does not start after `time`.
  std::size_t piece_at(Time time, std::size_t near = 0) const;

 private:
  struct Piece {
    Time start;
    double rate = 0;      // at its start
    double end_rate = 0;  // just before the next piece
    double slope = 0;     // by the second
  };

  double rate_in(const Piece& piece, Time time) const {
    if (piece.slope == 0) return piece.rate;
    return piece.rate + piece.slope * seconds(time - piece.start);
  }

  std::vector<Piece> pieces_;
};

}  // namespace squall::traffic
