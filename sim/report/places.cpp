#include "squall/report/places.hpp"

#include "squall/report/table.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

using network::Paths;
using Align = Table::Align;

constexpr std::size_t indent = 2;
constexpr std::size_t least_bar = 10;
constexpr std::size_t most_bar = 40;
constexpr std::size_t gap = 3;

std::string or_dash(const std::optional<Duration>& time) {
  return time ? short_duration(*time) : "no way";
}

// Eighths of a cell, so that short ways differ too.
std::string bar(double part, std::size_t width) {
  static const char* const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto length = std::max(1L, std::lround(part * static_cast<double>(width) * 8));
  std::string text;
  for (long i = 0; i < length / 8; ++i) text += "█";
  return text + eighths[length % 8];
}

struct Line {
  std::string place;
  std::string city;
  std::optional<Duration> time;
};

bool is_city(const Paths& paths, std::string_view name) {
  const auto& all = paths.places();
  return std::any_of(all.begin(), all.end(), [&](const Paths::Place& place) {
    return place.name == name && place.kind == Paths::Kind::city;
  });
}

// Nobody in a city asks another city.
std::vector<Line> lines_from(const Paths& paths, std::string_view from) {
  const bool to_cities = !is_city(paths, from);
  std::vector<Line> lines;
  for (const Paths::Place& place : paths.places()) {
    const bool region = place.kind == Paths::Kind::region;
    const bool city = place.kind == Paths::Kind::city;
    if (place.name != from && (region || (city && to_cities)))
      lines.push_back({place.name, region ? place.in : "", paths.round_trip(from, place.name)});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.time.value_or(Duration::max()) < b.time.value_or(Duration::max());
  });
  return lines;
}

Table table_from(const std::vector<Line>& lines, std::size_t bar_width) {
  Table table({{"to", Align::left}, {"", Align::left}, {"there and back"}, {"", Align::left}});
  Duration longest{1};
  for (const Line& line : lines) longest = std::max(longest, line.time.value_or(Duration{}));
  for (const Line& line : lines) {
    const double part = seconds(line.time.value_or(Duration{})) / seconds(longest);
    table.add({line.place, line.city, or_dash(line.time),
               line.time && bar_width > 0 ? bar(part, bar_width) : ""});
  }
  return table;
}

std::size_t width_of(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    widest = std::max(widest, end - at);
    at = end + 1;
  }
  return widest;
}

std::string known_by(const Paths::Leg& leg) {
  switch (leg.basis) {
    case Paths::Basis::inside:
      return "the region's own";
    case Paths::Basis::measured:
      return "measured";
    case Paths::Basis::distance:
      return "by distance";
    case Paths::Basis::written:
      return "link " + leg.name;
  }
  return {};
}

// But for the zones at its ends and their regions, without which nothing would be there at all.
std::vector<std::string> single_points(const std::vector<Paths::Leg>& legs) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const Paths::Leg& leg = legs[i];
    if (leg.basis == Paths::Basis::inside) continue;
    if (leg.only_link)
      names.push_back("the link " + (leg.name.empty() ? leg.from + " - " + leg.to : leg.name));
    const bool ends_there = i + 1 < legs.size() && legs[i + 1].basis == Paths::Basis::inside;
    if (leg.only_place && !ends_there) names.push_back(leg.to);
  }
  return names;
}

std::string joined_by_or(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " or " : ", ") + parts[i];
  return text;
}

}  // namespace

std::string places(const Paths& paths) {
  Table regions({{"region", Align::left}, {"", Align::left}, {"zones", Align::left}});
  Table cities({{"city", Align::left}, {"nearest region", Align::left}, {"there and back"}});
  const auto& all = paths.places();
  for (auto place = all.begin(); place != all.end(); ++place) {
    if (place->kind == Paths::Kind::city)
      cities.add({place->name, place->in, or_dash(paths.round_trip(place->name, place->in))});
    if (place->kind != Paths::Kind::region) continue;
    std::string zones;
    for (auto zone = place + 1; zone != all.end() && zone->kind == Paths::Kind::zone; ++zone)
      zones += (zones.empty() ? "" : " ") + zone->name.substr(place->name.size());
    regions.add({place->name, place->in, zones});
  }
  return regions.text(indent) + '\n' + cities.text(indent);
}

std::string places_from(const Paths& paths, std::string_view from, std::size_t width) {
  const std::vector<Line> lines = lines_from(paths, from);
  const std::size_t used = width_of(table_from(lines, 0).text(indent)) + gap;
  const std::size_t left = width > used ? std::min(width - used, most_bar) : 0;
  return fmt::format("from {}\n\n{}", from,
                     table_from(lines, left < least_bar ? 0 : left).text(indent));
}

std::string way(const Paths& paths, std::string_view from, std::string_view to) {
  const std::vector<Paths::Leg> legs = paths.way(from, to);
  if (legs.empty()) return fmt::format("from {} to {}: no way leads there\n", from, to);
  Table table({{"from", Align::left}, {"to", Align::left}, {"there and back"}, {"", Align::left}});
  for (const Paths::Leg& leg : legs)
    if (leg.round_trip > Duration{})
      table.add({leg.from, leg.to, short_duration(leg.round_trip), known_by(leg)});
  const std::vector<std::string> needed = single_points(legs);
  std::string text =
      fmt::format("from {} to {}: {} there and back\n\n{}", from, to,
                  short_duration(paths.round_trip(from, to).value()), table.text(indent));
  if (!needed.empty()) text += fmt::format("\n  no way without {}\n", joined_by_or(needed));
  return text;
}

}  // namespace squall::report
