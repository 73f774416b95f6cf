#include "squall/scaling/adjustment.hpp"

#include <algorithm>
#include <cmath>

namespace squall::scaling {

int adjusted(int capacity, const Adjustment& adjustment, int least) {
  if (adjustment.kind == Adjustment::Kind::exact) return static_cast<int>(adjustment.amount);
  double delta = adjustment.amount;
  if (adjustment.kind == Adjustment::Kind::percent) {
    delta = capacity * adjustment.amount / 100;
    // The sum of 0.1 ten times is not 1: what is as good as whole is whole.
    const double whole = std::round(delta);
    if (std::abs(delta - whole) < 1e-9) delta = whole;
    const double sign = adjustment.amount < 0 ? -1 : 1;
    if (std::abs(delta) > 0 && std::abs(delta) < 1) delta = sign;
    delta = std::trunc(delta);
    if (adjustment.amount != 0 && std::abs(delta) < least) delta = sign * least;
  }
  return std::max(0, capacity + static_cast<int>(delta));
}

const Adjustment* step_for(const Steps& steps, double value, bool above) {
  const Adjustment* found = nullptr;
  for (const auto& [bound, adjustment] : steps) {
    if (!bound.value) {
      found = &adjustment;
    } else if (above && *bound.value <= value) {
      found = &adjustment;
    } else if (!above && value <= *bound.value) {
      return &adjustment;
    }
  }
  return found;
}

}  // namespace squall::scaling

namespace squall {

using scaling::Adjustment;
using scaling::Bound;

std::optional<Problem> ScalarText<Adjustment>::read(std::string_view text, Adjustment& value) {
  const bool exact = text.starts_with('=');
  const bool percent = text.ends_with('%') && !exact;
  std::string_view digits = text;
  if (exact) digits.remove_prefix(1);
  if (percent) digits.remove_suffix(1);
  const bool has_sign = digits.starts_with('+') || digits.starts_with('-');
  const auto number = read_number(digits.starts_with('+') ? digits.substr(1) : digits);
  if (!number || (exact && has_sign))
    return Problem{"is not an adjustment", "write '+2', '-10%', or '=5' for five in all"};
  if (!exact && !has_sign && *number != 0)
    return Problem{"does not say whether to add", "write '+" + std::string(text) + "', or '=" +
                                                      std::string(text) + "' for so many in all"};
  if (!percent && (*number != std::trunc(*number) || std::abs(*number) > 100'000))
    return Problem{"is not a number of instances", "write '+2', or a part: '+10%'"};
  if (percent && std::abs(*number) > 100'000)
    return Problem{"is too much", "write at most 100000%"};
  value = {exact     ? Adjustment::Kind::exact
           : percent ? Adjustment::Kind::percent
                     : Adjustment::Kind::change,
           *number};
  return std::nullopt;
}

std::string ScalarText<Adjustment>::print(const Adjustment& value) {
  if (value.kind == Adjustment::Kind::exact) return '=' + print_number(value.amount);
  const std::string sign = value.amount > 0 ? "+" : "";
  return sign + print_number(value.amount) + (value.kind == Adjustment::Kind::percent ? "%" : "");
}

std::optional<Problem> ScalarText<Bound>::read(std::string_view text, Bound& value) {
  if (text == bare_key) {
    value = {};
    return std::nullopt;
  }
  const bool percent = text.ends_with('%');
  const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
  if (!number) return Problem{"is not the bound of a step", "write '60%' or '1000'"};
  value = {*number, percent};
  return std::nullopt;
}

std::string ScalarText<Bound>::print(const Bound& value) {
  if (!value.value) return std::string(bare_key);
  return print_number(*value.value) + (value.percent ? "%" : "");
}

}  // namespace squall
