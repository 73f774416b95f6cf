#include "paint.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace squall::tool {

namespace {

struct Paint {
  std::string_view words;
  std::string_view colour;  // as ECMA-48 numbers them
};

// Longer ones first.
constexpr Paint paints[] = {
    {"✓ kept", "32"},    {"✗ missed", "31"}, {"? cannot tell", "33"},
    {"✓✓", "32"},        {"✗✗", "31"},       {"✓", "32"},
    {"✗", "31"},         {"PARTIAL", "33"},  {"\n  errors     ", "31"},
    {"\n  note ", "33"},
};

bool wants_colours() {
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (no_color && *no_color != '\0') return false;
  if (!terminal || std::string_view(terminal) == "dumb") return false;
  return isatty(STDOUT_FILENO) == 1;
}

const Paint* paint_at(std::string_view text) {
  for (const Paint& paint : paints)
    if (text.starts_with(paint.words)) return &paint;
  return nullptr;
}

}  // namespace

std::string painted(const std::string& text) {
  if (!wants_colours()) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const Paint* const paint = paint_at(rest);
    if (!paint) {
      out += text[at++];
      continue;
    }
    // The whole line of the picture, and of a note only the word.
    const bool whole_line = paint->words.find("errors") != std::string_view::npos;
    const std::size_t end = whole_line ? rest.find('\n', 1) : paint->words.size();
    const std::size_t length = std::min(end, rest.size());
    out += fmt::format("\033[{}m{}\033[0m", paint->colour, rest.substr(0, length));
    at += length;
  }
  return out;
}

}  // namespace squall::tool
