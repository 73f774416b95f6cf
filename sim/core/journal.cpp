#include "squall/core/journal.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace squall {

namespace {

std::string without_trailing_zeros(std::string number, std::size_t least_decimals = 0) {
  const std::size_t point = number.find('.');
  if (point == std::string::npos) return number;
  while (number.size() > point + 1 + least_decimals && number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number;
}

/// value / 10^decimals with all its digits: exact, where a double would round.
std::string fixed_point(std::uint64_t value, int decimals) {
  std::string digits = fmt::format("{:0{}}", value, decimals + 1);
  digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  return digits;
}

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

std::string count_text(std::uint64_t count) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t left = digits.size(); left > 3; left -= 3) digits.insert(left - 3, ",");
  return digits;
}

std::string duration_text(std::uint64_t ns) {
  constexpr std::uint64_t second = 1'000'000'000;
  struct Unit {
    std::uint64_t ns;
    std::string_view name;
  };
  constexpr Unit coarse[] = {{86'400 * second, "d"}, {3'600 * second, "h"}, {60 * second, "m"}};
  constexpr Unit fine[] = {{1'000'000, "ms"}, {1'000, "us"}, {1, "ns"}};

  if (ns == 0) return "0s";
  if (ns < second) {
    const Unit* unit = fine;
    while (ns < unit->ns) ++unit;
    const int decimals = unit->ns == 1 ? 0 : unit->ns == 1'000 ? 3 : 6;
    return without_trailing_zeros(fixed_point(ns, decimals)) + std::string(unit->name);
  }
  std::string text;
  for (const Unit& unit : coarse) {
    if (ns >= unit.ns) text += fmt::format("{}{} ", ns / unit.ns, unit.name);
    ns %= unit.ns;
  }
  if (ns != 0) return text + without_trailing_zeros(fixed_point(ns, 9)) + "s";
  text.pop_back();
  return text;
}

std::string value_text(std::string_view as, JournalValue value) {
  const std::string_view sign = value.raw < 0 ? "-" : "";
  const std::uint64_t size = magnitude(value.raw);
  std::string text;
  if (as == "count") {
    text = count_text(size);
  } else if (as == "duration") {
    text = duration_text(size);
  } else if (as == "ratio") {
    text = without_trailing_zeros(fixed_point(size, 4)) + "%";
  } else if (as == "money") {
    text = "$" + without_trailing_zeros(fixed_point(size, 9), 2);
  } else {
    text = fmt::format("{}", size);
  }
  return std::string(sign) + text;
}

}  // namespace

std::string Journal::text(const Record& record) const {
  std::string result;
  std::string_view rest = record.kind->sentence;
  for (std::size_t open = rest.find('{'); open != rest.npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    const std::string_view placeholder = rest.substr(open + 1, close - open - 1);
    result += rest.substr(0, open);
    rest.remove_prefix(close + 1);
    if (placeholder == "subject") {
      result += names_.text(record.subject);
    } else if (placeholder == "object") {
      result += names_.text(record.object);
    } else {
      const std::string_view as = placeholder.size() > 2 ? placeholder.substr(2) : "";
      result += value_text(as, placeholder.front() == 'a' ? record.a : record.b);
    }
  }
  return result += rest;
}

}  // namespace squall
