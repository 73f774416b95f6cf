#include "squall/balancing/matcher.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace squall {

namespace balancing {

bool Matcher::takes(int status) const {
  return std::any_of(ranges.begin(), ranges.end(), [status](const Range& range) {
    return range.first <= status && status <= range.last;
  });
}

}  // namespace balancing

namespace {

using balancing::Matcher;

std::optional<int> read_status(std::string_view text) {
  if (text.size() != 3 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

std::optional<Problem> read_range(std::string_view text, Matcher::Range& range) {
  const std::size_t dash = text.find('-');
  const auto first = read_status(text.substr(0, dash));
  const auto last = dash == text.npos ? first : read_status(text.substr(dash + 1));
  if (!first || !last) return Problem{"is not a list of statuses", "write '200' or '200,301-302'"};
  if (*first < Matcher::least || *last > Matcher::most)
    return Problem{fmt::format("must be {} to {}", Matcher::least, Matcher::most), {}};
  if (*last < *first)
    return Problem{"ends before it begins", fmt::format("write '{}-{}'", *last, *first)};
  range = {*first, *last};
  return std::nullopt;
}

}  // namespace

std::optional<Problem> ScalarText<Matcher>::read(std::string_view text, Matcher& value) {
  value.ranges.clear();
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (auto problem = read_range(text.substr(begin, end - begin), value.ranges.emplace_back()))
      return problem;
    begin = end + 1;
  }
  return std::nullopt;
}

std::string ScalarText<Matcher>::print(const Matcher& value) {
  std::string text;
  for (const Matcher::Range& range : value.ranges) {
    if (!text.empty()) text += ',';
    text += fmt::format("{}", range.first);
    if (range.last != range.first) text += fmt::format("-{}", range.last);
  }
  return text;
}

}  // namespace squall
