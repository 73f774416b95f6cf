#include "core/cron_parser.hpp"

#include "squall/core/nearest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace squall {

namespace {

constexpr std::string_view month_names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                            "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view weekday_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Alias {
  std::string_view name;
  std::string_view expression;
};

constexpr Alias aliases[] = {
    {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"},
    {"@weekly", "0 0 * * 0"}, {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"},
    {"@hourly", "0 * * * *"},
};

constexpr int longest_day[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

constexpr std::uint64_t bit(int value) { return std::uint64_t{1} << value; }

}  // namespace

struct CronParser::Field {
  std::string_view name;
  int low;
  int high;
  int wrap = 0;  ///< the value that stands for 0 too, or 0
  const std::string_view* names = nullptr;
  int name_count = 0;
};

constexpr std::array<CronParser::Field, 5> CronParser::fields = {{
    {"minute", 0, 59},
    {"hour", 0, 23},
    {"day of month", 1, 31},
    {"month", 1, 12, 0, month_names, 12},
    {"day of week", 0, 7, 7, weekday_names, 7},
}};

std::variant<Cron, CronError> CronParser::parse() {
  skip_blanks();
  if (peek() == '@') {
    std::string_view name = text_.substr(at_);
    while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
    for (const Alias& alias : aliases) {
      if (name == alias.name) return CronParser(alias.expression).parse();
    }
    fail(at_,
         fmt::format("unknown name '{}' (known: @yearly, @annually, @monthly, @weekly, @daily, "
                     "@midnight, @hourly)",
                     name));
    return *error_;
  }

  std::array<std::uint64_t, 5> sets{};
  std::array<bool, 5> starred{};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    skip_blanks();
    starred[i] = peek() == '*';
    sets[i] = parse_field(fields[i]);
  }
  skip_blanks();
  if (at_ < text_.size()) {
    fail(at_, "a cron expression has 5 fields: minute hour day-of-month month day-of-week");
  }

  Cron cron;
  cron.minutes_ = sets[0];
  cron.hours_ = sets[1];
  cron.days_ = sets[2];
  cron.months_ = sets[3];
  cron.weekdays_ = sets[4];
  cron.either_day_ = !starred[2] && !starred[4];
  check_days(cron);
  if (error_) return *error_;
  return cron;
}

std::uint64_t CronParser::parse_field(const Field& field) {
  if (at_ == text_.size()) {
    fail(at_,
         fmt::format("the {} is missing (5 fields: minute hour day-of-month month day-of-week)",
                     field.name));
    return 0;
  }
  std::uint64_t set = 0;
  do {
    set |= parse_item(field);
  } while (!error_ && take(','));
  expect_blank(field);
  return set;
}

std::uint64_t CronParser::parse_item(const Field& field) {
  const std::size_t begin = at_;
  int low = field.low;
  int high = field.wrap != 0 ? field.wrap - 1 : field.high;
  bool range = take('*');
  if (!range) {
    low = high = parse_value(field);
    range = take('-');
    if (range) {
      high = parse_value(field);
      if (high == 0 && low > 0 && field.wrap != 0) high = field.wrap;  // fri-sun
      if (low > high) {
        fail(begin, fmt::format("the range '{}' runs backwards", text_.substr(begin, at_ - begin)));
      }
    }
  }

  int step = 1;
  const std::size_t slash = at_;
  if (take('/')) {
    step = parse_number("a number for the step");
    if (!range) {
      fail(slash, fmt::format("a step needs a range (write '{}-{}/{}' or '*/{}')", low, field.high,
                              step, step));
    }
    if (step == 0) fail(slash + 1, "a step must be at least 1");
  }
  if (error_) return 0;

  std::uint64_t set = 0;
  for (int value = low; value <= high; value += step) {
    set |= bit(value == field.wrap ? 0 : value);
  }
  return set;
}

int CronParser::parse_value(const Field& field) {
  const std::size_t begin = at_;
  if (field.names != nullptr && is_letter(peek())) return parse_name(field, begin);
  const int value = parse_number(fmt::format("a number for the {}", field.name));
  if (value < field.low || value > field.high) {
    fail(begin, fmt::format("{} {} must be {} to {}", field.name, text_.substr(begin, at_ - begin),
                            field.low, field.high));
  }
  return value;
}

int CronParser::parse_name(const Field& field, std::size_t begin) {
  while (is_letter(peek())) ++at_;
  const std::string_view name = text_.substr(begin, at_ - begin);
  for (int i = 0; i < field.name_count; ++i) {
    if (spelling_distance_any_case(name, field.names[i]) == 0) return field.wrap != 0 ? i : i + 1;
  }
  fail(begin,
       fmt::format("unknown {} '{}' (write {} to {}, or {} to {})", field.name, name,
                   field.names[0], field.names[field.name_count - 1], field.low, field.high));
  return field.low;
}

int CronParser::parse_number(const std::string& what) {
  const std::size_t begin = at_;
  int value = 0;
  for (; is_digit(peek()); ++at_) value = std::min(10 * value + (peek() - '0'), 10'000);
  if (at_ == begin) {
    fail(begin, at_ == text_.size() ? fmt::format("expected {}", what)
                                    : fmt::format("expected {}, found '{}'", what, peek()));
  }
  return value;
}

void CronParser::expect_blank(const Field& field) {
  if (at_ < text_.size() && !is_blank(peek())) {
    fail(at_, fmt::format("unexpected '{}' in the {}", peek(), field.name));
  }
}

void CronParser::check_days(const Cron& cron) {
  if (error_ || cron.either_day_) return;
  for (int month = 1; month <= 12; ++month) {
    const std::uint64_t days = (bit(longest_day[month] + 1) - 1) & cron.days_;
    if ((cron.months_ & bit(month)) != 0 && days != 0) return;
  }
  fail(0, "never matches: no month named here has such a day");
}

void CronParser::fail(std::size_t at, std::string what) {
  if (!error_) error_ = CronError{at + 1, std::move(what)};
}

bool CronParser::take(char c) {
  if (peek() != c || at_ == text_.size()) return false;
  ++at_;
  return true;
}

void CronParser::skip_blanks() {
  while (is_blank(peek())) ++at_;
}

}  // namespace squall
