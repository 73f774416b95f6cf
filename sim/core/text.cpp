#include "squall/core/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace squall {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// A number with a unit behind it, split; the number is left empty where there is none.
struct Amount {
  std::string_view number;
  std::string_view unit;
};

std::size_t length_of_number(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at > 0 && at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
    ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
  }
  return at;
}

Amount split(std::string_view text) {
  const std::size_t at = length_of_number(text);
  return {text.substr(0, at), text.substr(at)};
}

// A unit that is no unit, or not at once.
Problem unknown_unit(const Amount& amount, std::string known) {
  const auto word = amount.unit.find_first_not_of(' ');
  if (amount.unit.starts_with(' ') && word != amount.unit.npos) {
    return {"has a space before its unit",
            fmt::format("write '{}{}'", amount.number, amount.unit.substr(word))};
  }
  return {fmt::format("has the unknown unit '{}'", amount.unit), "known: " + std::move(known)};
}

struct Unit {
  std::string_view word;
  double size;
};

const Unit* find_unit(std::span<const Unit> units, std::string_view word) {
  for (const Unit& unit : units)
    if (unit.word == word) return &unit;
  return nullptr;
}

// Reads a count of the smallest unit; all that can be wrong with one number and one unit.
std::optional<Problem> read_amount(std::string_view text, std::span<const Unit> units,
                                   std::string_view what, std::string_view hint,
                                   std::int64_t& count) {
  if (text == "0") {
    count = 0;
    return std::nullopt;
  }
  if (text.starts_with('-')) return Problem{"must not be negative", {}};
  const Amount amount = split(text);
  if (amount.number.empty()) return Problem{fmt::format("is not a {}", what), std::string(hint)};
  if (amount.unit.empty()) {
    return Problem{"needs a unit", fmt::format("write '{0}{1}' or '{0}{2}'", amount.number,
                                               units[0].word, units.back().word)};
  }
  const Unit* unit = find_unit(units, amount.unit);
  if (!unit) {
    std::string known;
    for (const Unit& each : units)
      known += fmt::format("{}{}", known.empty() ? "" : ", ", each.word);
    return unknown_unit(amount, std::move(known));
  }
  const double value = *read_number(amount.number) * unit->size;
  if (!(value < 9.2e18)) return Problem{"is too large", {}};
  count = std::llround(value);
  return std::nullopt;
}

// The first and the last are those that are offered.
constexpr Unit size_units[] = {
    {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0},
    {"B", 1.0},      {"KB", 1e3},        {"GB", 1e9},           {"TB", 1e12},
    {"MB", 1e6}};

// A count in the largest unit that writes it exactly in a few digits.
std::string print_in(std::int64_t count, std::span<const Unit> largest_first) {
  for (const Unit& unit : largest_first) {
    const double value = static_cast<double>(count) / unit.size;
    if (value < 1) continue;
    const std::string text = fmt::format("{}", value);
    if (text.size() <= 6 && std::llround(std::strtod(text.c_str(), nullptr) * unit.size) == count)
      return text + std::string(unit.word);
  }
  return fmt::format("{}{}", count, largest_first.back().word);
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  const std::size_t digits = length_of_number(rest);
  if (digits == 0) return std::nullopt;
  rest.remove_prefix(digits);
  if (!rest.empty()) {
    if (rest[0] != 'e' && rest[0] != 'E') return std::nullopt;
    rest.remove_prefix(1);
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    if (rest.empty() || rest.size() > 4) return std::nullopt;
    for (const char letter : rest)
      if (!is_digit(letter)) return std::nullopt;
  }
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::string print_number(double value) {
  if (value == std::floor(value) && std::fabs(value) < 1e15)
    return fmt::format("{}", static_cast<std::int64_t>(value));
  const std::string shortest = fmt::format("{}", value);
  const auto e = shortest.find('e');
  if (e == shortest.npos) return shortest;
  // Without an exponent, as people write numbers.
  std::string digits = shortest.substr(0, e);
  const std::string sign = digits.starts_with('-') ? "-" : "";
  std::erase_if(digits, [](char letter) { return letter == '-' || letter == '.'; });
  const int point = 1 + std::atoi(shortest.c_str() + e + 1);
  const int count = static_cast<int>(digits.size());
  if (point <= 0) return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  digits.append(static_cast<std::size_t>(std::max(point - count, 0)), '0');
  if (point < count) digits.insert(static_cast<std::size_t>(point), ".");
  return sign + digits;
}

std::optional<Problem> ScalarText<bool>::read(std::string_view text, bool& value) {
  if (text != "true" && text != "false")
    return Problem{"is neither true nor false", "write 'true' or 'false'"};
  value = text == "true";
  return std::nullopt;
}

std::string ScalarText<bool>::print(const bool& value) { return value ? "true" : "false"; }

std::optional<Problem> ScalarText<std::int64_t>::read(std::string_view text, std::int64_t& value) {
  const char* end = text.data() + text.size();
  std::int64_t read = 0;
  const auto result = std::from_chars(text.data(), end, read);
  if (result.ec == std::errc::result_out_of_range) {
    return Problem{"is too large",
                   fmt::format("at most {}", std::numeric_limits<std::int64_t>::max())};
  }
  if (result.ec != std::errc{} || result.ptr != end) return Problem{"is not a whole number", {}};
  const bool octal = text.size() > 1 && text[0] == '0';
  if (octal) return Problem{"has a leading zero", fmt::format("write '{}'", read)};
  value = read;
  return std::nullopt;
}

std::string ScalarText<std::int64_t>::print(const std::int64_t& value) {
  return fmt::format("{}", value);
}

std::optional<Problem> ScalarText<int>::read(std::string_view text, int& value) {
  std::int64_t wide = 0;
  if (auto problem = ScalarText<std::int64_t>::read(text, wide)) return problem;
  if (wide > std::numeric_limits<int>::max() || wide < std::numeric_limits<int>::min())
    return Problem{"is too large", fmt::format("at most {}", std::numeric_limits<int>::max())};
  value = static_cast<int>(wide);
  return std::nullopt;
}

std::string ScalarText<int>::print(const int& value) { return fmt::format("{}", value); }

std::optional<Problem> ScalarText<double>::read(std::string_view text, double& value) {
  const auto number = read_number(text);
  if (!number) return Problem{"is not a number", {}};
  value = *number;
  return std::nullopt;
}

std::string ScalarText<double>::print(const double& value) { return print_number(value); }

std::optional<Problem> ScalarText<std::string>::read(std::string_view text, std::string& value) {
  value = text;
  return std::nullopt;
}

std::string ScalarText<std::string>::print(const std::string& value) { return value; }

std::optional<Problem> ScalarText<Bytes>::read(std::string_view text, Bytes& value) {
  return read_amount(text, size_units, "size", "write '30GiB' or '1.5MB'", value.count);
}

std::string ScalarText<Bytes>::print(const Bytes& value) {
  static constexpr Unit largest_first[] = {{"TiB", 1099511627776.0},
                                           {"TB", 1e12},
                                           {"GiB", 1073741824.0},
                                           {"GB", 1e9},
                                           {"MiB", 1048576.0},
                                           {"MB", 1e6},
                                           {"KiB", 1024.0},
                                           {"KB", 1e3},
                                           {"B", 1.0}};
  return value.count == 0 ? "0" : print_in(value.count, largest_first);
}

std::optional<Problem> ScalarText<Usd>::read(std::string_view text, Usd& value) {
  static constexpr Unit units[] = {{"USD", 1e9}};
  if (text.starts_with('$')) {
    return Problem{"names its currency in front",
                   fmt::format("write '{}USD'", std::string(text.substr(1)))};
  }
  const Amount amount = split(text);
  if (!amount.number.empty() && amount.unit.empty() && text != "0")
    return Problem{"needs a currency", fmt::format("write '{}USD'", amount.number)};
  return read_amount(text, units, "sum of money", "write '1.50USD'", value.count);
}

std::string ScalarText<Usd>::print(const Usd& value) {
  const std::string sign = value.count < 0 ? "-" : "";
  const std::int64_t count = std::abs(value.count);
  std::string text = fmt::format("{}{}.{:09}", sign, count / 1'000'000'000, count % 1'000'000'000);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + "USD";
}

std::optional<Problem> ScalarText<Rate>::read(std::string_view text, Rate& value) {
  static constexpr Unit units[] = {
      {"/s", 1}, {"/min", 60}, {"/m", 60}, {"/h", 3600}, {"/d", 86400}};
  if (text == "0") {
    value.per_second = 0;
    return std::nullopt;
  }
  if (text.starts_with('-')) return Problem{"must not be negative", {}};
  const Amount amount = split(text);
  if (amount.number.empty()) return Problem{"is not a rate", "write '40/s' or '3000/min'"};
  if (amount.unit.empty())
    return Problem{"needs a unit", fmt::format("write '{0}/s' or '{0}/min'", amount.number)};
  const Unit* unit = find_unit(units, amount.unit);
  if (!unit) {
    return unknown_unit(amount, "/s, /min, /h, /d");
  }
  value.per_second = *read_number(amount.number) / unit->size;
  return std::nullopt;
}

std::string ScalarText<Rate>::print(const Rate& value) {
  return value.per_second == 0 ? "0" : print_number(value.per_second) + "/s";
}

std::optional<Problem> ScalarText<Ratio>::read(std::string_view text, Ratio& value) {
  const bool percent = text.ends_with('%');
  const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
  if (!number) return Problem{"is not a ratio", "write '65%' or '0.65'"};
  value.value = percent ? *number / 100 : *number;
  return std::nullopt;
}

std::string ScalarText<Ratio>::print(const Ratio& value) {
  const std::string percent = fmt::format("{:.10g}", value.value * 100);
  const bool exact = std::strtod(percent.c_str(), nullptr) / 100 == value.value;
  return exact ? percent + "%" : fmt::format("{}", value.value);
}

std::optional<Problem> ScalarText<Weight>::read(std::string_view text, Weight& value) {
  const bool percent = text.ends_with('%');
  const auto number = read_number(percent ? text.substr(0, text.size() - 1) : text);
  if (!number || *number < 0) return Problem{"is not a weight", "write '90' or '90%'"};
  value.value = *number;
  return std::nullopt;
}

std::string ScalarText<Weight>::print(const Weight& value) { return print_number(value.value); }

}  // namespace squall
