#include "squall/core/time_zone.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace squall {

namespace {

using namespace std::chrono;

enum class Rule : std::uint8_t { none, europe, america, australia, new_zealand, israel };

struct Place {
  std::string_view name;
  minutes offset;  // in winter
  Rule rule = Rule::none;
};

constexpr std::array places{
    Place{"Africa/Johannesburg", 2h},
    Place{"Africa/Lagos", 1h},
    Place{"Africa/Nairobi", 3h},
    Place{"America/Argentina/Buenos_Aires", -3h},
    Place{"America/Bogota", -5h},
    Place{"America/Chicago", -6h, Rule::america},
    Place{"America/Denver", -7h, Rule::america},
    Place{"America/Edmonton", -7h, Rule::america},
    Place{"America/Halifax", -4h, Rule::america},
    Place{"America/Los_Angeles", -8h, Rule::america},
    Place{"America/Mexico_City", -6h},
    Place{"America/New_York", -5h, Rule::america},
    Place{"America/Phoenix", -7h},
    Place{"America/Sao_Paulo", -3h},
    Place{"America/Toronto", -5h, Rule::america},
    Place{"Asia/Bahrain", 3h},
    Place{"Asia/Bangkok", 7h},
    Place{"Asia/Dubai", 4h},
    Place{"Asia/Ho_Chi_Minh", 7h},
    Place{"Asia/Hong_Kong", 8h},
    Place{"Asia/Jakarta", 7h},
    Place{"Asia/Jerusalem", 2h, Rule::israel},
    Place{"Asia/Karachi", 5h},
    Place{"Asia/Kolkata", 330min},
    Place{"Asia/Kuala_Lumpur", 8h},
    Place{"Asia/Manila", 8h},
    Place{"Asia/Riyadh", 3h},
    Place{"Asia/Seoul", 9h},
    Place{"Asia/Shanghai", 8h},
    Place{"Asia/Singapore", 8h},
    Place{"Asia/Taipei", 8h},
    Place{"Asia/Tokyo", 9h},
    Place{"Australia/Brisbane", 10h},
    Place{"Australia/Melbourne", 10h, Rule::australia},
    Place{"Australia/Perth", 8h},
    Place{"Australia/Sydney", 10h, Rule::australia},
    Place{"Europe/Amsterdam", 1h, Rule::europe},
    Place{"Europe/Athens", 2h, Rule::europe},
    Place{"Europe/Berlin", 1h, Rule::europe},
    Place{"Europe/Brussels", 1h, Rule::europe},
    Place{"Europe/Bucharest", 2h, Rule::europe},
    Place{"Europe/Copenhagen", 1h, Rule::europe},
    Place{"Europe/Dublin", 0h, Rule::europe},
    Place{"Europe/Helsinki", 2h, Rule::europe},
    Place{"Europe/Istanbul", 3h},
    Place{"Europe/Kyiv", 2h, Rule::europe},
    Place{"Europe/Lisbon", 0h, Rule::europe},
    Place{"Europe/London", 0h, Rule::europe},
    Place{"Europe/Madrid", 1h, Rule::europe},
    Place{"Europe/Moscow", 3h},
    Place{"Europe/Oslo", 1h, Rule::europe},
    Place{"Europe/Paris", 1h, Rule::europe},
    Place{"Europe/Prague", 1h, Rule::europe},
    Place{"Europe/Rome", 1h, Rule::europe},
    Place{"Europe/Stockholm", 1h, Rule::europe},
    Place{"Europe/Vienna", 1h, Rule::europe},
    Place{"Europe/Warsaw", 1h, Rule::europe},
    Place{"Europe/Zurich", 1h, Rule::europe},
    Place{"Pacific/Auckland", 12h, Rule::new_zealand},
    Place{"Pacific/Honolulu", -10h},
};

// "+09:00", "-05:30".
std::optional<minutes> read_offset(std::string_view text) {
  if (text == "UTC") return minutes(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  int digits[4];
  for (int i = 0; const std::size_t at : {1u, 2u, 4u, 5u}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    digits[i++] = text[at] - '0';
  }
  const int hour = digits[0] * 10 + digits[1];
  const int minute = digits[2] * 10 + digits[3];
  if (hour > 23 || minute > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours(hour) + minutes(minute));
}

const Place* find_place(std::string_view name) {
  const auto found = std::find_if(places.begin(), places.end(),
                                  [&](const Place& place) { return place.name == name; });
  return found == places.end() ? nullptr : &*found;
}

// When the clocks go forward and back in a year.
struct Summer {
  sys_seconds from;
  sys_seconds until;
};

sys_days last_sunday(year in, month of) { return sys_days(in / of / Sunday[last]); }

sys_days sunday(year in, month of, unsigned number) { return sys_days(in / of / Sunday[number]); }

Summer summer_of(Rule rule, year in, minutes offset) {
  switch (rule) {
    case Rule::europe:
      return {last_sunday(in, March) + 1h, last_sunday(in, October) + 1h};
    case Rule::america:
      return {sunday(in, March, 2) + 2h - offset, sunday(in, November, 1) + 1h - offset};
    case Rule::australia:
      return {sunday(in, October, 1) + 2h - offset, sunday(in, April, 1) + 2h - offset};
    case Rule::new_zealand:
      return {last_sunday(in, September) + 2h - offset, sunday(in, April, 1) + 2h - offset};
    case Rule::israel:  // begins on the Friday before the last Sunday of March
      return {last_sunday(in, March) - days(2) + 2h - offset,
              last_sunday(in, October) + 1h - offset};
    case Rule::none:
      break;
  }
  return {};
}

}  // namespace

bool is_time_zone(std::string_view name) { return read_offset(name) || find_place(name); }

std::vector<std::string_view> time_zone_names() {
  std::vector<std::string_view> names;
  for (const Place& place : places) names.push_back(place.name);
  return names;
}

ZoneTable zone_table(std::string_view name, year first, year last) {
  if (const auto offset = read_offset(name)) return ZoneTable(*offset);
  const Place& place = *find_place(name);
  if (place.rule == Rule::none) return ZoneTable(place.offset);
  std::vector<ZoneTable::Change> changes;
  for (year in = first; in <= last; ++in) {
    const Summer summer = summer_of(place.rule, in, place.offset);
    changes.push_back({summer.from, place.offset + 1h});
    changes.push_back({summer.until, place.offset});
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return a.from < b.from; });
  const bool summer_at_new_year = changes.front().offset == place.offset;
  return ZoneTable(place.offset + (summer_at_new_year ? 1h : 0h), std::move(changes));
}

}  // namespace squall
