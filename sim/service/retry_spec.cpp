#include "squall/service/retry_spec.hpp"

namespace squall {

std::optional<Problem> ScalarText<service::Tries>::read(std::string_view text,
                                                        service::Tries& value) {
  if (text == "standard") {
    value = service::Tries::as_the_sdk();
    return std::nullopt;
  }
  int count = 0;
  if (ScalarText<int>::read(text, count))
    return Problem{"is neither a whole number nor 'standard'", {}};
  value = count;
  return std::nullopt;
}

std::string ScalarText<service::Tries>::print(const service::Tries& value) {
  return value.standard ? "standard" : ScalarText<int>::print(value.count);
}

}  // namespace squall
