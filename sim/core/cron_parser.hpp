#pragma once

#include "squall/core/cron.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall {

/// Reads one cron expression from left to right and stops at the first mistake.
class CronParser {
 public:
  explicit CronParser(std::string_view expression) : text_(expression) {}

  std::variant<Cron, CronError> parse();

 private:
  struct Field;
  static const std::array<Field, 5> fields;

  std::uint64_t parse_field(const Field& field);
  std::uint64_t parse_item(const Field& field);
  int parse_value(const Field& field);
  int parse_name(const Field& field, std::size_t begin);
  int parse_number(const std::string& what);
  void expect_blank(const Field& field);
  void check_days(const Cron& cron);

  void fail(std::size_t at, std::string what);
  bool take(char c);
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks();

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<CronError> error_;  // the first one
};

}  // namespace squall
