#include "squall/core/nearest.hpp"

#include <algorithm>
#include <vector>

namespace squall {

namespace {

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

std::size_t spelling_distance(std::string_view a, std::string_view b) {
  // Row i of the classical table holds the distances from the first i letters of a; a swap looks
  // two rows back.
  std::vector<std::size_t> two_back(b.size() + 1), back(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(two_back, back);
    std::swap(back, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool differs = a[i - 1] != b[j - 1];
      row[j] = std::min({back[j] + 1, row[j - 1] + 1, back[j - 1] + (differs ? 1 : 0)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_back[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::size_t spelling_distance_any_case(std::string_view a, std::string_view b) {
  return spelling_distance(lower(a), lower(b));
}

}  // namespace squall
