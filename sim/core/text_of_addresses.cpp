#include "squall/core/text.hpp"

#include <fmt/format.h>

namespace squall {

namespace {

// A whole number without a leading zero, off the front; nothing where there is none up to `most`.
std::optional<int> take_number(std::string_view& text, int most) {
  int value = 0;
  std::size_t length = 0;
  while (length < text.size() && text[length] >= '0' && text[length] <= '9' && value <= most)
    value = value * 10 + (text[length++] - '0');
  const bool padded = length > 1 && text[0] == '0';
  if (length == 0 || padded || value > most) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

std::string dotted(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255);
}

}  // namespace

std::optional<Problem> ScalarText<Port>::read(std::string_view text, Port& value) {
  const auto number = take_number(text, 65'535);
  if (!number || !text.empty() || *number == 0)
    return Problem{"is not a port", "write a number from 1 to 65535"};
  value.number = *number;
  return std::nullopt;
}

std::string ScalarText<Port>::print(const Port& value) { return std::to_string(value.number); }

std::optional<Problem> ScalarText<Cidr>::read(std::string_view text, Cidr& value) {
  const Problem unreadable{"is not a block of addresses", "write '10.0.0.0/8' or '203.0.113.7'"};
  Cidr cidr{0, 32};
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (!text.starts_with('.')) return unreadable;
      text.remove_prefix(1);
    }
    const auto number = take_number(text, 255);
    if (!number) return unreadable;
    cidr.address = cidr.address << 8 | static_cast<std::uint32_t>(*number);
  }
  if (text.starts_with('/')) {
    text.remove_prefix(1);
    const auto prefix = take_number(text, 32);
    if (!prefix) return unreadable;
    cidr.prefix = *prefix;
  }
  if (!text.empty()) return unreadable;
  if (!cidr.holds(cidr.address)) {
    const std::uint32_t own =
        cidr.prefix == 0 ? 0 : cidr.address & ~std::uint32_t{0} << (32 - cidr.prefix);
    return Problem{"has bits behind its prefix",
                   fmt::format("write '{}/{}'", dotted(own), cidr.prefix)};
  }
  value = cidr;
  return std::nullopt;
}

std::string ScalarText<Cidr>::print(const Cidr& value) {
  return value.prefix == 32 ? dotted(value.address)
                            : fmt::format("{}/{}", dotted(value.address), value.prefix);
}

std::optional<Problem> ScalarText<CronText>::read(std::string_view text, CronText& value) {
  const auto parsed = Cron::parse(text);
  if (const auto* error = std::get_if<CronError>(&parsed)) {
    return Problem{fmt::format("is not a cron expression: {}", error->what),
                   "write '30 6 * * mon-fri' or '@daily'"};
  }
  value.text = std::string(text);
  return std::nullopt;
}

std::string ScalarText<CronText>::print(const CronText& value) { return value.text; }

}  // namespace squall
