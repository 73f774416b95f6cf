#include "squall/core/layout.hpp"

#include "squall/core/display.hpp"

#include <algorithm>

namespace squall {

namespace {

constexpr std::size_t margin = 2;
constexpr std::size_t gap = 2;
constexpr std::size_t least_room = 24;

// The widest cell of each column but the last, as far as cells are not wider than `widest`.
std::vector<std::size_t> widths(const std::vector<std::vector<std::string>>& rows,
                                std::size_t widest) {
  std::vector<std::size_t> result;
  for (const auto& row : rows) {
    if (result.size() + 1 < row.size()) result.resize(row.size() - 1, 0);
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      const std::size_t cell = display_width(row[i]);
      if (cell <= widest) result[i] = std::max(result[i], cell);
    }
  }
  return result;
}

// Where the last column begins.
std::size_t last_column(const std::vector<std::size_t>& cells) {
  std::size_t column = margin;
  for (const std::size_t cell : cells) column += cell + gap;
  return column;
}

// The whole of every cell if that leaves room for the last column, else all but wide ones; where
// nothing leaves room, as much as the width holds.
std::vector<std::size_t> fitting_widths(const std::vector<std::vector<std::string>>& rows,
                                        std::size_t width) {
  for (const std::size_t room : {least_room, std::size_t{0}}) {
    for (const std::size_t widest : {width, width / 3, width / 4}) {
      std::vector<std::size_t> cells = widths(rows, widest);
      if (last_column(cells) + room <= width) return cells;
    }
  }
  return widths(rows, width / 4);
}

void pad(std::string& line, std::size_t column) {
  const std::size_t width = display_width(line);
  if (width < column) line.append(column - width, ' ');
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t at, std::size_t width) {
  std::string out;
  std::size_t column = at;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::size_t length = display_width(word);
    if (column > at && column + 1 + length > width) {
      out += '\n' + std::string(at, ' ');
      column = at;
    } else if (column > at) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
  }
  return out;
}

std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  const std::vector<std::size_t> cells = fitting_widths(rows, width);
  const bool below = last_column(cells) + least_room > width;
  std::string out;
  for (const auto& row : rows) {
    std::string line(margin, ' ');
    std::size_t column = margin;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      line += row[i];
      column += cells[i] + gap;
      if (i + 2 < row.size() || !below) pad(line, column);
      if (display_width(line) > column - gap && !line.ends_with(' ')) line.append(gap, ' ');
    }
    const bool too_long = display_width(line) > column;
    if (display_width(line) > width)
      line = std::string(margin, ' ') + wrapped(line.substr(margin), 2 * margin, width);
    if ((below || too_long) && row.size() > 1) {
      while (line.ends_with(' ')) line.pop_back();
      const std::size_t indent = below ? 2 * margin : column;
      line += '\n' + std::string(indent, ' ') + wrapped(row.back(), indent, width);
    } else {
      line += wrapped(row.back(), column, width);
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

}  // namespace squall
