#include "squall/scaling/spec.hpp"

namespace squall {

using scaling::PolicyTarget;

std::optional<Problem> ScalarText<PolicyTarget>::read(std::string_view text, PolicyTarget& value) {
  const bool percent = text.ends_with('%');
  const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
  if (!number || *number < 0)
    return Problem{"is not a target of a metric", "write '50%', or '1000' for requests"};
  value = {*number, percent};
  return std::nullopt;
}

std::string ScalarText<PolicyTarget>::print(const PolicyTarget& value) {
  return print_number(value.value) + (value.percent ? "%" : "");
}

}  // namespace squall
