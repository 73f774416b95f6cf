#include "squall/faults/try_spec.hpp"

namespace squall {

using faults::Origin;

// What begins with a digit and has a dot, as no name of a thing does.
std::optional<Problem> ScalarText<Origin>::read(std::string_view text, Origin& value) {
  const bool is_address =
      !text.empty() && text[0] >= '0' && text[0] <= '9' && text.find('.') != text.npos;
  if (!is_address) {
    value.form = std::string(text);
    return std::nullopt;
  }
  Cidr block;
  if (ScalarText<Cidr>::read(text, block) || block.prefix != 32)
    return Problem{"is not an address", "write '203.0.113.7'"};
  value.form = block.address;
  return std::nullopt;
}

std::string ScalarText<Origin>::print(const Origin& value) {
  const auto* const address = std::get_if<std::uint32_t>(&value.form);
  return address ? ScalarText<Cidr>::print({*address, 32}) : std::get<std::string>(value.form);
}

}  // namespace squall
