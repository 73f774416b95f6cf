#include "squall/metrics/alarm_spec.hpp"

#include <array>
#include <utility>

namespace squall {

using metrics::Comparison;
using metrics::Condition;
using metrics::OutOf;

namespace {

// The longer ones first: they begin like others.
constexpr std::array<std::pair<std::string_view, Comparison>, 4> signs{{
    {">=", Comparison::greater_or_equal},
    {"<=", Comparison::less_or_equal},
    {">", Comparison::greater},
    {"<", Comparison::less},
}};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string print_threshold(const Condition& value) {
  switch (value.unit) {
    case Condition::Unit::percent:
      return print_number(value.threshold) + '%';
    case Condition::Unit::duration:
      return ScalarText<Duration>::print(from_seconds(value.threshold));
    case Condition::Unit::none:
      break;
  }
  return print_number(value.threshold);
}

std::optional<int> read_count(std::string_view text) {
  const auto number = read_number(text);
  if (!number || *number < 1 || *number > 100'000) return std::nullopt;
  const int count = static_cast<int>(*number);
  return static_cast<double>(count) == *number ? std::optional(count) : std::nullopt;
}

}  // namespace

bool Condition::breached_by(double value) const {
  switch (comparison) {
    case Comparison::greater:
      return value > threshold;
    case Comparison::greater_or_equal:
      return value >= threshold;
    case Comparison::less:
      return value < threshold;
    case Comparison::less_or_equal:
      return value <= threshold;
  }
  return false;
}

std::optional<Problem> ScalarText<Condition>::read(std::string_view text, Condition& value) {
  const Problem problem{"is not a condition", "write '> 20', '>= 60%', '< 5' or '<= 100ms'"};
  const std::string_view all = trimmed(text);
  for (const auto& [sign, comparison] : signs) {
    if (!all.starts_with(sign)) continue;
    const std::string_view rest = trimmed(all.substr(sign.size()));
    const bool percent = rest.ends_with('%');
    if (const auto number = read_number(percent ? rest.substr(0, rest.size() - 1) : rest)) {
      value = {comparison, *number, percent ? Condition::Unit::percent : Condition::Unit::none};
      return std::nullopt;
    }
    Duration length{};
    if (ScalarText<Duration>::read(rest, length)) return problem;
    value = {comparison, seconds(length), Condition::Unit::duration};
    return std::nullopt;
  }
  return problem;
}

std::string ScalarText<Condition>::print(const Condition& value) {
  for (const auto& [sign, comparison] : signs)
    if (value.comparison == comparison) return std::string(sign) + ' ' + print_threshold(value);
  return {};
}

std::optional<Problem> ScalarText<OutOf>::read(std::string_view text, OutOf& value) {
  const auto of = text.find(" of ");
  const auto breaching = read_count(of == text.npos ? text : text.substr(0, of));
  const auto all = of == text.npos ? breaching : read_count(text.substr(of + 4));
  if (!breaching || !all) return Problem{"is not a number of periods", "write '3' or '2 of 3'"};
  if (*breaching > *all)
    return Problem{"asks for more than there are", "write '2 of 3': the smaller number first"};
  value = {*breaching, *all};
  return std::nullopt;
}

std::string ScalarText<OutOf>::print(const OutOf& value) {
  return value.breaching == value.of
             ? std::to_string(value.of)
             : std::to_string(value.breaching) + " of " + std::to_string(value.of);
}

}  // namespace squall
