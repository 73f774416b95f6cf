#include "squall/scenario/explain.hpp"

#include "squall/core/layout.hpp"
#include "squall/core/nearest.hpp"
#include "squall/scenario/reader.hpp"

#include "scenario/aws_words.hpp"
#include "scenario/explain_page.hpp"
#include "scenario/phrases.hpp"
#include "scenario/place_path.hpp"
#include "scenario/places.hpp"
#include "scenario/value_kinds.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr int least_width = 60;
constexpr int most_width = 200;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& letter : result)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return result;
}

std::ptrdiff_t depth_of(const LanguagePlace& place) {
  return std::count(place.path.begin(), place.path.end(), '.');
}

// One place of each row that fits stands for all that it is read at: the first of the least deep.
template <class Fits>
std::vector<const LanguagePlace*> each_row(Fits fits) {
  std::vector<const LanguagePlace*> found;
  std::map<const void*, std::size_t> rows;
  for (const LanguagePlace& place : places()) {
    if (!fits(place)) continue;
    const auto [row, is_new] = rows.try_emplace(place.row, found.size());
    if (is_new) {
      found.push_back(&place);
    } else if (depth_of(place) < depth_of(*found[row->second])) {
      found[row->second] = &place;
    }
  }
  return found;
}

Explanation not_found(const std::string& path) {
  const Unknown unknown = first_unknown(path);
  std::string hint = guess(unknown.part, unknown.known);
  if (unknown.before.empty() && !hint.starts_with("did")) {
    std::vector<std::string_view> known;
    for (const LanguagePlace& place : places()) known.push_back(place.key);
    for (const AwsWord& word : aws_words()) known.push_back(word.word);
    const auto near = nearest(unknown.part, known);
    hint = near ? fmt::format("did you mean '{}'?", *near)
                : fmt::format("'squall explain --search {}' looks into the meanings", unknown.part);
  }
  std::string text = fmt::format("nothing is called '{}'", unknown.part);
  if (!unknown.before.empty()) text += " in " + unknown.before;
  if (!hint.empty()) text += fmt::format(" ({})", hint);
  return {text + '\n', false};
}

std::string value_page(const ValueKind& kind, std::size_t width) {
  std::string text = std::string(kind.type().name) + "\n\n  ";
  text += wrapped(kind.meaning, 2, width) + "\n\n";
  return text + columns({{"written", example_list(kind)}}, width);
}

const ValueKind* find_kind(std::string_view name) {
  for (const ValueKind& kind : value_kinds())
    if (kind.type().name == name) return &kind;
  return nullptr;
}

std::string aws_page(const AwsWord& word, std::size_t width) {
  std::string text(word.word);
  text += word.path.empty() ? ": not a word of the language" : ": here " + std::string(word.path);
  if (!word.why.empty()) text += "; " + std::string(word.why);
  text = wrapped(text, 0, width) + '\n';
  if (word.path.empty()) return text;
  return text + '\n' + place_page(*find_place(word.path), width);
}

// What was taken for a thing's name may be a slip in a field's.
std::string note_on(const std::string& path) {
  const Unknown last = last_name(path);
  const auto near = nearest(last.part, last.known);
  if (!near) return {};
  return fmt::format("\n'{}' is read as a name in {} (did you mean '{}'?)\n", last.part,
                     last.before, *near);
}

// A word alone: all that it may mean.
Explanation explain_word(const std::string& word, std::size_t width) {
  std::vector<std::string> pages;
  const LanguagePlace* top = find_place(word);
  if (top && top->path != word) top = nullptr;
  const auto rows = each_row([&](const LanguagePlace& place) { return place.key == word; });
  if (top) pages.push_back(place_page(*top, width));
  if (!top && rows.size() == 1) pages.push_back(place_page(*rows[0], width));
  if (rows.size() > 1) {
    std::string list = top ? "the same word elsewhere:\n\n" : fmt::format("fields '{}':\n\n", word);
    std::vector<const LanguagePlace*> others;
    for (const LanguagePlace* row : rows)
      if (row != top) others.push_back(row);
    pages.push_back(list + place_list(others, width));
  }
  if (const ValueKind* kind = find_kind(word)) pages.push_back(value_page(*kind, width));
  if (const Type* table = find_table(word); table && pages.empty())
    pages.push_back(table_page(*table, width));
  const AwsWord* aws = find_aws_word(word);
  if (aws && (pages.empty() || aws->word == word)) pages.push_back(aws_page(*aws, width));
  if (pages.empty()) return not_found(word);
  std::string text;
  for (const std::string& page : pages) text += (text.empty() ? "" : "\n") + page;
  return {text};
}

}  // namespace

Explanation explain(std::string_view path, int width) {
  const auto room = static_cast<std::size_t>(std::clamp(width, least_width, most_width));
  if (path.empty()) return {top_page(room)};
  const std::string full = with_full_section(path);
  if (full.find_first_of(".[") == full.npos) return explain_word(full, room);
  if (const LanguagePlace* place = find_place(full))
    return {place_page(*place, room) + note_on(full)};
  if (const AwsWord* word = find_aws_word(path)) return {aws_page(*word, room)};
  return not_found(full);
}

Explanation explain_search(std::string_view text, int width) {
  const auto room = static_cast<std::size_t>(std::clamp(width, least_width, most_width));
  const std::string wanted = lower(text);
  const auto found = each_row([&](const LanguagePlace& place) {
    return lower(place.key).find(wanted) != std::string::npos ||
           lower(place.meaning).find(wanted) != std::string::npos;
  });
  if (found.empty()) return {fmt::format("no field speaks of '{}'\n", text), false};
  return {place_list(found, room)};
}

}  // namespace squall::scenario
