#pragma once

#include "squall/core/time.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace squall::traffic {

/// A rate that changes in a straight line for a while.
struct StraightLine {
  Time begin;
  Time end = never;     ///< where it is `never`, the line is flat
  double rate = 0;      ///< at its begin
  double end_rate = 0;  ///< just before its end
  double slope = 0;     ///< by the second

  double at(Time time) const { return slope == 0 ? rate : rate + slope * seconds(time - begin); }

  /// Of the part between two of its moments.
  StraightLine part(Time from, Time to) const {
    return {from, to, at(from), to == end ? end_rate : at(to), slope};
  }

  double area(Time from, Time to) const {
    return (at(from) + (to == end ? end_rate : at(to))) / 2 * seconds(to - from);
  }
};

/// Lines from Time{} on without a gap, the last one for ever.
class StraightLines {
 public:
  /// Where `time` lies.  Requires: time >= Time{}, and a line that begins there.
  std::size_t find(Time time) const {
    const auto next =
        std::upper_bound(lines_.begin(), lines_.end(), time,
                         [](Time at, const StraightLine& line) { return at < line.begin; });
    return static_cast<std::size_t>(next - lines_.begin()) - 1;
  }

  /// The same, found by walking on from an earlier line.
  std::size_t find(Time time, std::size_t from) const {
    while (lines_[from].end <= time) ++from;
    return from;
  }

  const StraightLine& operator[](std::size_t index) const { return lines_[index]; }

  /// Lines from corner to corner, of what `part(begin, end)` says of each: its rates at both.
  template <class Part>
  static StraightLines between(std::vector<Time> corners, const Part& part);

 private:
  std::vector<StraightLine> lines_;
};

template <class Part>
StraightLines StraightLines::between(std::vector<Time> corners, const Part& part) {
  corners.push_back(Time{});
  std::sort(corners.begin(), corners.end());
  corners.erase(corners.begin(), std::lower_bound(corners.begin(), corners.end(), Time{}));
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  corners.push_back(never);
  StraightLines made;
  made.lines_.reserve(corners.size() - 1);
  for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
    const auto [rate, end_rate] = part(corners[i], corners[i + 1]);
    StraightLine line{corners[i], corners[i + 1], rate, end_rate, 0};
    if (rate != end_rate) line.slope = (end_rate - rate) / seconds(line.end - line.begin);
    made.lines_.push_back(line);
  }
  return made;
}

}  // namespace squall::traffic
