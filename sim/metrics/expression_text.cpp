#include "metrics/expression_text.hpp"

namespace squall::metrics {

namespace {

bool is_letter(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '_';
}
bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

std::size_t length_of_word(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (is_letter(text[length]) || is_digit(text[length]))) ++length;
  return length;
}

// 12, 1.5, 2e-3
std::size_t length_of_number(std::string_view text) {
  std::size_t length = 0;
  const auto pass = [&] {
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.')) ++length;
  };
  pass();
  if (length >= text.size() || (text[length] != 'e' && text[length] != 'E')) return length;
  std::size_t digits = length + 1;
  if (digits < text.size() && (text[digits] == '-' || text[digits] == '+')) ++digits;
  if (digits >= text.size() || !is_digit(text[digits])) return length;
  length = digits;
  pass();
  return length;
}

std::size_t length_of_sign(std::string_view text) {
  for (const std::string_view two : {"<=", ">=", "==", "!=", "&&", "||"})
    if (text.starts_with(two)) return 2;
  return 1;
}

}  // namespace

bool ExpressionText::is_word(std::string_view piece) {
  return !piece.empty() && is_letter(piece.front());
}

bool ExpressionText::is_number(std::string_view piece) {
  return !piece.empty() && (is_digit(piece.front()) || piece.front() == '.');
}

std::string_view ExpressionText::next() const {
  std::string_view rest = rest_;
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\n'))
    rest.remove_prefix(1);
  if (rest.empty()) return {};
  if (is_word(rest)) return rest.substr(0, length_of_word(rest));
  if (is_number(rest)) return rest.substr(0, length_of_number(rest));
  if (rest.front() != '"') return rest.substr(0, length_of_sign(rest));
  const auto end = rest.find('"', 1);
  return end == rest.npos ? rest : rest.substr(0, end + 1);
}

std::size_t ExpressionText::letter() const {
  const std::string_view found = next();
  return found.empty() ? whole_.size() + 1
                       : static_cast<std::size_t>(found.data() - whole_.data()) + 1;
}

void ExpressionText::skip(std::string_view piece) {
  rest_.remove_prefix(static_cast<std::size_t>(piece.data() - rest_.data()) + piece.size());
}

bool ExpressionText::take(std::string_view piece) {
  const std::string_view found = next();
  if (found.empty() || found != piece) return false;
  skip(found);
  return true;
}

}  // namespace squall::metrics
