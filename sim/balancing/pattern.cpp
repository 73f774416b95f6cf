#include "squall/balancing/pattern.hpp"

#include <cstddef>

namespace squall::balancing {

namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same(char a, char b, Letters letters) {
  return letters == Letters::exact ? a == b : lower(a) == lower(b);
}

// Goes back to the last star only: what an earlier one took can stay as it is.
template <class Takes>
bool match(std::string_view pattern, std::string_view text, Takes takes) {
  constexpr auto none = std::string_view::npos;
  std::size_t at = 0;
  std::size_t star = none;
  std::size_t taken_until = 0;  // by the star
  for (std::size_t here = 0; here < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken_until = here;
    } else if (at < pattern.size() && takes(pattern[at], text[here])) {
      ++at;
      ++here;
    } else if (star != none) {
      at = star + 1;
      here = ++taken_until;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text, Letters letters) {
  return match(pattern, text, [letters](char wanted, char letter) {
    return wanted == '?' || same(wanted, letter, letters);
  });
}

// A star of the narrow pattern is taken only by one of the wide, hence never by a letter or '?'.
bool covers(std::string_view wide, std::string_view narrow, Letters letters) {
  return match(wide, narrow, [letters](char wanted, char letter) {
    if (letter == '*') return false;
    return wanted == '?' || (letter != '?' && same(wanted, letter, letters));
  });
}

}  // namespace squall::balancing
