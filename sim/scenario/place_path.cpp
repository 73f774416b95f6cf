#include "scenario/place_path.hpp"

#include "squall/scenario/path.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace squall::scenario {

namespace {

using Parts = std::vector<std::string>;

constexpr std::string_view any_name = "NAME";

// The parts of a path: `alarms."too.hot".period` has three, `timeline[2].at` two.
Parts split(std::string_view path) {
  Parts parts(1);
  bool quoted = false;
  bool index = false;
  for (const char letter : path) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == '.' && !quoted) {
      parts.emplace_back();
    } else if (letter == '[' || letter == ']') {
      index = letter == '[';
    } else if (!index) {
      parts.back() += letter;
    }
  }
  std::erase(parts, "");
  return parts;
}

// How many of the given parts are read as names when they match; nothing where they do not.
std::optional<int> names_used(std::span<const std::string> pattern,
                              std::span<const std::string> given) {
  if (pattern.empty()) return given.empty() ? std::optional(0) : std::nullopt;
  if (pattern.front() != any_name) {
    if (given.empty() || given.front() != pattern.front()) return std::nullopt;
    return names_used(pattern.subspan(1), given.subspan(1));
  }
  if (const auto without = names_used(pattern.subspan(1), given)) return without;
  if (given.empty()) return std::nullopt;
  const auto rest = names_used(pattern.subspan(1), given.subspan(1));
  return rest ? std::optional(*rest + 1) : std::nullopt;
}

struct Known {
  const LanguagePlace* place;
  Parts parts;
};

const std::vector<Known>& known_places() {
  static const std::vector<Known> all = [] {
    std::vector<Known> result;
    for (const LanguagePlace& place : places()) {
      result.push_back({&place, split(place.path)});
      // A thing by its name is what stands in its section.
      if (!place.type->as<MapType>()) continue;
      result.push_back(result.back());
      result.back().parts.emplace_back(any_name);
    }
    return result;
  }();
  return all;
}

// The keys that may follow these parts.
std::vector<std::string_view> keys_after(std::span<const std::string> given) {
  std::vector<std::string_view> keys;
  for (const auto& [place, parts] : known_places()) {
    if (parts.back() == any_name) continue;
    const std::span before = std::span(parts).first(parts.size() - 1);
    if (!names_used(before, given)) continue;
    if (std::find(keys.begin(), keys.end(), place->key) == keys.end()) keys.push_back(place->key);
  }
  return keys;
}

}  // namespace

std::string with_full_section(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('.'));
  return std::string(full_section(first)) + std::string(path.substr(first.size()));
}

const LanguagePlace* find_place(std::string_view path) {
  const Parts given = split(path);
  const LanguagePlace* best = nullptr;
  int fewest = 0;
  for (const auto& [place, parts] : known_places()) {
    const auto used = names_used(parts, given);
    if (!used || (best && *used >= fewest)) continue;
    best = place;
    fewest = *used;
  }
  if (best) return best;
  for (const auto& [place, parts] : known_places())
    if (parts.size() > given.size() && std::equal(given.rbegin(), given.rend(), parts.rbegin()))
      return place;
  return nullptr;
}

Unknown first_unknown(std::string_view path) {
  const Parts given = split(path);
  Unknown unknown{{}, std::string(path), keys_after({})};
  if (given.empty()) return unknown;
  unknown.part = given[0];
  for (std::size_t i = 1; i < given.size(); ++i) {
    std::vector<std::string_view> keys = keys_after(std::span(given).first(i));
    if (keys.empty()) break;
    unknown.before += (i > 1 ? "." : "") + given[i - 1];
    unknown.part = given[i];
    unknown.known = std::move(keys);
  }
  return unknown;
}

Unknown last_name(std::string_view path) {
  const Parts given = split(path);
  const LanguagePlace* place = find_place(path);
  if (given.size() < 2 || !place || given.back() == place->key) return {};
  Unknown last{{}, given.back(), keys_after(std::span(given).first(given.size() - 1))};
  last.before = place->path;
  return last;
}

}  // namespace squall::scenario
