#include "squall/network/security_group_spec.hpp"

#include <fmt/format.h>

namespace squall {

using network::Peer;
using network::PortRange;

std::optional<Problem> ScalarText<PortRange>::read(std::string_view text, PortRange& value) {
  const Problem unreadable{"is not a port, nor a range of ports",
                           "write '443', '8000-8099' or 'all'"};
  if (text == "all") {
    value = {};
    return std::nullopt;
  }
  const std::size_t dash = text.find('-');
  Port first, last;
  if (ScalarText<Port>::read(text.substr(0, dash), first)) return unreadable;
  last = first;
  if (dash != text.npos && ScalarText<Port>::read(text.substr(dash + 1), last)) return unreadable;
  if (last < first)
    return Problem{"ends before it begins",
                   fmt::format("write '{}-{}'", last.number, first.number)};
  value = {first.number, last.number};
  return std::nullopt;
}

std::string ScalarText<PortRange>::print(const PortRange& value) {
  if (value.holds_all()) return "all";
  if (value.first == value.last) return std::to_string(value.first);
  return fmt::format("{}-{}", value.first, value.last);
}

// What begins with a digit and has a dot, as no name of a thing does.
std::optional<Problem> ScalarText<Peer>::read(std::string_view text, Peer& value) {
  if (text == "anywhere") {
    value.form = Cidr{};
    return std::nullopt;
  }
  const bool is_block =
      !text.empty() && text[0] >= '0' && text[0] <= '9' && text.find('.') != text.npos;
  if (!is_block) {
    value.form = std::string(text);
    return std::nullopt;
  }
  return ScalarText<Cidr>::read(text, value.form.emplace<Cidr>());
}

std::string ScalarText<Peer>::print(const Peer& value) {
  if (value.is_anywhere()) return "anywhere";
  const Cidr* const block = std::get_if<Cidr>(&value.form);
  return block ? ScalarText<Cidr>::print(*block) : std::get<std::string>(value.form);
}

}  // namespace squall
