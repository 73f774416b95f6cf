#include "squall/traffic/series.hpp"

#include <algorithm>
#include <utility>

namespace squall {

namespace {

// The next word off the front.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

std::optional<Problem> ScalarText<traffic::Series>::read(std::string_view text,
                                                         traffic::Series& value) {
  traffic::Series series;
  if (text.empty()) {
    value = series;
    return std::nullopt;
  }
  if (auto wrong = ScalarText<Moment>::read(take_word(text), series.from)) return wrong;
  while (text.find_first_not_of(' ') != text.npos) {
    traffic::Series::Point point{};
    if (auto wrong = ScalarText<Duration>::read(take_word(text), point.after)) return wrong;
    if (auto wrong = ScalarText<Rate>::read(take_word(text), point.rate)) return wrong;
    if (!series.points.empty() && point.after <= series.points.back().after)
      return Problem{"is a recorded rate whose times do not rise", {}};
    series.points.push_back(point);
  }
  value = std::move(series);
  return std::nullopt;
}

std::string ScalarText<traffic::Series>::print(const traffic::Series& value) {
  if (value.points.empty()) return {};
  std::string text = ScalarText<Moment>::print(value.from);
  for (const auto& point : value.points) {
    text += ' ' + ScalarText<Duration>::print(point.after);
    text += ' ' + ScalarText<Rate>::print(point.rate);
  }
  return text;
}

}  // namespace squall
