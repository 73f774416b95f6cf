#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace squall {

/// How many single changes turn one word into the other: a letter more, less or other, or two
/// neighbours swapped.
std::size_t spelling_distance(std::string_view a, std::string_view b);

/// The distance where upper and lower case are the same.
std::size_t spelling_distance_any_case(std::string_view a, std::string_view b);

/// Whether a distance between two words, the longer of `length` letters, is small enough to guess:
/// none for one or two letters, 1 for three or four, 2 up to seven, else 3.
constexpr bool is_near(std::size_t distance, std::size_t length) {
  const std::size_t limit = length < 3 ? 0 : (length + 1) / 3;
  return distance <= (limit < 3 ? limit : 3);
}

/// The known name that was probably meant, for "did you mean"; nothing where none is near. Case
/// counts only between names that are equally near without it, then the earlier name wins.
/// `known` is a range of anything that converts to std::string_view.
template <class Names>
std::optional<std::string> nearest(std::string_view word, const Names& known) {
  std::optional<std::string> best;
  std::tuple<std::size_t, std::size_t> best_distance;
  for (const std::string_view name : known) {
    const std::size_t longer = word.size() < name.size() ? name.size() : word.size();
    const std::size_t shorter = word.size() < name.size() ? word.size() : name.size();
    if (!is_near(longer - shorter, longer)) continue;  // the least that it can be
    const std::size_t any_case = spelling_distance_any_case(word, name);
    if (!is_near(any_case, longer) || (best && std::get<0>(best_distance) < any_case)) continue;
    const std::tuple distance(any_case, spelling_distance(word, name));
    if (best && best_distance <= distance) continue;
    best = name;
    best_distance = distance;
  }
  return best;
}

}  // namespace squall
