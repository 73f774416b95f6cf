#include "squall/core/display.hpp"

namespace squall {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// East Asian wide characters and emoji, by block.
constexpr Range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}};

// Combining marks, joiners and variation selectors.
constexpr Range zero_width[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

template <std::size_t count>
bool within(const Range (&ranges)[count], char32_t point) {
  for (const Range& range : ranges)
    if (point >= range.first && point <= range.last) return true;
  return false;
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// What a character's first byte promises; 0 for a byte that begins none.
std::size_t promised_length(unsigned first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

// A whole, shortest, legal character; 0 where there is none.
std::size_t whole_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const std::size_t length = promised_length(first);
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte_at(text, at + i) & 0xc0) != 0x80) return 0;
  if (length < 3) return length;
  const unsigned second = byte_at(text, at + 1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0;
  const bool beyond = first == 0xf4 && second >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::size_t length_of_character(std::string_view text, std::size_t at) {
  const std::size_t length = whole_length(text, at);
  return length == 0 ? 1 : length;
}

char32_t code_point(std::string_view text, std::size_t at) {
  const std::size_t length = whole_length(text, at);
  if (length == 0) return 0xfffd;
  if (length == 1) return byte_at(text, at);
  char32_t point = byte_at(text, at) & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte_at(text, at + i) & 0x3f);
  return point;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size(); at += length_of_character(text, at)) {
    const char32_t point = code_point(text, at);
    if (point < 0x20 || within(zero_width, point)) continue;
    width += within(wide, point) ? 2 : 1;
  }
  return width;
}

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = whole_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

}  // namespace squall
