#include "squall/compute/spec.hpp"

namespace squall {

using compute::InitialCredits;

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

}  // namespace squall
