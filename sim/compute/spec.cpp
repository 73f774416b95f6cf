#include "squall/compute/spec.hpp"

namespace squall {

using compute::InitialCredits;
using compute::VersionChoice;

std::optional<Problem> ScalarText<InitialCredits>::read(std::string_view text,
                                                        InitialCredits& value) {
  const Problem problem{"is neither a duration nor a number of credits", "write '24h' or '120'"};
  if (const auto number = read_number(text)) {
    if (*number < 0) return problem;
    value = {std::nullopt, *number};
    return std::nullopt;
  }
  Duration idle{};
  if (ScalarText<Duration>::read(text, idle) || idle < 0ns) return problem;
  value = {idle, 0};
  return std::nullopt;
}

std::string ScalarText<InitialCredits>::print(const InitialCredits& value) {
  if (!value.idle) return print_number(value.credits);
  return *value.idle == 0ns ? "0s" : ScalarText<Duration>::print(*value.idle);
}

std::optional<Problem> ScalarText<VersionChoice>::read(std::string_view text,
                                                       VersionChoice& value) {
  value = {0, text == "$Latest"};
  if (value.latest || text == "$Default") return std::nullopt;
  if (!ScalarText<int>::read(text, value.number) && value.number > 0) return std::nullopt;
  return Problem{"is no version", "write its number, '$Latest' or '$Default'"};
}

std::string ScalarText<VersionChoice>::print(const VersionChoice& value) {
  if (value.latest) return "$Latest";
  return value.number == 0 ? "$Default" : std::to_string(value.number);
}

}  // namespace squall
