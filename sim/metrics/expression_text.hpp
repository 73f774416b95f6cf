#pragma once

#include <cstddef>
#include <string_view>

namespace squall::metrics {

/// The text of an expression, of which a reader takes one piece after the other.
class ExpressionText {
 public:
  explicit ExpressionText(std::string_view text) : whole_(text), rest_(text) {}

  static bool is_word(std::string_view piece);
  static bool is_number(std::string_view piece);

  /// What comes next: a word, a number, a text in quotes, or a sign. Empty at the end.
  std::string_view next() const;

  /// Where that begins, from 1.
  std::size_t letter() const;

  /// Requires: `piece` comes next.
  void skip(std::string_view piece);

  /// Skips that piece if it comes next; whether it does.
  bool take(std::string_view piece);

 private:
  const std::string_view whole_;
  std::string_view rest_;
};

}  // namespace squall::metrics
