#pragma once

#include "squall/core/text.hpp"

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace squall::scaling {

/// How a policy changes a capacity: by a number, by a part of it, or to a number.
struct Adjustment {
  enum class Kind : unsigned char { change, percent, exact };

  Kind kind = Kind::change;
  double amount = 0;  ///< instances, or percent

  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// The value of a metric from which on, away from the alarm's threshold, a step holds.
struct Bound {
  std::optional<double> value;  ///< nothing: whatever the value is
  bool percent = false;         ///< it is written with the sign

  friend bool operator==(const Bound&, const Bound&) = default;
  friend bool operator<(const Bound& a, const Bound& b) {
    return a.value.has_value() != b.value.has_value() ? !a.value : a.value < b.value;
  }
};

using Steps = std::map<Bound, Adjustment>;

/// The capacity after an adjustment. Of parts of instances those toward zero do not count, but one
/// instance at least comes or goes; `least` is how many at least, where the change is in percent.
int adjusted(int capacity, const Adjustment& adjustment, int least = 0);

/// The step that a value falls into; above a threshold a step begins with its bound, below one it
/// ends there. Nothing where the value is on the other side of all of them.
const Adjustment* step_for(const Steps& steps, double value, bool above);

}  // namespace squall::scaling

template <>
struct squall::ScalarText<squall::scaling::Adjustment> {
  using Adjustment = squall::scaling::Adjustment;
  static constexpr std::string_view name = "adjustment";
  static constexpr std::string_view example = "+10%";
  static constexpr std::string_view pattern = R"(^([+-][0-9]+(\.[0-9]+)?%?|=[0-9]+|[+-]?0)$)";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Adjustment& value);
  static std::string print(const Adjustment& value);
};

template <>
struct squall::ScalarText<squall::scaling::Bound> {
  using Bound = squall::scaling::Bound;
  static constexpr std::string_view name = "bound of a step";
  static constexpr std::string_view example = "60%";
  static constexpr std::string_view pattern = R"(^(any|-?[0-9]+(\.[0-9]+)?%?)$)";
  static constexpr bool bare_number = true;
  static constexpr std::string_view bare_key = "any";
  static std::optional<Problem> read(std::string_view text, Bound& value);
  static std::string print(const Bound& value);
};
