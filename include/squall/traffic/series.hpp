#pragma once

#include "squall/core/text.hpp"
#include "squall/core/units.hpp"
#include "squall/core/wall_time.hpp"

#include <string>
#include <vector>

namespace squall::traffic {

/// A rate that was recorded: each point's holds until the next point, the last one's for ever;
/// before the first it is zero. As text: `2026-11-27T09:00Z 0s 2/s 1m 2.5/s 2m 0/s`.
struct Series {
  struct Point {
    Duration after;  ///< `from`; each point lies after the one before
    Rate rate;

    friend bool operator==(const Point&, const Point&) = default;
  };

  Moment from;
  std::vector<Point> points;

  friend bool operator==(const Series&, const Series&) = default;
};

}  // namespace squall::traffic

template <>
struct squall::ScalarText<squall::traffic::Series> {
  static constexpr std::string_view name = "recorded rate";
  static constexpr std::string_view example = "2026-11-27T09:00Z 0s 2/s 1m 2.5/s 2m 0/s";
  static constexpr std::string_view pattern = "";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, traffic::Series& value);
  static std::string print(const traffic::Series& value);
};
